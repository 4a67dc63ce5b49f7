package io.wattledger.metering.event;

import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reading of a device's cumulative energy counter.
 *
 * @param identity by what the report is known
 * @param key whose usage of what
 * @param device id of the device that was read
 * @param gpuThousandths share of the device that the tenant has; positive
 * @param at when it was read, to the whole millisecond
 * @param millijoules the counter; null where there was no reading
 * @param bootId names the run of the driver; null where unknown
 */
public record EnergyReading(
        EventIdentity identity,
        UsageKey key,
        String device,
        long gpuThousandths,
        Instant at,
        @Nullable Long millijoules,
        @Nullable String bootId)
        implements UsageReport {

    @Override
    public Instant until() {
        return at;
    }

    @Override
    public byte[] contentHash() {
        return new Fingerprint()
                .text(UsageEventTypes.ENERGY_COUNTER)
                .text(key.project())
                .text(key.site())
                .text(key.sku())
                .text(device)
                .number(gpuThousandths)
                .number(at.toEpochMilli())
                .number(millijoules)
                .text(bootId)
                .whole();
    }
}
