/** Tests of the room {@code energy}. */
package io.wattledger.metering.energy;
