package io.wattledger.metering.event;

import io.wattledger.contracts.event.UsageEventTypes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The collector that the identity's source names has reported all usage of a site until an instant.
 *
 * @param identity by what the report is known; its tenant is nobody's where the collector reports for all tenants
 * @param site which site
 * @param completeUntil until when, to the whole millisecond
 * @param isRetired whether nobody is to wait for this collector any more
 */
public record CollectorBeat(EventIdentity identity, String site, Instant completeUntil, boolean isRetired)
        implements UsageReport {

    @Override
    public @Nullable Instant until() {
        return null;
    }

    @Override
    public byte[] contentHash() {
        return new Fingerprint()
                .text(UsageEventTypes.COLLECTOR_HEARTBEAT)
                .text(site)
                .number(completeUntil.toEpochMilli())
                .number(isRetired ? 1L : 0L)
                .whole();
    }
}
