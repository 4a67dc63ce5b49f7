package io.wattledger.metering.slot;

import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Adds up what a batch of reports brings to each slot or takes from it. The order does not matter. Not for
 * use by several threads.
 */
public final class SlotFold {

    private final Map<UsageKey, SortedMap<Long, SlotFigures>> totals = new HashMap<>();
    private int size;

    /** Adds usage. */
    public void add(UsageKey key, IntervalCut cut) {
        Map<Long, SlotFigures> slots = slots(key);
        int before = slots.size();
        cut.pieces((number, figures) -> slots.merge(number, figures, SlotFigures::plus));
        size += slots.size() - before;
    }

    /** Adds usage of which all GPU time is estimated. */
    public void addEstimated(UsageKey key, IntervalCut cut) {
        Map<Long, SlotFigures> slots = slots(key);
        int before = slots.size();
        cut.pieces((number, figures) -> slots.merge(number, figures.estimated(), SlotFigures::plus));
        size += slots.size() - before;
    }

    /** Takes back what {@link #add} added. */
    public void subtract(UsageKey key, IntervalCut cut) {
        Map<Long, SlotFigures> slots = slots(key);
        int before = slots.size();
        cut.pieces((number, figures) -> slots.merge(number, figures.negated(), SlotFigures::plus));
        size += slots.size() - before;
    }

    /** Takes back what {@link #addEstimated} added. */
    public void subtractEstimated(UsageKey key, IntervalCut cut) {
        Map<Long, SlotFigures> slots = slots(key);
        int before = slots.size();
        cut.pieces((number, figures) -> slots.merge(number, figures.estimated().negated(), SlotFigures::plus));
        size += slots.size() - before;
    }

    /**
     * Adds figures to one slot.
     *
     * @param slot its number since the epoch, counted in quarter-hours
     */
    public void add(UsageKey key, long slot, SlotFigures figures) {
        Map<Long, SlotFigures> slots = slots(key);
        int before = slots.size();
        slots.merge(slot, figures, SlotFigures::plus);
        size += slots.size() - before;
    }

    /** How many slots it holds. */
    public int size() {
        return size;
    }

    /** Like {@link #deltas}, and forgets them. */
    public List<SlotDelta> drain() {
        List<SlotDelta> deltas = deltas();
        totals.clear();
        size = 0;
        return deltas;
    }

    /** The same of slots whose GPU time does not fall; the others stay. */
    public List<SlotDelta> drainRising() {
        SlotFold falling = new SlotFold();
        totals.forEach((key, slots) -> slots.forEach((number, figures) -> {
            if (figures.milliGpuSeconds() < 0) {
                falling.add(key, number, figures);
            }
        }));
        falling.totals.forEach((key, slots) -> slots(key).keySet().removeAll(slots.keySet()));
        List<SlotDelta> rising = drain();
        totals.putAll(falling.totals);
        size = falling.size;
        return rising;
    }

    private Map<Long, SlotFigures> slots(UsageKey key) {
        return totals.computeIfAbsent(key, absent -> new TreeMap<>());
    }

    /** What was added and is not nothing, by key and time: an order that all copies share, so that none waits for another in a circle. */
    public List<SlotDelta> deltas() {
        List<UsageKey> keys = new ArrayList<>(totals.keySet());
        Collections.sort(keys);
        List<SlotDelta> deltas = new ArrayList<>();
        for (UsageKey key : keys) {
            totals.getOrDefault(key, Collections.emptySortedMap()).forEach((number, figures) -> {
                if (!figures.isNone()) {
                    deltas.add(new SlotDelta(key, slotAt(number), figures));
                }
            });
        }
        return deltas;
    }

    private static Slot slotAt(long number) {
        return new Slot(Instant.ofEpochSecond(number * Slot.SECONDS));
    }
}
