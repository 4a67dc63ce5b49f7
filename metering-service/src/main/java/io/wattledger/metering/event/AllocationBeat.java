package io.wattledger.metering.event;

import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Instant;

/**
 * So many GPUs were allocated since the last beat.
 *
 * @param identity by what the report is known
 * @param key whose usage of what
 * @param allocation its name, the same in all of its beats; unique per source and site
 * @param gpuThousandths GPUs in thousandths; positive
 * @param window what this beat vouches for, to the whole millisecond
 * @param isWindowGiven whether the sender said where the window begins; otherwise the gap policy did
 * @param placement where it runs
 */
public record AllocationBeat(
        EventIdentity identity,
        UsageKey key,
        String allocation,
        long gpuThousandths,
        Interval window,
        boolean isWindowGiven,
        Placement placement)
        implements UsageReport {

    @Override
    public Instant until() {
        return window.end();
    }

    /** The begin of a window counts only where it was sent: the policy may change before the sender tries again. */
    @Override
    public byte[] contentHash() {
        return hash(Placement.Order.SORTED);
    }

    /** The hash with the devices in an order. */
    byte[] hash(Placement.Order order) {
        Fingerprint fingerprint = new Fingerprint()
                .text(UsageEventTypes.ALLOCATION_HEARTBEAT)
                .text(allocation)
                .text(key.project())
                .text(key.site())
                .text(key.sku())
                .number(gpuThousandths)
                .number(window.end().toEpochMilli())
                .number(isWindowGiven ? window.start().toEpochMilli() : null);
        return placement.addTo(fingerprint, order).whole();
    }
}
