/** Reads CloudEvents in both content modes from bytes, as they stand, for every door that receives them. */
@NullMarked
package io.wattledger.metering.wire;

import org.jspecify.annotations.NullMarked;
