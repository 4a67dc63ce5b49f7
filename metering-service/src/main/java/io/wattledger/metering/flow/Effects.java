package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.slot.IntervalCut;
import io.wattledger.metering.slot.SlotDelta;
import io.wattledger.metering.slot.SlotFold;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Adds up what a batch brings to the slots, and beside it, by another count, the GPU time that it brings to the books.
 * Not for use by several threads.
 */
public final class Effects {

    /** One report may fill the 35,000 quarter-hours of a year, and a batch has thousands of reports. */
    static final int MOST_SLOTS = 50_000;

    private final Instant now;
    private final SlotFold slots = new SlotFold();
    private final ClaimDevices.Batch claims = new ClaimDevices.Batch();
    private final TallyFold tally;
    private final Consumer<List<SlotDelta>> overflow;
    private Consumer<Effects> release = effects -> {};
    private final SlotsAtOnce atOnce;
    private int most = MOST_SLOTS;

    /**
     * Of a batch received at {@code now}, whose GPU time is counted in {@code tally}.
     *
     * @param isDivisible whether a part of the batch may be taken instead where all of it would take too long
     * @param overflow takes what there is as soon as it is more than should be held at once
     */
    Effects(Instant now, TallyFold tally, boolean isDivisible, Consumer<List<SlotDelta>> overflow) {
        this.now = now;
        this.tally = tally;
        this.atOnce = new SlotsAtOnce(isDivisible);
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

    /** Which devices are claimed from now on, and which no more; to be told before usage of theirs is taken back. */
    public ClaimDevices.Batch claims() {
        return claims;
    }

    /** Adds GPU time that {@code source} reported. */
    public void add(String source, UsageKey key, IntervalCut cut) {
        for (IntervalCut part : cut.parts()) {
            slots.add(key, part);
            bound();
        }
        tally.addGpuTime(key.tenant(), source, cut.milliGpuSeconds());
    }

    /** Takes back what {@link #add} added. */
    public void subtract(String source, UsageKey key, IntervalCut cut) {
        for (IntervalCut part : cut.parts()) {
            slots.subtract(key, part);
            bound();
        }
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

    /** Gives usage back to slots that was held; it is in the books already. */
    void giveBack(UsageKey key, IntervalCut cut) {
        for (IntervalCut part : cut.parts()) {
            slots.add(key, part);
            if (slots.size() > most) {
                handOn(slots.drainRising());
                most = MOST_SLOTS + slots.size();
            }
        }
    }

    /** Has claims that ended take effect, with {@code release}, as soon as slots are handed on. */
    void releaseBy(Consumer<Effects> release) {
        this.release = release;
    }

    /**
     * Hands on what there is where it is more than should be held at once. Usage that was held is not in the slots when it is
     * taken back: what was held of claims that have ended is given back to them first.
     *
     * @throws io.wattledger.chassis.tenancy.TooMuchAtOnce when so many slots have changed that the batch is to be divided
     */
    void bound() {
        if (slots.size() > MOST_SLOTS) {
            release.accept(this);
            handOn(slots.drain());
            most = MOST_SLOTS;
        }
    }

    private void handOn(List<SlotDelta> deltas) {
        atOnce.add(deltas.size());
        overflow.accept(deltas);
    }

    List<SlotDelta> deltas() {
        return slots.deltas();
    }
}
