/** What a collector reports: the CloudEvents types of usage with the shape of their data. */
@NullMarked
package io.wattledger.contracts.event;

import org.jspecify.annotations.NullMarked;
