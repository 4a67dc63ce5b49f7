package io.wattledger.metering.doors;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.device.Device;
import io.wattledger.metering.energy.Counter;
import io.wattledger.metering.energy.EnergyCut;
import io.wattledger.metering.energy.NodeShare;
import io.wattledger.metering.energy.Stretch;
import io.wattledger.metering.event.EventKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who had devices when, second by second, and what counters show beyond that. */
final class TangleTenure {

    private final List<NodeShare.Allocation> claims = new ArrayList<>();
    private final List<NodeShare.Allocation> had = new ArrayList<>();
    private final Map<EventKey, List<long[]>> gaps = new TreeMap<>();
    private final Map<String, long[]> excesses = new TreeMap<>();

    void claim(String device, UsageKey key, long thousandths, long[] time) {
        claims.add(allocation(device, key, thousandths, time));
    }

    void had(String device, UsageKey key, long thousandths, long[] time) {
        had.add(allocation(device, key, thousandths, time));
    }

    /** What a stream of heartbeats claims between two beats, and is estimated. */
    void gap(EventKey claimant, long from, long to) {
        gaps.computeIfAbsent(claimant, absent -> new ArrayList<>()).add(new long[] {from, to});
    }

    void hold(EventKey claimant, String device, UsageKey key, long thousandths, long from, long to) {
        for (long[] gap : gaps.getOrDefault(claimant, List.of())) {
            for (long at = Math.max(from, gap[0]); at < Math.min(to, gap[1]); at++) {
                Instant start = Instant.ofEpochSecond(at / Slot.SECONDS * Slot.SECONDS);
                excess(key, start, device)[3] += thousandths;
            }
        }
    }

    private static NodeShare.Allocation allocation(String device, UsageKey key, long thousandths, long[] time) {
        return new NodeShare.Allocation(device, key, thousandths, interval(time));
    }

    private static Interval interval(long[] time) {
        return new Interval(Instant.ofEpochSecond(time[0]), Instant.ofEpochSecond(time[1]));
    }

    /** The claims that count. */
    List<NodeShare.Allocation> allocations() {
        return had;
    }

    /** A stretch with the seconds in it that are not its reader's. */
    NodeShare.DeviceEnergy energy(Counter counter, Stretch stretch) {
        Map<UsageKey, List<Interval>> notHad = new TreeMap<>();
        if (stretch.kind().isCounted()) {
            for (UsageKey series : stretch.series()) {
                List<long[]> seconds = isTold(counter, stretch) ? without(counter, stretch, series) : List.of();
                if (!seconds.isEmpty()) {
                    notHad.put(
                            series, seconds.stream().map(TangleTenure::interval).toList());
                }
            }
        }
        return new NodeShare.DeviceEnergy(counter.device(), counter.gpuThousandths(), stretch, notHad);
    }

    private boolean isTold(Counter counter, Stretch stretch) {
        return claims.stream()
                .filter(one -> one.device().equals(counter.device()))
                .anyMatch(one -> {
                    Instant from = one.interval().start();
                    Instant to = one.interval().end();
                    boolean isBetween = from.isBefore(stretch.end()) && to.isAfter(stretch.start());
                    boolean isBeside = from.equals(stretch.end()) || to.equals(stretch.start());
                    return isBetween || isBeside && one.series().tenant().equals(counter.tenant());
                });
    }

    private List<long[]> without(Counter counter, Stretch stretch, UsageKey series) {
        List<Interval> own = had.stream()
                .filter(one ->
                        one.device().equals(counter.device()) && one.series().equals(series))
                .map(NodeShare.Allocation::interval)
                .toList();
        List<long[]> times = new ArrayList<>();
        for (long at = stretch.start().getEpochSecond(); at < stretch.end().getEpochSecond(); at++) {
            Instant second = Instant.ofEpochSecond(at);
            if (own.stream().noneMatch(one -> one.contains(second))) {
                TangleModel.append(times, at, at + 1);
            }
        }
        return times;
    }

    void leaveOut(Counter counter, NodeShare.DeviceEnergy energy) {
        EnergyCut cut = new EnergyCut(energy.stretch(), energy.gpuThousandths());
        energy.notHad()
                .forEach((series, times) -> times.forEach(time -> cut.of(series, time, piece -> {
                    Instant start = Instant.ofEpochSecond(piece.slot() * Slot.SECONDS);
                    long[] of = excess(series, start, counter.device());
                    of[0] += piece.coveredMilliGpuSeconds();
                    of[1] += piece.millijoules();
                    of[2] += piece.estimatedMillijoules();
                })));
    }

    private long[] excess(UsageKey series, Instant start, String device) {
        EventKey key = new Device(series.site(), device).key();
        EventKey turned = new EventKey(key.high() ^ 0xFF00_0000_0000_0000L, key.low());
        return excesses.computeIfAbsent(TangleModel.slot(series, start) + " " + turned, absent -> new long[4]);
    }

    /** By slot and device: GPU time, energy and estimated energy that do not count, and estimated GPU time that is held. */
    SortedSet<String> excesses() {
        SortedMap<String, String> lines = new TreeMap<>();
        excesses.forEach(
                (of, figures) -> lines.put(of, figures[0] + " " + figures[1] + " " + figures[2] + " " + figures[3]));
        SortedSet<String> all = new TreeSet<>();
        lines.forEach((of, figures) -> all.add(of + " " + figures));
        return all;
    }
}
