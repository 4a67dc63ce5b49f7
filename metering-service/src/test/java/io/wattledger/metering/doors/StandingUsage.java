package io.wattledger.metering.doors;

import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.allocation.BeatFigures;
import io.wattledger.metering.allocation.BeatTimeline;
import io.wattledger.metering.allocation.Mark;
import io.wattledger.metering.allocation.Marks;
import io.wattledger.metering.allocation.Run;
import io.wattledger.metering.allocation.Stretch;
import io.wattledger.metering.event.AllocatedInterval;
import io.wattledger.metering.event.AllocationBeat;
import io.wattledger.metering.event.AllocationName;
import io.wattledger.metering.event.AllocationStart;
import io.wattledger.metering.event.AllocationStop;
import io.wattledger.metering.event.UsageReport;
import io.wattledger.metering.slot.IntervalCut;
import io.wattledger.metering.slot.SlotDelta;
import io.wattledger.metering.slot.SlotFold;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What reports that stand come to in the slots, counted at once from all of them. */
final class StandingUsage {

    private static final long FILL_UP_TO = Duration.ofMinutes(5).toMillis();

    private StandingUsage() {}

    static Map<String, String> slots(List<UsageReport> reports, Instant watermark) {
        SlotFold fold = new SlotFold();
        Map<AllocationName, Marks> allocations = new HashMap<>();
        Map<AllocationName, BeatTimeline> beats = new HashMap<>();
        for (UsageReport report : reports) {
            switch (report) {
                case AllocatedInterval one ->
                    fold.add(one.key(), new IntervalCut(one.gpuThousandths(), one.interval(), one.energyMillijoules()));
                case AllocationStart one ->
                    allocations
                            .computeIfAbsent(AllocationName.of(one), absent -> new Marks())
                            .add(Mark.start(
                                    one.at().toEpochMilli(),
                                    one.gpuThousandths(),
                                    one.key(),
                                    one.placement().devices()));
                case AllocationStop one ->
                    allocations
                            .computeIfAbsent(AllocationName.of(one), absent -> new Marks())
                            .add(Mark.stop(one.at().toEpochMilli()));
                case AllocationBeat one -> {
                    BeatTimeline timeline = beats.computeIfAbsent(AllocationName.of(one), absent -> new BeatTimeline());
                    timeline.keepPolicy(one.key().sku(), FILL_UP_TO);
                    timeline.add(
                            new BeatFigures(
                                    one.gpuThousandths(),
                                    one.key().project(),
                                    one.key().sku(),
                                    one.placement().devices()),
                            one.window().start().toEpochMilli(),
                            one.window().end().toEpochMilli());
                }
                default -> {}
            }
        }
        allocations.forEach(
                (name, marks) -> Run.stretches(marks.runs(), name.tenant(), name.site(), watermark.toEpochMilli())
                        .forEach(stretch -> add(fold, stretch)));
        beats.forEach((name, timeline) -> timeline.stretches(name.tenant(), name.site())
                .values()
                .forEach(stretches -> stretches.forEach(stretch -> add(fold, stretch))));
        return text(fold);
    }

    private static void add(SlotFold fold, Stretch stretch) {
        IntervalCut cut = new IntervalCut(stretch.what().gpuThousandths(), stretch.interval(), null);
        if (stretch.what().isEstimated()) {
            fold.addEstimated(stretch.what().key(), cut);
        } else {
            fold.add(stretch.what().key(), cut);
        }
    }

    private static Map<String, String> text(SlotFold fold) {
        Map<String, String> slots = new TreeMap<>();
        for (SlotDelta delta : fold.deltas()) {
            UsageKey key = delta.key();
            slots.put(
                    String.join(
                            "/",
                            key.project(),
                            key.site(),
                            key.sku(),
                            delta.slot().start().toString()),
                    Collector.figures(
                            delta.figures().milliGpuSeconds(),
                            delta.figures().estimatedMilliGpuSeconds(),
                            delta.figures().measuredMillijoules()));
        }
        return slots;
    }
}
