package io.wattledger.metering.event;

import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * So many GPUs were allocated over an interval.
 *
 * @param identity by what the report is known
 * @param key whose usage of what
 * @param gpuThousandths GPUs in thousandths; positive
 * @param interval when, to the whole millisecond
 * @param energyMillijoules energy measured over the whole interval; null where it was not measured, which is not zero
 * @param placement where it ran
 */
public record AllocatedInterval(
        EventIdentity identity,
        UsageKey key,
        long gpuThousandths,
        Interval interval,
        @Nullable Long energyMillijoules,
        Placement placement)
        implements UsageReport {

    @Override
    public Instant until() {
        return interval.end();
    }

    @Override
    public byte[] contentHash() {
        return hash(Placement.Order.SORTED);
    }

    /** The hash with the devices in an order. */
    byte[] hash(Placement.Order order) {
        Fingerprint fingerprint = new Fingerprint()
                .text(UsageEventTypes.ALLOCATION_INTERVAL)
                .text(key.project())
                .text(key.site())
                .text(key.sku())
                .number(gpuThousandths)
                .number(interval.start().toEpochMilli())
                .number(interval.end().toEpochMilli())
                .number(energyMillijoules);
        return placement.addTo(fingerprint, order).whole();
    }
}
