package io.wattledger.metering.event;

import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Instant;

/**
 * Energy was measured over an interval for so many GPUs, whose allocation is reported apart.
 *
 * @param identity by what the report is known
 * @param key whose usage of what
 * @param gpuThousandths GPUs in thousandths; positive
 * @param interval when, to the whole millisecond
 * @param millijoules energy measured over the whole interval
 */
public record MeasuredEnergy(
        EventIdentity identity, UsageKey key, long gpuThousandths, Interval interval, long millijoules)
        implements UsageReport {

    @Override
    public Instant until() {
        return interval.end();
    }

    @Override
    public byte[] contentHash() {
        return new Fingerprint()
                .text(UsageEventTypes.ENERGY_INTERVAL)
                .text(key.project())
                .text(key.site())
                .text(key.sku())
                .number(gpuThousandths)
                .number(interval.start().toEpochMilli())
                .number(interval.end().toEpochMilli())
                .number(millijoules)
                .whole();
    }
}
