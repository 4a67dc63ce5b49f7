package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.allocation.Stretch;
import io.wattledger.metering.allocation.Windows;
import io.wattledger.metering.device.Claimant;
import io.wattledger.metering.event.AllocationBeat;
import io.wattledger.metering.event.BeatStream;
import io.wattledger.metering.event.UsageReport;
import io.wattledger.metering.event.UsageRules;
import io.wattledger.metering.flow.BeatBook.Known;
import io.wattledger.metering.flow.BeatBook.State;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Meters allocations that are reported by heartbeats: time for which a beat vouches, once however many do, and short gaps
 * in between, which are estimated. A stream keeps the gap policy under which it began, so that a change of configuration
 * does not change what was metered.
 */
@ApplicationScoped
public class MeterHeartbeats implements MeterKind {

    private final BeatBook book;
    private final UsageRules rules;

    MeterHeartbeats(BeatBook book, UsageRules rules) {
        this.book = book;
        this.rules = rules;
    }

    @Override
    public void apply(Changes changes, Effects effects) {
        Map<BeatStream, List<Turn>> turns = new LinkedHashMap<>();
        changes.begun().forEach(report -> note(turns, report, true));
        changes.ended().forEach(report -> note(turns, report, false));
        BeatBook.Taken taken = book.take(List.copyOf(turns.keySet()));
        List<State> states = new ArrayList<>(turns.size());
        turns.forEach((stream, ofStream) -> states.add(turn(stream, ofStream, taken, states.size(), effects)));
        taken.keep(states);
    }

    /** A window that begins or ceases to count, in milliseconds since the epoch. */
    private record Turn(long start, long end, boolean isBegun) {}

    private static void note(Map<BeatStream, List<Turn>> turns, UsageReport report, boolean isBegun) {
        AllocationBeat beat = (AllocationBeat) report;
        long start = beat.window().start().toEpochMilli();
        long end = beat.window().end().toEpochMilli();
        turns.computeIfAbsent(BeatStream.of(beat), absent -> new ArrayList<>(2)).add(new Turn(start, end, isBegun));
    }

    private State turn(BeatStream stream, List<Turn> turns, BeatBook.Taken taken, int place, Effects effects) {
        Known known = taken.known(place);
        Windows windows = known == null ? new Windows() : known.windows();
        long first = turns.stream().mapToLong(Turn::start).min().orElseThrow();
        if (windows.reachesAside(first)) {
            taken.takeIn(place, windows, first);
        }
        long fillUpToMillis =
                known == null ? rules.gaps().of(stream.key().sku()).fillUpTo().toMillis() : known.fillUpToMillis();
        List<Stretch> before = windows.stretches(stream.key(), stream.gpuThousandths(), fillUpToMillis);
        long lengthBefore = windows.length();
        for (Turn turn : turns) {
            if (turn.isBegun()) {
                windows.add(turn.start(), turn.end());
            } else {
                windows.remove(turn.start(), turn.end());
            }
        }
        AllocationBook.requireRoom(lengthBefore, windows.length(), AllocationBook.MOST_BYTES);
        List<Stretch> after = windows.stretches(stream.key(), stream.gpuThousandths(), fillUpToMillis);
        if (!stream.devices().isEmpty()) {
            effects.claims().change(claims(stream, before), claims(stream, after));
        }
        MeterAllocations.change(stream.source(), before, after, effects);
        // A claim goes from the first beat to the last, with all the gaps within: such a stream is kept as a whole.
        List<Windows.Part> aside = stream.devices().isEmpty() ? windows.layAside() : List.of();
        return new State(stream, new Known(windows, fillUpToMillis), aside);
    }

    /**
     * What the stream claims: its devices, for as long as it is metered, gaps that are filled included. A stream may have a hundred
     * thousand stretches, so they are gone through once.
     *
     * @param stretches in order, none overlapping
     */
    static Set<ClaimDevices.Claimed> claims(BeatStream stream, List<Stretch> stretches) {
        Claimant claimant =
                new Claimant(stream.key().tenant(), stream.claimKey(), stream.source(), stream.allocation());
        Set<ClaimDevices.Claimed> claims = new LinkedHashSet<>();
        Iterator<Stretch> rest = stretches.iterator();
        for (Interval covered : Stretch.covered(stretches)) {
            claims.add(new ClaimDevices.Claimed(
                    claimant,
                    stream.key(),
                    stream.gpuThousandths(),
                    stream.devices(),
                    covered,
                    gaps(rest, covered.end().toEpochMilli())));
        }
        return claims;
    }

    /** The estimated ones up to the one that ends then. */
    private static List<Interval> gaps(Iterator<Stretch> stretches, long end) {
        List<Interval> gaps = new ArrayList<>();
        Stretch next;
        do {
            next = stretches.next();
            if (next.what().isEstimated()) {
                gaps.add(next.interval());
            }
        } while (next.end() < end);
        return gaps;
    }
}
