/** Turns the readings of a device's cumulative energy counter into energy per quarter-hour, in whatever order they come. */
@NullMarked
package io.wattledger.metering.energy;

import org.jspecify.annotations.NullMarked;
