package io.wattledger.metering.event;

import java.time.Duration;
import java.util.Map;

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
     * @param bySku those that have
     */
    public record BySku(GapPolicy usual, Map<String, GapPolicy> bySku) {

        /** Copies the map. */
        public BySku {
            bySku = Map.copyOf(bySku);
        }

        /** The policy of a SKU. */
        public GapPolicy of(String sku) {
            return bySku.getOrDefault(sku, usual);
        }
    }
}
