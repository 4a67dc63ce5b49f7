package io.wattledger.metering.doors;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.device.ClaimPolicy;
import io.wattledger.metering.energy.Counter;
import io.wattledger.metering.energy.CounterReading;
import io.wattledger.metering.energy.CounterRules;
import io.wattledger.metering.energy.CounterStream;
import io.wattledger.metering.energy.DcgmBlank;
import io.wattledger.metering.energy.EnergyCut;
import io.wattledger.metering.energy.NodeShare;
import io.wattledger.metering.energy.NodeSlot;
import io.wattledger.metering.energy.NodeTimeline;
import io.wattledger.metering.energy.Stretch;
import io.wattledger.metering.event.AllocatedInterval;
import io.wattledger.metering.event.AllocationBeat;
import io.wattledger.metering.event.AllocationName;
import io.wattledger.metering.event.AllocationStart;
import io.wattledger.metering.event.AllocationStop;
import io.wattledger.metering.event.BeatStream;
import io.wattledger.metering.event.CollectorBeat;
import io.wattledger.metering.event.EnergyReading;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.MeasuredEnergy;
import io.wattledger.metering.event.MeterEvent;
import io.wattledger.metering.event.NodeMeasurement;
import io.wattledger.metering.event.UsageReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What reports that count come to, worked out at once from all of them and second by second where the service goes by
 * stretches: GPU time of slots, holds, allocations that are open. Only how the energy of one counter and of one node is
 * cut is asked of the pure rooms, from everything there is of each.
 */
final class TangleModel {

    private static final long SLOT = Slot.LENGTH.toSeconds();

    /** Figures by slot: GPU time, measured GPU time, energy, estimated GPU time, estimated energy. */
    final SortedMap<String, String> slots = new TreeMap<>();

    final SortedSet<String> holds = new TreeSet<>();
    final SortedSet<String> open = new TreeSet<>();
    final SortedSet<String> doubts = new TreeSet<>();
    final SortedSet<String> shares = new TreeSet<>();
    final SortedSet<String> nodeSlots = new TreeSet<>();
    final SortedSet<String> meterEvents = new TreeSet<>();

    private final Map<String, long[]> figures = new HashMap<>();
    private final ClaimPolicy policy;
    private final Map<AllocationName, TreeMap<Long, List<UsageReport>>> marks = new HashMap<>();
    private final TangleBeats beats = new TangleBeats();
    private final List<Claim> claims = new ArrayList<>();
    private final Map<Counter, List<CounterReading>> readings = new TreeMap<>();
    private final Map<String, List<NodeMeasurement>> nodes = new TreeMap<>();
    private final Map<String, TreeMap<String, CollectorBeat>> collectors = new HashMap<>();
    private final Map<Claim, List<long[]>> counting = new HashMap<>();
    final TangleTenure tenure = new TangleTenure();

    /** A device that is claimed from a second to another. */
    private record Claim(
            String tenant, EventKey claimant, String device, UsageKey key, long thousandths, long from, long to) {

        boolean isBefore(Claim other) {
            int order = from != other.from
                    ? Long.compare(from, other.from)
                    : claimant.equals(other.claimant)
                            ? tenant.compareTo(other.tenant)
                            : claimant.compareTo(other.claimant);
            return order < 0;
        }

        boolean isOfOther(Claim other) {
            return !claimant.equals(other.claimant) || !tenant.equals(other.tenant);
        }
    }

    TangleModel(List<UsageReport> counting, ClaimPolicy policy) {
        this.policy = policy;
        counting.forEach(this::sort);
        marks.forEach(this::runs);
        beats.count(this::beats);
        hold();
        claims.forEach(one -> tenure.claim(one.device, one.key, one.thousandths, new long[] {one.from, one.to}));
        this.counting.forEach(
                (one, times) -> times.forEach(time -> tenure.had(one.device, one.key, one.thousandths, time)));
        readings.forEach(this::read);
        nodes.forEach(this::share);
        figures.forEach((slot, of) -> {
            if (of[0] != 0 || of[1] != 0 || of[2] != 0 || of[3] != 0 || of[4] != 0) {
                slots.put(slot, of[0] + " " + of[1] + " " + of[2] + " " + of[3] + " " + of[4]);
            }
        });
    }

