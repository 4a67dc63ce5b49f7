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
 * Adds up what a batch of reports brings to each slot. The order in which reports are added does not matter. Not for
 * use by several threads.
 */
public final class SlotFold {

    private final Map<UsageKey, SortedMap<Long, SlotFigures>> totals = new HashMap<>();

    /** Adds the usage of one report. */
    public void add(UsageKey key, IntervalCut cut) {
        Map<Long, SlotFigures> slots = totals.computeIfAbsent(key, absent -> new TreeMap<>());
        cut.pieces((number, figures) -> slots.merge(number, figures, SlotFigures::plus));
    }

    /** What was added, by key and time: an order that all copies share, so that none waits for another in a circle. */
    public List<SlotDelta> deltas() {
        List<UsageKey> keys = new ArrayList<>(totals.keySet());
        Collections.sort(keys);
        List<SlotDelta> deltas = new ArrayList<>();
        for (UsageKey key : keys) {
            totals.getOrDefault(key, Collections.emptySortedMap())
                    .forEach((number, figures) -> deltas.add(new SlotDelta(key, slotAt(number), figures)));
        }
        return deltas;
    }

    private static Slot slotAt(long number) {
        return new Slot(Instant.ofEpochSecond(number * Slot.SECONDS));
    }
}
