/** The use cases of metering, one class each, and the ports they need. */
@NullMarked
package io.wattledger.metering.flow;

import org.jspecify.annotations.NullMarked;
