/** Finds the times at which one device was claimed by more than one allocation, and says which claims do not count. */
@NullMarked
package io.wattledger.metering.device;

import org.jspecify.annotations.NullMarked;
