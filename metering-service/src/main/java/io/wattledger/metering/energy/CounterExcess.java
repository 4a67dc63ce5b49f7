package io.wattledger.metering.energy;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.energy.NodeShare.Counted;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the counters of one device show beyond what their readers had, by quarter-hour and series. Not for several threads. */
public final class CounterExcess {

    private final Interval time;
    private final SortedMap<Long, SortedMap<UsageKey, Counted>> bySlot = new TreeMap<>();

    /** Of a time that begins and ends on quarter-hours. */
    public CounterExcess(Interval time) {
        this.time = time;
    }

    /** Adds what lies within the time. */
    public void add(NodeShare.DeviceEnergy energy) {
        EnergyCut cut = new EnergyCut(energy.stretch(), energy.gpuThousandths());
        energy.notHad().forEach((series, times) -> {
            for (Interval one : times) {
                if (one.overlaps(time)) {
                    cut.of(
                            series,
                            NodeShare.common(one, time),
                            piece -> bySlot.computeIfAbsent(piece.slot(), absent -> new TreeMap<>())
                                    .merge(series, Counted.of(piece), Counted::plus));
                }
            }
        });
    }

    /** By the number of the quarter-hour since the epoch. */
    public Map<Long, SortedMap<UsageKey, Counted>> bySlot() {
        return bySlot;
    }
}
