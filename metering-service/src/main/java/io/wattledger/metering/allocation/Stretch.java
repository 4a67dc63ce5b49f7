package io.wattledger.metering.allocation;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Instant;

/**
 * GPUs that were allocated from one instant to another.
 *
 * @param what whose usage of what, and whether it is known
 * @param start first instant, in milliseconds since the epoch
 * @param end first instant after, in milliseconds since the epoch; after the start
 */
public record Stretch(What what, long start, long end) {

    /** Refuses what is empty. */
    public Stretch {
        if (end <= start) {
            throw new IllegalArgumentException("a stretch from " + start + " to " + end + " is empty");
        }
    }

    /** When. */
    public Interval interval() {
        return new Interval(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end));
    }

    /**
     * What is used.
     *
     * @param key whose usage of what
     * @param gpuThousandths GPUs in thousandths; positive
     * @param isEstimated whether nobody has said so, and it is taken for likely
     */
    public record What(UsageKey key, long gpuThousandths, boolean isEstimated) {}
}
