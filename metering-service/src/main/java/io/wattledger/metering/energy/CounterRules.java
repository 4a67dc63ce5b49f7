package io.wattledger.metering.energy;

import java.time.Duration;

/**
 * How readings of a counter are joined.
 *
 * @param mostWatts the most power, averaged over the time between two readings, that one device can draw
 * @param joinUpTo how far two readings may lie apart for the energy between them to count: a longer silence does not say
 *     who had the device
 */
public record CounterRules(long mostWatts, Duration joinUpTo) {

    /** Refuses rules under which nothing could be joined. */
    public CounterRules {
        if (mostWatts < 1 || !joinUpTo.isPositive()) {
            throw new IllegalArgumentException("most watts and longest gap between readings must be positive");
        }
    }
}
