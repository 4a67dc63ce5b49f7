package io.wattledger.metering.event;

import io.wattledger.contracts.event.UsageEventTypes;
import java.time.Instant;

/**
 * An allocation has ended.
 *
 * @param identity by what the report is known
 * @param site where it was
 * @param allocation its name as in its start
 * @param at first instant after it, to the whole millisecond
 */
public record AllocationStop(EventIdentity identity, String site, String allocation, Instant at)
        implements UsageReport {

    @Override
    public Instant until() {
        return at;
    }

    @Override
    public byte[] contentHash() {
        return new Fingerprint()
                .text(UsageEventTypes.ALLOCATION_STOPPED)
                .text(allocation)
                .text(site)
                .number(at.toEpochMilli())
                .whole();
    }
}
