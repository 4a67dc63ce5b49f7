package io.wattledger.metering.flow;

import io.wattledger.chassis.tenancy.TooMuchAtOnce;

/** Counts the slots that one transaction writes, so that it is divided before it takes too long. Not for use by several threads. */
final class SlotsAtOnce {

    /** So many slots are written in some ten seconds; a transaction holds up whoever needs the same rows, and ends after minutes. */
    static final int MOST = 500_000;

    private final boolean isDivisible;
    private int written;

    /**
     * Of one transaction.
     *
     * @param isDivisible whether a part of its work may be done instead where all of it would take too long
     */
    SlotsAtOnce(boolean isDivisible) {
        this.isDivisible = isDivisible;
    }

    /**
     * Counts slots that are about to be written.
     *
     * @throws TooMuchAtOnce when the work is to be divided
     */
    void add(int slots) {
        written += slots;
        if (isDivisible && written > MOST) {
            throw new TooMuchAtOnce("more than " + MOST + " quarter-hours would change");
        }
    }
}
