package io.wattledger.contracts.message;

import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The total of one series in one slot, as metering knows it. A reader keeps the highest revision per key.
 *
 * @param tenant customer
 * @param project its subdivision
 * @param site where
 * @param sku what
 * @param slotStart a quarter-hour of UTC
 * @param revision counts up from 1 with every change of this slot
 * @param milliGpuSeconds GPU time allocated in the slot
 * @param measuredMilliGpuSeconds the part of it for which energy was measured
 * @param measuredMillijoules IT energy measured for that part
 * @param estimatedMilliGpuSeconds the part of the GPU time that is estimated; null for none, never 0
 * @param estimatedMillijoules the part of the measured energy that is estimated; null for none, never 0
 */
public record MeteredUsage(
        String tenant,
        String project,
        String site,
        String sku,
        Instant slotStart,
        long revision,
        long milliGpuSeconds,
        long measuredMilliGpuSeconds,
        long measuredMillijoules,
        @Nullable Long estimatedMilliGpuSeconds,
        @Nullable Long estimatedMillijoules) {

    /**
     * Refuses a slot off the quarter-hour, a revision below 1, negative figures, and more measured or estimated than
     * used. Nothing estimated is written as nothing, so that a total without estimates looks as it always did.
     */
    public MeteredUsage {
        requireQuarterHour(slotStart);
        if (revision < 1) {
            throw new IllegalArgumentException("revision " + revision + " is below 1");
        }
        if (measuredMilliGpuSeconds < 0 || measuredMillijoules < 0 || milliGpuSeconds < measuredMilliGpuSeconds) {
            throw new IllegalArgumentException(
                    "slot " + slotStart + ": figures are negative or more is measured than used");
        }
        estimatedMilliGpuSeconds = part("milli-GPU-seconds", estimatedMilliGpuSeconds, milliGpuSeconds);
        estimatedMillijoules = part("millijoules", estimatedMillijoules, measuredMillijoules);
    }

    /** The series this slot belongs to. */
    public UsageKey usageKey() {
        return new UsageKey(tenant, project, site, sku);
    }

    /** The record key: all slots of a project in one partition, one key per slot. */
    public String recordKey() {
        return String.join("/", tenant, project, site, sku, slotStart.toString());
    }

    private static @Nullable Long part(String unit, @Nullable Long estimated, long whole) {
        if (estimated == null || estimated == 0) {
            return null;
        }
        if (estimated < 0 || estimated > whole) {
            throw new IllegalArgumentException(estimated + " " + unit + " are estimated of " + whole);
        }
        return estimated;
    }

    private static void requireQuarterHour(Instant slotStart) {
        if (!Slot.containing(slotStart).start().equals(slotStart)) {
            throw new IllegalArgumentException("slot start " + slotStart + " is not a quarter-hour of UTC");
        }
    }
}
