package io.wattledger.metering.device;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.util.Comparator;

/**
 * Somebody says to have had a device to itself for a time.
 *
 * @param claimant who
 * @param interval when, to the whole millisecond
 * @param key whose usage of what this is
 * @param gpuThousandths how much of a GPU the device counts for, in thousandths
 */
public record Claim(Claimant claimant, Interval interval, UsageKey key, long gpuThousandths)
        implements Comparable<Claim> {

    private static final Comparator<Claim> ORDER = Comparator.comparing(
                    (Claim claim) -> claim.interval().start())
            .thenComparing(Claim::claimant)
            .thenComparing(claim -> claim.interval().end());

    /** Earlier start first; of claims with one start, by the claimant's key, which does not depend on the arrival. */
    @Override
    public int compareTo(Claim other) {
        return ORDER.compare(this, other);
    }

    boolean isOfOther(Claim other) {
        return !claimant.equals(other.claimant);
    }
}
