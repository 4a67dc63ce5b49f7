package io.wattledger.metering.flow;

import java.time.Instant;

/**
 * What became of the events of one source that were received in one hour.
 *
 * @param tenant of the events, or nobody
 * @param source of the events; empty where they named none
 * @param hour start of the hour of receipt
 * @param counts how many
 * @param milliGpuSeconds GPU time of those metered
 */
public record Tally(String tenant, String source, Instant hour, Counts counts, long milliGpuSeconds) {

    /**
     * Deliveries by what became of them; received = metered + duplicate + conflicting + refused.
     *
     * @param received in all
     * @param metered counted, from now on and once
     * @param duplicate known already
     * @param conflicting at odds with one that stands
     * @param refused against a rule
     */
    public record Counts(long received, long metered, long duplicate, long conflicting, long refused) {

        static Counts one(Outcome.Kind kind) {
            return switch (kind) {
                case METERED -> new Counts(1, 1, 0, 0, 0);
                case DUPLICATE -> new Counts(1, 0, 1, 0, 0);
                case CONFLICT -> new Counts(1, 0, 0, 1, 0);
                case REFUSED -> new Counts(1, 0, 0, 0, 1);
            };
        }

        /** Both together. */
        public Counts plus(Counts other) {
            return new Counts(
                    received + other.received,
                    metered + other.metered,
                    duplicate + other.duplicate,
                    conflicting + other.conflicting,
                    refused + other.refused);
        }

        /** What is missing from the books; 0 unless something is broken. */
        public long difference() {
            return received - metered - duplicate - conflicting - refused;
        }
    }

    /** Both together; this one's tenant, source and hour. */
    Tally plus(Tally other) {
        return new Tally(
                tenant, source, hour, counts.plus(other.counts), Math.addExact(milliGpuSeconds, other.milliGpuSeconds));
    }
}
