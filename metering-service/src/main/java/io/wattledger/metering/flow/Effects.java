package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.slot.IntervalCut;
import io.wattledger.metering.slot.SlotDelta;
import io.wattledger.metering.slot.SlotFold;
import java.time.Instant;
import java.util.List;

/**
 * Adds up what a batch brings to the slots, and beside it, by another count, the GPU time that it brings to the books.
 * Not for use by several threads.
 */
public final class Effects {

    private final Instant now;
    private final SlotFold slots = new SlotFold();
    private final TallyFold tally;

    /** Of a batch received at {@code now}, whose GPU time is counted in {@code tally}. */
    Effects(Instant now, TallyFold tally) {
        this.now = now;
        this.tally = tally;
    }

    /** When the batch was received. */
    public Instant now() {
        return now;
    }

    /** The slots, for figures other than GPU time. */
    public SlotFold slots() {
        return slots;
    }

    /** Adds GPU time that {@code source} reported. */
    public void add(String source, UsageKey key, IntervalCut cut) {
        slots.add(key, cut);
        tally.addGpuTime(key.tenant(), source, cut.milliGpuSeconds());
    }

    /** Takes back what {@link #add} added. */
    public void subtract(String source, UsageKey key, IntervalCut cut) {
        slots.subtract(key, cut);
        tally.addGpuTime(key.tenant(), source, -cut.milliGpuSeconds());
    }

    /** Adds GPU time that is estimated from what {@code source} reported. */
    public void addEstimated(String source, UsageKey key, IntervalCut cut) {
        slots.addEstimated(key, cut);
        tally.addGpuTime(key.tenant(), source, cut.milliGpuSeconds());
    }

    /** Takes back what {@link #addEstimated} added. */
    public void subtractEstimated(String source, UsageKey key, IntervalCut cut) {
        slots.subtractEstimated(key, cut);
        tally.addGpuTime(key.tenant(), source, -cut.milliGpuSeconds());
    }

    List<SlotDelta> deltas() {
        return slots.deltas();
    }
}
