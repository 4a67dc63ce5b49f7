package io.wattledger.metering.flow;

import java.time.Instant;

/**
 * What became of the events of one tenant and source in one batch.
 *
 * @param tenant of the events, or nobody
 * @param hour start of the hour of receipt
 * @param source of the events; empty where they name none
 * @param counts how many
 * @param milliGpuSeconds GPU time that these events brought; negative where they took more back than they brought
 */
public record Tally(String tenant, Instant hour, String source, Counts counts, long milliGpuSeconds) {

    /**
     * Deliveries by what became of them; received = metered + duplicate + conflicting + refused.
     *
     * @param received in all
     * @param metered counted, from now on and once
     * @param duplicate known already
     * @param conflicting at odds with one that stands
     * @param refused against a rule
     * @param late of those metered, reported long after the usage ended
     */
    public record Counts(long received, long metered, long duplicate, long conflicting, long refused, long late) {

        /** What is missing from the books; 0 unless something is broken. */
        public long difference() {
            return received - metered - duplicate - conflicting - refused;
        }
    }
}
