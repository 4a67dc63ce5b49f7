package io.wattledger.pricing.evidence;

import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.pricing.rating.SlotUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Neighbouring quarter-hours of one series with the same figures; a day of steady use is one run.
 *
 * @param start start of the first slot
 * @param slots how many slots follow each other
 * @param milliGpuSeconds GPU time allocated in each
 * @param measuredMilliGpuSeconds the part of it for which energy was measured, in each
 * @param measuredMillijoules IT energy measured for that part, in each
 * @param estimatedMillijoules what of this is an estimate, in each; null for none, so that what was written before it was kept looks
 *     the same
 * @param estimatedMilliGpuSeconds what of the GPU time is an estimate, in each; null for none, as above
 */
public record SlotRun(
        Instant start,
        int slots,
        long milliGpuSeconds,
        long measuredMilliGpuSeconds,
        long measuredMillijoules,
        @Nullable Long estimatedMillijoules,
        @Nullable Long estimatedMilliGpuSeconds) {

    /** Slots in order of time as runs; every slot is in exactly one of them. */
    static List<SlotRun> of(List<SlotUsage> slots) {
        List<SlotRun> runs = new ArrayList<>();
        for (SlotUsage slot : slots) {
            if (!runs.isEmpty() && runs.getLast().goesOnWith(slot)) {
                SlotRun last = runs.removeLast();
                runs.add(new SlotRun(
                        last.start,
                        last.slots + 1,
                        last.milliGpuSeconds,
                        last.measuredMilliGpuSeconds,
                        last.measuredMillijoules,
                        last.estimatedMillijoules,
                        last.estimatedMilliGpuSeconds));
            } else {
                runs.add(new SlotRun(
                        slot.start(),
                        1,
                        slot.milliGpuSeconds(),
                        slot.measuredMilliGpuSeconds(),
                        slot.measuredMillijoules(),
                        orNone(slot.estimatedMillijoules()),
                        orNone(slot.estimatedMilliGpuSeconds())));
            }
        }
        return runs;
    }

    /** The slots of runs, in their order. */
    static List<SlotUsage> slots(List<SlotRun> runs) {
        List<SlotUsage> slots = new ArrayList<>();
        for (SlotRun run : runs) {
            for (int place = 0; place < run.slots; place++) {
                slots.add(new SlotUsage(
                        run.startOf(place),
                        run.milliGpuSeconds,
                        run.measuredMilliGpuSeconds,
                        run.measuredMillijoules,
                        orZero(run.estimatedMillijoules),
                        orZero(run.estimatedMilliGpuSeconds)));
            }
        }
        return slots;
    }

    private boolean goesOnWith(SlotUsage slot) {
        return slot.start().equals(startOf(slots))
                && slot.milliGpuSeconds() == milliGpuSeconds
                && slot.measuredMilliGpuSeconds() == measuredMilliGpuSeconds
                && slot.measuredMillijoules() == measuredMillijoules
                && slot.estimatedMillijoules() == orZero(estimatedMillijoules)
                && slot.estimatedMilliGpuSeconds() == orZero(estimatedMilliGpuSeconds);
    }

    private static @Nullable Long orNone(long figure) {
        return figure == 0 ? null : figure;
    }

    private static long orZero(@Nullable Long figure) {
        return figure == null ? 0 : figure;
    }

    private Instant startOf(int place) {
        return start.plus(Slot.LENGTH.multipliedBy(place));
    }
}