    private void sort(UsageReport report) {
        switch (report) {
            case AllocatedInterval one -> {
                long from = second(one.interval().start());
                long to = second(one.interval().end());
                use(one.key(), one.gpuThousandths(), from, to, false);
                Long energy = one.energyMillijoules();
                if (energy != null) {
                    measure(one.key(), one.gpuThousandths(), from, to, energy);
                }
                claim(
                        one.identity().key(),
                        one.key(),
                        one.gpuThousandths(),
                        one.placement().devices(),
                        from,
                        to);
            }
            case AllocationStart one -> mark(AllocationName.of(one), one.at(), one);
            case AllocationStop one -> mark(AllocationName.of(one), one.at(), one);
            case AllocationBeat one -> beats.add(one);
            case EnergyReading one -> {
                Long millijoules = one.millijoules();
                if (millijoules != null && !DcgmBlank.isBlank(millijoules)) {
                    Counter counter =
                            new Counter(one.identity().tenant(), one.key().site(), one.device(), one.gpuThousandths());
                    readings.computeIfAbsent(counter, absent -> new ArrayList<>())
                            .add(new CounterReading(one.at(), millijoules, one.bootId(), one.key()));
                }
            }
            case MeasuredEnergy one ->
                measure(
                        one.key(),
                        one.gpuThousandths(),
                        second(one.interval().start()),
                        second(one.interval().end()),
                        one.millijoules());
            case NodeMeasurement one ->
                nodes.computeIfAbsent(one.node(), absent -> new ArrayList<>()).add(one);
            case CollectorBeat one ->
                collectors
                        .computeIfAbsent(one.identity().tenant(), absent -> new TreeMap<>())
                        .merge(one.identity().source(), one, TangleModel::further);
            case MeterEvent one ->
                meterEvents.add(one.identity().tenant() + " " + one.identity().id());
            default -> throw new AssertionError(report);
        }
    }

    private static CollectorBeat further(CollectorBeat one, CollectorBeat other) {
        return Comparator.comparing(CollectorBeat::completeUntil)
                                .thenComparing(CollectorBeat::isRetired)
                                .compare(one, other)
                        >= 0
                ? one
                : other;
    }

    private void mark(AllocationName name, Instant at, UsageReport report) {
        marks.computeIfAbsent(name, absent -> new TreeMap<>())
                .computeIfAbsent(second(at), absent -> new ArrayList<>())
                .add(report);
    }

    /** The earliest of the active collectors of the tenant and of everybody, or where the last of the retired ones was. */
    private Long watermark(String tenant) {
        Long earliest = null;
        Long latest = null;
        for (String whose : List.of(tenant, "-")) {
            for (CollectorBeat beat :
                    collectors.getOrDefault(whose, new TreeMap<>()).values()) {
                long until = second(beat.completeUntil());
                latest = latest == null ? until : Math.max(latest, until);
                if (!beat.isRetired()) {
                    earliest = earliest == null ? until : Math.min(earliest, until);
                }
            }
        }
        return earliest == null ? latest : earliest;
    }

