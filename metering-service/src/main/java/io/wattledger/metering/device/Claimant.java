package io.wattledger.metering.device;

import io.wattledger.metering.event.EventKey;
import java.util.Comparator;

/**
 * What claims a device: one event, or one allocation that several events tell of.
 *
 * @param tenant whose
 * @param contributor its key among those of the tenant
 * @param source who reported it
 * @param name what the source calls it: the id of the event, or the allocation
 */
public record Claimant(String tenant, EventKey contributor, String source, String name)
        implements Comparable<Claimant> {

    private static final Comparator<Claimant> ORDER =
            Comparator.comparing(Claimant::contributor).thenComparing(Claimant::tenant);

    @Override
    public int compareTo(Claimant other) {
        return ORDER.compare(this, other);
    }
}
