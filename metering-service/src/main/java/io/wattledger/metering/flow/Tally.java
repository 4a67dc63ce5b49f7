package io.wattledger.metering.flow;

import java.time.Instant;

/**
 * What became of the events of one tenant that were received in one hour.
 *
 * @param tenant of the events, or nobody
 * @param hour start of the hour of receipt
 * @param counts how many
 * @param milliGpuSeconds GPU time of those metered
 */
public record Tally(String tenant, Instant hour, Counts counts, long milliGpuSeconds) {

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

        /** What is missing from the books; 0 unless something is broken. */
        public long difference() {
            return received - metered - duplicate - conflicting - refused;
        }
    }
}
