package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.slot.IntervalCut;
import io.wattledger.metering.slot.SlotDelta;
import io.wattledger.metering.slot.SlotFold;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what a batch brings to the slots, and beside it, by another count, the GPU time that it brings to the books.
 * Not for use by several threads.
 */
public final class Effects {

    /** One report may fill the 35,000 quarter-hours of a year, and a batch has thousands of reports. */
    private static final int MOST_SLOTS = 50_000;

    private final Instant now;
    private final SlotFold slots = new SlotFold();
    private final ClaimDevices.Batch claims = new ClaimDevices.Batch();
    private final TallyFold tally;
    private final @Nullable Consumer<List<SlotDelta>> overflow;

    /** Of work that is bounded otherwise: all of it is held until {@link #deltas} is asked. */
    Effects(Instant now, TallyFold tally) {
        this(now, tally, null);
    }

    /**
     * Of a batch received at {@code now}, whose GPU time is counted in {@code tally}.
     *
     * @param overflow takes what there is as soon as it is more than should be held at once; null where nobody does
     */
    Effects(Instant now, TallyFold tally, @Nullable Consumer<List<SlotDelta>> overflow) {
        this.now = now;
        this.tally = tally;
        this.overflow = overflow;
    }

    /** When the batch was received. */
    public Instant now() {
        return now;
    }

    /** The slots, for figures other than GPU time. */
    public SlotFold slots() {
        return slots;
    }

    /** Which devices are claimed from now on, and which no more. */
    public ClaimDevices.Batch claims() {
        return claims;
    }

    /** Adds GPU time that {@code source} reported. */
    public void add(String source, UsageKey key, IntervalCut cut) {
        slots.add(key, cut);
        bound();
        tally.addGpuTime(key.tenant(), source, cut.milliGpuSeconds());
    }

    /** Takes back what {@link #add} added. */
    public void subtract(String source, UsageKey key, IntervalCut cut) {
        slots.subtract(key, cut);
        bound();
        tally.addGpuTime(key.tenant(), source, -cut.milliGpuSeconds());
    }

    /** Adds GPU time that is estimated from what {@code source} reported. */
    public void addEstimated(String source, UsageKey key, IntervalCut cut) {
        slots.addEstimated(key, cut);
        bound();
        tally.addGpuTime(key.tenant(), source, cut.milliGpuSeconds());
    }

    /** Takes back what {@link #addEstimated} added. */
    public void subtractEstimated(String source, UsageKey key, IntervalCut cut) {
        slots.subtractEstimated(key, cut);
        bound();
        tally.addGpuTime(key.tenant(), source, -cut.milliGpuSeconds());
    }

    private void bound() {
        if (overflow != null && slots.size() > MOST_SLOTS) {
            overflow.accept(slots.drain());
        }
    }

    List<SlotDelta> deltas() {
        return slots.deltas();
    }
}
