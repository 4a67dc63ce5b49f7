package io.wattledger.metering.allocation;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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

    /** The times that stretches cover, known or estimated, each as long as it can be. */
    public static List<Interval> covered(List<Stretch> inOrder) {
        List<Interval> covered = new ArrayList<>();
        for (int i = 0; i < inOrder.size(); i++) {
            long from = inOrder.get(i).start;
            while (i + 1 < inOrder.size() && inOrder.get(i + 1).start == inOrder.get(i).end) {
                i++;
            }
            covered.add(new Interval(Instant.ofEpochMilli(from), Instant.ofEpochMilli(inOrder.get(i).end)));
        }
        return covered;
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
