package io.wattledger.metering.event;

import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import org.jspecify.annotations.Nullable;

/**
 * A report that may be metered: so many GPUs were allocated over an interval.
 *
 * @param identity by what the report is known
 * @param key whose usage of what
 * @param gpuThousandths GPUs in thousandths; positive
 * @param interval when, to the whole millisecond
 * @param energyMillijoules energy measured over the whole interval; null where it was not measured, which is not zero
 * @param job the scheduler's name of the job, null where unknown
 * @param node where it ran, null where unknown
 */
public record UsageReport(
        EventIdentity identity,
        UsageKey key,
        long gpuThousandths,
        Interval interval,
        @Nullable Long energyMillijoules,
        @Nullable String job,
        @Nullable String node) {

    /**
     * SHA-256 over what the report says. Two reports of one identity are the same when this is the same, however they
     * were written: eight GPUs are 8000 thousandths, and an offset from UTC does not matter. The job and the node count:
     * reports that differ in them tell of different allocations, and a collector that gives both one id must be found.
     * Attributes of the envelope such as {@code time} do not count, since a sender may set them anew when it retries.
     */
    public byte[] contentHash() {
        return new Fingerprint()
                .text(UsageEventTypes.ALLOCATION_INTERVAL)
                .text(key.project())
                .text(key.site())
                .text(key.sku())
                .number(gpuThousandths)
                .number(interval.start().toEpochMilli())
                .number(interval.end().toEpochMilli())
                .number(energyMillijoules)
                .text(job)
                .text(node)
                .whole();
    }
}
