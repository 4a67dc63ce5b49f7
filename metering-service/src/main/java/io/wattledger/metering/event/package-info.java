/** What a usage report is, when two are the same, and why one is refused. */
@NullMarked
package io.wattledger.metering.event;

import org.jspecify.annotations.NullMarked;
