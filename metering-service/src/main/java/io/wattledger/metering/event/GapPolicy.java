package io.wattledger.metering.event;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * How heartbeats become usage.
 *
 * @param period the time that a beat vouches for which does not say since when; positive
 * @param fillUpTo the longest gap between beats that is filled with an estimate; zero fills none
 */
public record GapPolicy(Duration period, Duration fillUpTo) {

    /** Refuses a period of nothing and a gap of less than nothing. */
    public GapPolicy {
        if (!period.isPositive() || fillUpTo.isNegative()) {
            throw new IllegalArgumentException(
                    "the period of heartbeats must be positive, and the gap to fill not negative");
        }
    }

    /**
     * The policy of every SKU.
     *
     * @param usual for all that have none of their own
     * @param bySku of one that has
     */
    public record BySku(GapPolicy usual, Function<String, Optional<GapPolicy>> bySku) {

        /** The policy of a SKU. */
        public GapPolicy of(String sku) {
            return bySku.apply(sku).orElse(usual);
        }
    }
}
