package io.wattledger.metering.event;

import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Instant;

/**
 * From an instant on, so many GPUs are allocated.
 *
 * @param identity by what the report is known
 * @param key whose usage of what
 * @param allocation its name, by which the stop finds it; unique per source and site
 * @param gpuThousandths GPUs in thousandths; positive
 * @param at first instant of the allocation, to the whole millisecond
 * @param placement where it runs
 */
public record AllocationStart(
        EventIdentity identity, UsageKey key, String allocation, long gpuThousandths, Instant at, Placement placement)
        implements UsageReport {

    @Override
    public Instant until() {
        return at;
    }

    @Override
    public byte[] contentHash() {
        return hash(Placement.Order.SORTED);
    }

    /** The hash with the devices in an order. */
    byte[] hash(Placement.Order order) {
        Fingerprint fingerprint = new Fingerprint()
                .text(UsageEventTypes.ALLOCATION_STARTED)
                .text(allocation)
                .text(key.project())
                .text(key.site())
                .text(key.sku())
                .number(gpuThousandths)
                .number(at.toEpochMilli());
        return placement.addTo(fingerprint, order).whole();
    }
}