    private void runs(AllocationName name, TreeMap<Long, List<UsageReport>> all) {
        AllocationStart running = null;
        long since = 0;
        for (Map.Entry<Long, List<UsageReport>> instant : all.entrySet()) {
            boolean isStopped = instant.getValue().stream().anyMatch(AllocationStop.class::isInstance);
            AllocationStart start = instant.getValue().stream()
                    .filter(AllocationStart.class::isInstance)
                    .map(AllocationStart.class::cast)
                    .max(Comparator.comparing(TangleModel::text))
                    .orElse(null);
            if (running == null) {
                running = isStopped ? null : start;
            } else if (isStopped || start != null && !text(start).equals(text(running))) {
                run(name, running, since, instant.getKey());
                running = start;
            } else {
                continue;
            }
            since = instant.getKey();
        }
        if (running != null) {
            Long until = watermark(name.tenant());
            if (until != null && until > since) {
                run(name, running, since, until);
            }
            open.add(name.tenant() + " " + name.allocation() + " " + text(running) + " since " + since + " until "
                    + until);
        }
    }

    /** Figures of a start, by which the larger one of two at one instant is found. */
    private static String text(AllocationStart start) {
        return "%010d %s %s %s"
                .formatted(
                        start.gpuThousandths(),
                        start.key().project(),
                        start.key().sku(),
                        start.placement().devices().stream().sorted().toList());
    }

    private void run(AllocationName name, AllocationStart start, long from, long to) {
        if (to > from) {
            use(start.key(), start.gpuThousandths(), from, to, false);
            claim(
                    name.claimKey(),
                    start.key(),
                    start.gpuThousandths(),
                    start.placement().devices(),
                    from,
                    to);
        }
    }

    private void beats(BeatStream stream, SortedMap<Long, Boolean> seconds) {
        List<long[]> covered = new ArrayList<>();
        seconds.forEach((at, isEstimated) -> {
            append(covered, at, at + 1);
            use(stream.key(), stream.gpuThousandths(), at, at + 1, isEstimated);
            if (isEstimated) {
                tenure.gap(stream.claimKey(), at, at + 1);
            }
        });
        covered.forEach(one ->
                claim(stream.claimKey(), stream.key(), stream.gpuThousandths(), stream.devices(), one[0], one[1]));
    }

    private void claim(EventKey claimant, UsageKey key, long thousandths, List<String> devices, long from, long to) {
        for (String device : devices) {
            long each = devices.size() == 1 ? thousandths : 1000;
            claims.add(new Claim(key.tenant(), claimant, device, key, each, from, to));
        }
    }

    private void use(UsageKey key, long thousandths, long from, long to, boolean isEstimated) {
        for (long at = from; at < to; at = Math.min(to, (at / SLOT + 1) * SLOT)) {
            long seconds = Math.min(to, (at / SLOT + 1) * SLOT) - at;
            figures(key, at)[0] += thousandths * seconds;
            if (isEstimated) {
                figures(key, at)[3] += thousandths * seconds;
            }
        }
    }

    private void measure(UsageKey key, long thousandths, long from, long to, long energy) {
        for (long at = from; at < to; at = Math.min(to, (at / SLOT + 1) * SLOT)) {
            long end = Math.min(to, (at / SLOT + 1) * SLOT);
            figures(key, at)[1] += thousandths * (end - at);
            figures(key, at)[2] += energy * (end - from) / (to - from) - energy * (at - from) / (to - from);
        }
    }

    private long[] figures(UsageKey key, long second) {
        return figures.computeIfAbsent(slot(key, Instant.ofEpochSecond(second / SLOT * SLOT)), absent -> new long[5]);
    }

    static String slot(UsageKey key, Instant start) {
        return key.tenant() + " " + key.project() + " " + key.sku() + " " + start;
    }

    /** Between any two instants at which a claim of a device begins or ends, the same claims meet. */
    private void hold() {
        Map<String, List<Claim>> byDevice = new TreeMap<>();
        claims.forEach(one -> byDevice.computeIfAbsent(one.device, absent -> new ArrayList<>())
                .add(one));
        byDevice.forEach((device, ofDevice) -> {
            TreeSet<Long> instants = new TreeSet<>();
            ofDevice.forEach(one -> instants.addAll(List.of(one.from, one.to)));
            Map<String, List<long[]>> held = new TreeMap<>();
            Long before = null;
            for (long at : instants) {
                if (before != null) {
                    hold(ofDevice, before, at, held);
                }
                before = at;
            }
            held.forEach((whose, times) -> times.forEach(one -> holds.add(whose + " " + one[0] + " " + one[1])));
        });
    }

