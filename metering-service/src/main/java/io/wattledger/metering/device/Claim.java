package io.wattledger.metering.device;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.event.EventKey;
import java.util.Comparator;

/**
 * Somebody says to have had a device to itself for a time.
 *
 * @param tenant who
 * @param contributor the event or the allocation that says so
 * @param interval when, to the whole millisecond
 */
public record Claim(String tenant, EventKey contributor, Interval interval) implements Comparable<Claim> {

    private static final Comparator<Claim> ORDER = Comparator.comparing(
                    (Claim claim) -> claim.interval().start())
            .thenComparing(Claim::contributor)
            .thenComparing(Claim::tenant)
            .thenComparing(claim -> claim.interval().end());

    /** Earlier start first; of claims with one start, by the contributor's key, which does not depend on the arrival. */
    @Override
    public int compareTo(Claim other) {
        return ORDER.compare(this, other);
    }

    boolean isOfOther(Claim other) {
        return !tenant.equals(other.tenant) || !contributor.equals(other.contributor);
    }
}
