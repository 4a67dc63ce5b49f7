package io.wattledger.metering.flow;

import io.wattledger.chassis.tenancy.Contended;
import io.wattledger.metering.allocation.BeatTimeline;
import io.wattledger.metering.event.AllocationName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Port: allocations that are reported by heartbeats. Works in the caller's transaction. */
public interface BeatBook {

    /**
     * Takes allocations to be written in the caller's transaction.
     *
     * @param names each once
     */
    Taken take(List<AllocationName> names);

    /** Allocations that are about to be written, by their places in the list of those that were taken. */
    interface Taken {

        /**
         * For what beats of the one at a place vouch, but for what was laid aside; null where there are none. Whether it is still so,
         * {@link #keep} finds out.
         */
        @Nullable
        BeatTimeline known(int place);

        /**
         * Takes in again what was laid aside of the one at a place, as far as {@link #keep} is to write it anew: so much that it
         * begins before {@code from}.
         *
         * @param place of one that is known; each at most once
         * @param beats of it, as they are known
         * @param from in milliseconds since the epoch
         * @throws Contended when something else was laid aside
         * @throws io.wattledger.chassis.tenancy.TooMuchAtOnce when it is more than should be held at once of several
         */
        void takeIn(int place, BeatTimeline beats, long from);

        /**
         * Keeps what is to be known of them from now on.
         *
         * @param states of all of them, by place
         * @throws Contended when something else was known of one of them than {@link #known} told
         */
        void keep(List<State> states);
    }

    /**
     * What is to be known of an allocation from now on.
     *
     * @param name which
     * @param beats for what its beats vouch
     * @param aside what is laid aside of that, in order, beside what was before and was not taken in
     */
    record State(AllocationName name, BeatTimeline beats, List<BeatTimeline.Part> aside) {

        /** Copies the list. */
        public State {
            aside = List.copyOf(aside);
        }
    }
}