    private void hold(List<Claim> ofDevice, long from, long to, Map<String, List<long[]>> held) {
        List<Claim> meeting = ofDevice.stream()
                .filter(one -> one.from <= from && one.to >= to)
                .toList();
        for (Claim claim : meeting) {
            boolean isHeld = meeting.stream()
                    .anyMatch(other ->
                            claim.isOfOther(other) && (policy == ClaimPolicy.HOLD_BOTH || other.isBefore(claim)));
            if (isHeld) {
                use(claim.key, -claim.thousandths, from, to, false);
                tenure.hold(claim.claimant, claim.device, claim.key, claim.thousandths, from, to);
                String whose = claim.tenant + " " + claim.device + " " + claim.claimant;
                append(held.computeIfAbsent(whose, absent -> new ArrayList<>()), from, to);
            } else {
                append(counting.computeIfAbsent(claim, absent -> new ArrayList<>()), from, to);
            }
        }
    }

    static void append(List<long[]> times, long from, long to) {
        if (!times.isEmpty() && times.getLast()[1] == from) {
            times.getLast()[1] = to;
        } else {
            times.add(new long[] {from, to});
        }
    }

    private void read(Counter counter, List<CounterReading> ofCounter) {
        for (Stretch stretch : stretches(counter, ofCounter)) {
            if (stretch.kind().isDoubtful()) {
                doubts.add(counter.tenant() + " " + counter.key() + " "
                        + stretch.kind().code() + " " + second(stretch.start()) + " " + second(stretch.end()));
            }
            tenure.leaveOut(counter, tenure.energy(counter, stretch));
            new EnergyCut(stretch, counter.gpuThousandths()).pieces(piece -> {
                long[] of = figures(piece.series(), piece.slot() * SLOT);
                of[1] += piece.coveredMilliGpuSeconds();
                of[2] += piece.millijoules();
                of[4] += piece.estimatedMillijoules();
            });
        }
    }

    private static List<Stretch> stretches(Counter counter, List<CounterReading> ofCounter) {
        return new CounterStream(counter.gpuThousandths(), new CounterRules(20_000, Duration.ofDays(1)))
                .stretches(ofCounter);
    }

    private void share(String node, List<NodeMeasurement> ofNode) {
        List<NodeShare.DeviceEnergy> energies = new ArrayList<>();
        readings.forEach((counter, ofCounter) ->
                stretches(counter, ofCounter).forEach(stretch -> energies.add(tenure.energy(counter, stretch))));
        NodeTimeline timeline = new NodeTimeline(ofNode.stream()
                .map(one ->
                        new NodeTimeline.Report(one.interval(), one.millijoules(), one.gpuThousandths(), one.devices()))
                .toList());
        Interval ever = new Interval(Tangle.BEGIN.minus(Duration.ofDays(2)), Tangle.BEGIN.plus(Duration.ofDays(2)));
        for (NodeSlot slot : timeline.slots(ever, tenure.allocations(), energies)) {
            nodeSlots.add(node + " " + slot.slot().start() + " " + slot.millijoules() + " " + slot.operatorMillijoules()
                    + " " + slot.doubtfulMillijoules());
            slot.parts()
                    .forEach((series, part) -> shares.add(slot(
                                    series, slot.slot().start()) + " " + node + " "
                            + part.milliGpuSeconds() + " " + part.millijoules() + " " + part.estimatedMillijoules()
                            + " " + part.counted().milliGpuSeconds() + " "
                            + part.counted().millijoules() + " "
                            + part.counted().estimatedMillijoules()));
        }
    }

    private static long second(Instant instant) {
        return instant.getEpochSecond();
    }
}
