package io.wattledger.metering.allocation;

import io.wattledger.contracts.vocabulary.UsageKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All windows that the heartbeats of an allocation vouch for, by what they say of it. Kept is where the number of windows
 * changes and by how much: beats that say the same and follow each other without a gap are two entries however many they are, a
 * window can be taken back, and the order in which they came does not matter. Beats that do not follow each other to the millisecond
 * are two entries each, so what is older can be {@linkplain #layAside laid aside}: windows that reach over the border are cut in two
 * there, which changes nothing of what they come to. Not for use by several threads.
 */
public final class BeatTimeline {

    final SortedMap<BeatFigures, SortedMap<Long, Integer>> changes = new TreeMap<>();

    /** The longest gap that is filled, in milliseconds, by SKU. */
    final SortedMap<String, Long> fillUpToMillis = new TreeMap<>();

    boolean isContinued;
    boolean isByOlderRule;

    /** Notes the longest gap that is filled of a SKU, where the allocation has none yet: it keeps that under which it began. */
    public void keepPolicy(String sku, long mostMillis) {
        fillUpToMillis.putIfAbsent(sku, mostMillis);
    }

    /** Adds a window, in milliseconds since the epoch; of a SKU whose policy is known. */
    public void add(BeatFigures figures, long start, long end) {
        change(figures, start, 1);
        change(figures, end, -1);
    }

    /** Takes back a window that was added; also one that is about to be. */
    public void remove(BeatFigures figures, long start, long end) {
        change(figures, start, -1);
        change(figures, end, 1);
    }

    void change(BeatFigures figures, long at, int by) {
        SortedMap<Long, Integer> own = changes.computeIfAbsent(figures, absent -> new TreeMap<>());
        change(own, at, by);
        if (own.isEmpty()) {
            changes.remove(figures);
        }
    }

    static void change(SortedMap<Long, Integer> changes, long at, int by) {
        changes.merge(at, by, (one, other) -> one + other == 0 ? null : one + other);
    }

    /**
     * A part that was laid aside.
     *
     * @param until where the next one begins, in milliseconds since the epoch
     * @param beats what is before
     */
    public record Part(long until, BeatTimeline beats) {}

    /**
     * Whether a window that begins then touches what was laid aside. One that begins later changes nothing before it, neither a
     * stretch nor a gap: the first instant that is kept here is vouched for whether the window is there or not.
     */
    public boolean reachesAside(long start) {
        return isContinued && start <= first();
    }

    private long first() {
        return changes.values().stream()
                .mapToLong(SortedMap::firstKey)
                .min()
                .orElseThrow(() -> new IllegalStateException("what goes on from a part begins with a window"));
    }

    /**
     * Takes in again what was laid aside: the last parts of it.
     *
     * @param parts in order
     * @return whether they are what is missing before these windows; otherwise nothing has changed
     */
    public boolean takeIn(List<Part> parts) {
        BeatTimeline next = this;
        for (Part part : parts.reversed()) {
            if (!next.isContinued || next.first() != part.until()) {
                return false;
            }
            next = part.beats();
        }
        for (Part part : parts) {
            part.beats().changes.forEach((figures, own) -> own.forEach((at, by) -> change(figures, at, by)));
        }
        isContinued = next.isContinued;
        return true;
    }

    /**
     * Lays aside what is older where there is much.
     *
     * @return in order; nothing where there is little
     */
    public List<Part> layAside() {
        if (length() <= BeatDivision.MOST_BYTES) {
            return List.of();
        }
        BeatDivision division = new BeatDivision(this);
        List<BeatTimeline> all = division.parts();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < division.borders().size(); i++) {
            parts.add(new Part(division.borders().get(i), all.get(i)));
        }
        if (!parts.isEmpty()) {
            BeatTimeline last = all.getLast();
            changes.clear();
            changes.putAll(last.changes);
            isContinued = last.isContinued;
        }
        return parts;
    }

    /** Whether these windows were last metered by the rule by which what says the same fills its gaps whatever else is vouched for. */
    public boolean isByOlderRule() {
        return isByOlderRule;
    }

    /** They are metered by the rule of today from now on. */
    public void leaveOlderRule() {
        isByOlderRule = false;
    }

    /**
     * What the windows come to, by what their beats say, each in order of time. Time that several vouch for who say the same counts
     * once. A gap for which nobody vouches is filled, and marked as estimated, where beats on both sides of it say the same and it
     * is no longer than the policy of their SKU says; where several could fill it, the smallest does.
     */
    public SortedMap<BeatFigures, List<Stretch>> stretches(String tenant, String site) {
        // Where all beats say the same, each gap between them is one for which nobody vouches.
        Gaps gaps = isByOlderRule || changes.size() < 2 ? (from, to) -> true : unvouched()::remove;
        SortedMap<BeatFigures, List<Stretch>> stretches = new TreeMap<>();
        changes.forEach((figures, own) -> {
            UsageKey key = new UsageKey(tenant, figures.project(), site, figures.sku());
            stretches.put(figures, stretches(key, figures, own, gaps));
        });
        return stretches;
    }

    private List<Stretch> stretches(UsageKey key, BeatFigures figures, SortedMap<Long, Integer> own, Gaps gaps) {
        Stretch.What known = new Stretch.What(key, figures.gpuThousandths(), false);
        Stretch.What estimated = new Stretch.What(key, figures.gpuThousandths(), true);
        long most = fillUpTo(figures);
        List<Stretch> stretches = new ArrayList<>();
        vouched(own, (from, to) -> {
            if (!stretches.isEmpty()) {
                long end = stretches.getLast().end();
                if (from - end <= most && gaps.take(end, from)) {
                    stretches.add(new Stretch(estimated, end, from));
                }
            }
            stretches.add(new Stretch(known, from, to));
        });
        return stretches;
    }

    /** The longest gap that is filled, in milliseconds. */
    long fillUpTo(BeatFigures figures) {
        Long mostMillis = fillUpToMillis.get(figures.sku());
        if (mostMillis == null) {
            throw new IllegalStateException("no policy is known of beats of SKU " + figures.sku());
        }
        return mostMillis;
    }

    /** Times between two instants for which nobody vouches. */
    @FunctionalInterface
    private interface Gaps {
        /** Whether this is one that nobody has taken yet. */
        boolean take(long from, long to);
    }

    @FunctionalInterface
    private interface Times {
        void take(long from, long to);
    }

    /** When each gap for which nobody vouches ends, by when it begins. */
    private Map<Long, Long> unvouched() {
        SortedMap<Long, Integer> all = new TreeMap<>();
        for (SortedMap<Long, Integer> own : changes.values()) {
            own.forEach((at, by) -> all.merge(at, by, Integer::sum));
        }
        Map<Long, Long> gaps = new HashMap<>();
        List<Long> ends = new ArrayList<>(1);
        vouched(all, (from, to) -> {
            if (!ends.isEmpty()) {
                gaps.put(ends.removeLast(), from);
            }
            ends.add(to);
        });
        return gaps;
    }

    private static void vouched(SortedMap<Long, Integer> changes, Times times) {
        int count = 0;
        long from = 0;
        for (Map.Entry<Long, Integer> change : changes.entrySet()) {
            int before = count;
            count += change.getValue();
            if (before == 0 && count > 0) {
                from = change.getKey();
            } else if (before > 0 && count == 0) {
                times.take(from, change.getKey());
            }
        }
    }

    /** The form in which rows keep the windows. */
    public byte[] bytes() {
        return BeatBytes.of(this);
    }

    /** How many bytes {@link #bytes} has. */
    public long length() {
        return BeatBytes.length(this);
    }

    /** The windows that {@link #bytes} wrote. */
    public static BeatTimeline of(byte[] bytes) {
        return BeatBytes.read(bytes);
    }
}
