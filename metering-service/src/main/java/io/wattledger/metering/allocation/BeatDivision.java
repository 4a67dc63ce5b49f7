package io.wattledger.metering.allocation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;

/**
 * Divides the windows of an allocation into parts, at instants for which some beat vouches. No border is within a time for which
 * devices are claimed: a claim goes from its first beat to its last, with all gaps that are filled within, and one that begins anew
 * at a border would be another one. Whatever vouches on both sides of a border is written on both sides, so a part holds at
 * least as much that is new as its border costs: what is laid aside makes the rest smaller, however many vouch at once.
 */
final class BeatDivision {

    /** The database keeps a row of so many in line. */
    static final long MOST_BYTES = 128L * BeatBytes.ENTRY;

    private static final long PART_BYTES = MOST_BYTES / 2;

    private final BeatTimeline whole;
    private final List<Long> borders = new ArrayList<>();
    private final Map<BeatFigures, Integer> vouching = new HashMap<>();
    private final Map<BeatFigures, Long> ends = new HashMap<>();
    private long carriedBytes;
    private int windows;

    /** When the last window ended before the time for which nobody vouches. */
    private long silentSince;

    BeatDivision(BeatTimeline whole) {
        this.whole = whole;
    }

    /** All windows in order of time, what is to be laid aside first; one timeline where there is nothing to lay aside. */
    List<BeatTimeline> parts() {
        findBorders();
        if (borders.isEmpty()) {
            return List.of(whole);
        }
        List<BeatTimeline> parts = new ArrayList<>();
        for (int i = 0; i <= borders.size(); i++) {
            BeatTimeline part = new BeatTimeline();
            part.fillUpToMillis.putAll(whole.fillUpToMillis);
            part.isContinued = i > 0 || whole.isContinued;
            parts.add(part);
        }
        whole.changes.forEach((figures, own) -> divide(figures, own, parts));
        return parts;
    }

    /** Where the parts after the first begin, in milliseconds since the epoch. */
    List<Long> borders() {
        return borders;
    }

    /** What one says at several places in time. */
    private static final class Cursor {
        private final BeatFigures figures;
        private final Iterator<Map.Entry<Long, Integer>> rest;
        private long at;
        private int by;

        Cursor(BeatFigures figures, SortedMap<Long, Integer> changes) {
            this.figures = figures;
            this.rest = changes.entrySet().iterator();
        }

        boolean advance() {
            if (!rest.hasNext()) {
                return false;
            }
            Map.Entry<Long, Integer> next = rest.next();
            at = next.getKey();
            by = next.getValue();
            return true;
        }
    }

    private void findBorders() {
        PriorityQueue<Cursor> cursors = new PriorityQueue<>(Comparator.comparingLong(cursor -> cursor.at));
        long left = 0;
        for (Map.Entry<BeatFigures, SortedMap<Long, Integer>> one : whole.changes.entrySet()) {
            Cursor cursor = new Cursor(one.getKey(), one.getValue());
            left += (long) one.getValue().size() * BeatBytes.ENTRY;
            if (cursor.advance()) {
                cursors.add(cursor);
            }
        }
        long fresh = 0;
        Map<BeatFigures, Integer> changes = new HashMap<>();
        while (!cursors.isEmpty()) {
            long at = cursors.element().at;
            int windowsBefore = windows;
            changes.clear();
            while (!cursors.isEmpty() && cursors.element().at == at) {
                Cursor cursor = cursors.remove();
                changes.put(cursor.figures, cursor.by);
                vouch(cursor.figures, cursor.by);
                if (cursor.advance()) {
                    cursors.add(cursor);
                }
            }
            long bytes = (long) changes.size() * BeatBytes.ENTRY;
            boolean isWorthIt = fresh >= PART_BYTES + carriedBytes && left >= PART_BYTES;
            if (isWorthIt && !vouching.isEmpty() && !cutsClaim(at, changes, windowsBefore == 0)) {
                borders.add(at);
                fresh = 0;
            } else {
                fresh += bytes;
            }
            left -= bytes;
            silentSince = windowsBefore > 0 && windows == 0 ? at : silentSince;
            for (BeatFigures figures : changes.keySet()) {
                if (!vouching.containsKey(figures)) {
                    ends.put(figures, at);
                }
            }
        }
    }

    private void vouch(BeatFigures figures, int by) {
        windows += by;
        int before = vouching.getOrDefault(figures, 0);
        long bytes = BeatBytes.length(figures) + 2L * BeatBytes.ENTRY;
        if (before + by == 0) {
            vouching.remove(figures);
            carriedBytes -= bytes;
        } else {
            vouching.put(figures, before + by);
            carriedBytes += before == 0 ? bytes : 0;
        }
    }

    /**
     * Whether devices that are claimed from this instant on are claimed before it by the same beats. A gap between two of these is within
     * a claim only if nobody vouches in all of it. It becomes one when those who do are withdrawn; they begin no later than the
     * border, so that what was laid aside is taken in for it.
     */
    private boolean cutsClaim(long at, Map<BeatFigures, Integer> changes, boolean isAfterSilence) {
        for (Map.Entry<BeatFigures, Integer> one : vouching.entrySet()) {
            BeatFigures figures = one.getKey();
            if (figures.devices().isEmpty()) {
                continue;
            }
            Long end = ends.get(figures);
            boolean isVouchedBefore = one.getValue() > changes.getOrDefault(figures, 0);
            boolean isSilence = isAfterSilence && end != null && end == silentSince;
            if (isVouchedBefore || isSilence && at - silentSince <= whole.fillUpTo(figures)) {
                return true;
            }
        }
        return false;
    }

    /** Windows that reach over a border end there in one part, and begin there in the next. */
    private void divide(BeatFigures figures, SortedMap<Long, Integer> own, List<BeatTimeline> parts) {
        int place = 0;
        int count = 0;
        for (Map.Entry<Long, Integer> change : own.entrySet()) {
            long at = change.getKey();
            for (; place < borders.size() && borders.get(place) <= at; place++) {
                if (count != 0) {
                    parts.get(place).change(figures, borders.get(place), -count);
                    parts.get(place + 1).change(figures, borders.get(place), count);
                }
            }
            parts.get(place).change(figures, at, change.getValue());
            count += change.getValue();
        }
    }
}
