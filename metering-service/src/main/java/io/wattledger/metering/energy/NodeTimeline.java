package io.wattledger.metering.energy;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.energy.NodeShare.Metered;
import io.wattledger.metering.energy.NodeShare.Part;
import io.wattledger.metering.slot.IntervalCut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The reports of one node by quarter-hour. What they come to is a function of the set of reports: the same report twice is
 * one, and of reports that overlap and say different things none counts, since nobody knows which one is wrong.
 */
public final class NodeTimeline {

    private static final Comparator<Report> ORDER = Comparator.comparing(
                    (Report report) -> report.interval().start())
            .thenComparing(report -> report.interval().end())
            .thenComparing(Report::millijoules)
            .thenComparing(Report::gpuThousandths)
            .thenComparing(report -> String.join("\n", report.devices()));

    private final SortedMap<Slot, Quarter> quarters = new TreeMap<>();

    /**
     * What the meter of a node measured.
     *
     * @param interval when
     * @param millijoules energy drawn over the whole of it
     * @param gpuThousandths GPUs in the node in thousandths
     * @param devices ids of its devices, in order, each once
     */
    public record Report(Interval interval, long millijoules, long gpuThousandths, List<String> devices) {

        /** Copies the list. */
        public Report {
            devices = List.copyOf(devices);
        }
    }

    /** The equipment of the node for a part of a quarter-hour. */
    private record Equipment(long gpuThousandths, List<String> devices) {}

    /** What reports say of one quarter-hour. */
    private static final class Quarter {
        private final SortedMap<String, List<Interval>> covered = new TreeMap<>();
        private final SortedMap<String, Equipment> equipment = new TreeMap<>();
        private final SortedMap<String, Long> millijoules = new TreeMap<>();
        private long overlapping;
        private boolean isOverlapped;
    }

    /** The timeline of reports, of which all are given that overlap one that matters. */
    public NodeTimeline(Collection<Report> reports) {
        TreeSet<Report> distinct = new TreeSet<>(ORDER);
        distinct.addAll(reports);
        List<Report> ordered = List.copyOf(distinct);
        Set<Report> overlapping = overlapping(ordered);
        for (Report report : ordered) {
            new IntervalCut(report.gpuThousandths(), report.interval(), report.millijoules())
                    .pieces((number, figures) -> add(
                            report,
                            new Slot(Instant.ofEpochSecond(number * Slot.SECONDS)),
                            figures.measuredMillijoules(),
                            overlapping.contains(report)));
        }
    }

    /** Ordered by start, so that only the furthest end before matters. */
    private static Set<Report> overlapping(List<Report> ordered) {
        Set<Report> overlapping = new TreeSet<>(ORDER);
        Report furthest = null;
        for (Report report : ordered) {
            if (furthest != null && furthest.interval().overlaps(report.interval())) {
                overlapping.add(furthest);
                overlapping.add(report);
            }
            if (furthest == null
                    || report.interval().end().isAfter(furthest.interval().end())) {
                furthest = report;
            }
        }
        return overlapping;
    }

    private void add(Report report, Slot slot, long millijoules, boolean isOverlapping) {
        Quarter quarter = quarters.computeIfAbsent(slot, absent -> new Quarter());
        if (isOverlapping) {
            quarter.isOverlapped = true;
            quarter.overlapping = Math.addExact(quarter.overlapping, millijoules);
            return;
        }
        Equipment equipment = new Equipment(report.gpuThousandths(), report.devices());
        String name = equipment.gpuThousandths() + "\n" + String.join("\n", equipment.devices());
        quarter.equipment.put(name, equipment);
        quarter.covered
                .computeIfAbsent(name, absent -> new ArrayList<>())
                .add(NodeShare.common(slot.interval(), report.interval()));
        quarter.millijoules.merge(name, millijoules, Math::addExact);
    }

    /**
     * What every quarter-hour of {@code time} comes to that reports speak of.
     *
     * @param allocations who had devices of the node, as far as that counts
     * @param energies what counters of devices of the node say
     */
    public List<NodeSlot> slots(
            Interval time, Collection<NodeShare.Allocation> allocations, Collection<NodeShare.DeviceEnergy> energies) {
        List<NodeSlot> slots = new ArrayList<>();
        quarters.forEach((slot, quarter) -> {
            if (slot.interval().overlaps(time)) {
                Interval interval = slot.interval();
                slots.add(share(
                        slot,
                        quarter,
                        allocations.stream()
                                .filter(one -> one.interval().overlaps(interval))
                                .toList(),
                        energies.stream()
                                .filter(one -> one.stretch().kind().isCounted()
                                        && new Interval(
                                                        one.stretch().start(),
                                                        one.stretch().end())
                                                .overlaps(interval))
                                .toList()));
            }
        });
        return slots;
    }

    private static NodeSlot share(
            Slot slot, Quarter quarter, List<NodeShare.Allocation> allocations, List<NodeShare.DeviceEnergy> energies) {
        SortedMap<UsageKey, Part> parts = new TreeMap<>();
        long read = quarter.overlapping;
        long operator = 0;
        long above = 0;
        for (var entry : quarter.equipment.entrySet()) {
            String name = entry.getKey();
            Set<String> devices = Set.copyOf(entry.getValue().devices());
            long millijoules = quarter.millijoules.getOrDefault(name, 0L);
            NodeShare.Shares shares = NodeShare.of(
                    new Metered(
                            quarter.covered.getOrDefault(name, List.of()),
                            millijoules,
                            entry.getValue().gpuThousandths()),
                    of(devices, allocations, NodeShare.Allocation::device),
                    of(devices, energies, NodeShare.DeviceEnergy::device));
            shares.parts().forEach((series, part) -> parts.merge(series, part, Part::plus));
            read = Math.addExact(read, millijoules);
            operator = Math.addExact(operator, shares.operatorMillijoules());
            above = Math.addExact(above, shares.doubtfulMillijoules());
        }
        NodeSlot.Doubt doubt = above > 0
                ? NodeSlot.Doubt.COUNTERS_ABOVE_NODE
                : quarter.isOverlapped ? NodeSlot.Doubt.OVERLAPPING_REPORTS : null;
        return new NodeSlot(slot, read, parts, operator, doubt, above + quarter.overlapping);
    }

    private static <T> List<T> of(Set<String> devices, List<T> all, Function<T, String> device) {
        return all.stream().filter(one -> devices.contains(device.apply(one))).toList();
    }
}
