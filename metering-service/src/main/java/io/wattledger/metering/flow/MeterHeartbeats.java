package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.allocation.BeatFigures;
import io.wattledger.metering.allocation.BeatTimeline;
import io.wattledger.metering.allocation.Stretch;
import io.wattledger.metering.device.Claimant;
import io.wattledger.metering.event.AllocationBeat;
import io.wattledger.metering.event.AllocationName;
import io.wattledger.metering.event.BeatStream;
import io.wattledger.metering.event.UsageReport;
import io.wattledger.metering.event.UsageRules;
import io.wattledger.metering.flow.BeatBook.State;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Meters allocations that are reported by heartbeats: time for which a beat vouches, once however many that say the same do, and
 * short gaps in between, which are estimated. All beats of an allocation are looked at together, whatever they say of it, so that
 * nothing is estimated where one of them vouches. An allocation keeps the gap policy under which it began, so that a change of
 * configuration does not change what was metered.
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
        Map<AllocationName, List<Turn>> turns = new LinkedHashMap<>();
        changes.begun().forEach(report -> note(turns, report, true));
        changes.ended().forEach(report -> note(turns, report, false));
        BeatBook.Taken taken = book.take(List.copyOf(turns.keySet()));
        List<State> states = new ArrayList<>(turns.size());
        turns.forEach((name, ofName) -> states.add(turn(name, ofName, taken, states.size(), effects)));
        taken.keep(states);
    }

    /** A window that begins or ceases to count, in milliseconds since the epoch. */
    private record Turn(BeatFigures figures, long start, long end, boolean isBegun) {

        void on(BeatTimeline beats) {
            if (isBegun) {
                beats.add(figures, start, end);
            } else {
                beats.remove(figures, start, end);
            }
        }
    }

    private static void note(Map<AllocationName, List<Turn>> turns, UsageReport report, boolean isBegun) {
        AllocationBeat beat = (AllocationBeat) report;
        BeatFigures figures = new BeatFigures(
                beat.gpuThousandths(),
                beat.key().project(),
                beat.key().sku(),
                beat.placement().devices());
        long start = beat.window().start().toEpochMilli();
        long end = beat.window().end().toEpochMilli();
        turns.computeIfAbsent(AllocationName.of(beat), absent -> new ArrayList<>(2))
                .add(new Turn(figures, start, end, isBegun));
    }

    private State turn(AllocationName name, List<Turn> turns, BeatBook.Taken taken, int place, Effects effects) {
        BeatTimeline known = taken.known(place);
        BeatTimeline beats = known == null ? new BeatTimeline() : known;
        long first = turns.stream().mapToLong(Turn::start).min().orElseThrow();
        if (beats.reachesAside(first)) {
            taken.takeIn(place, beats, first);
        }
        SortedMap<BeatFigures, List<Stretch>> before = beats.stretches(name.tenant(), name.site());
        long lengthBefore = beats.length();
        for (Turn turn : turns) {
            String sku = turn.figures().sku();
            beats.keepPolicy(sku, rules.gaps().of(sku).fillUpTo().toMillis());
            turn.on(beats);
        }
        if (beats.isByOlderRule()) {
            beats.leaveOlderRule();
        } else {
            AllocationBook.requireRoom(lengthBefore, beats.length(), AllocationBook.MOST_BYTES);
        }
        change(name, before, beats.stretches(name.tenant(), name.site()), effects);
        return new State(name, beats, beats.layAside());
    }

    /** A beat may change what is estimated of others that say something else. */
    private static void change(
            AllocationName name,
            SortedMap<BeatFigures, List<Stretch>> before,
            SortedMap<BeatFigures, List<Stretch>> after,
            Effects effects) {
        before.forEach((figures, gone) -> change(name, figures, gone, after.getOrDefault(figures, List.of()), effects));
        after.forEach((figures, come) -> {
            if (!before.containsKey(figures)) {
                change(name, figures, List.of(), come, effects);
            }
        });
    }

    private static void change(
            AllocationName name, BeatFigures figures, List<Stretch> gone, List<Stretch> come, Effects effects) {
        if (!figures.devices().isEmpty() && !gone.equals(come)) {
            BeatStream stream = stream(name, figures);
            effects.claims().change(claims(stream, gone), claims(stream, come));
        }
        MeterAllocations.change(name.source(), gone, come, effects);
    }

    private static BeatStream stream(AllocationName name, BeatFigures figures) {
        UsageKey key = new UsageKey(name.tenant(), figures.project(), name.site(), figures.sku());
        return new BeatStream(name.source(), name.allocation(), key, figures.gpuThousandths(), figures.devices());
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
