package io.wattledger.metering.flow;

import io.wattledger.chassis.tenancy.Contended;
import io.wattledger.metering.allocation.Windows;
import io.wattledger.metering.event.BeatStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Port: allocations that are reported by heartbeats. Works in the caller's transaction. */
public interface BeatBook {

    /**
     * Takes streams to be written in the caller's transaction.
     *
     * @param streams each once
     */
    Taken take(List<BeatStream> streams);

    /** Streams that are about to be written, by their places in the list of those that were taken. */
    interface Taken {

        /** What is known of the one at a place; null where nothing is. Whether it is still so, {@link #keep} finds out. */
        @Nullable
        Known known(int place);

        /**
         * Takes in again what was laid aside of the windows of the one at a place, as far as {@link #keep} is to write it anew:
         * so much that they begin before {@code from}.
         *
         * @param place of one that is known; each at most once
         * @param windows of it, as they are known
         * @param from in milliseconds since the epoch
         * @throws Contended when something else was laid aside
         * @throws io.wattledger.chassis.tenancy.TooMuchAtOnce when it is more than should be held at once of several
         */
        void takeIn(int place, Windows windows, long from);

        /**
         * Keeps what is to be known of them from now on.
         *
         * @param states of all of them, by place
         * @throws Contended when something else was known of one of them than {@link #known} told
         */
        void keep(List<State> states);
    }

    /**
     * What is known of a stream.
     *
     * @param windows for which it vouches, but for those that were laid aside
     * @param fillUpToMillis the longest gap that is filled, in milliseconds
     */
    record Known(Windows windows, long fillUpToMillis) {}

    /**
     * What is to be known of a stream from now on.
     *
     * @param stream which
     * @param known all that is to be known
     * @param aside what is laid aside of its windows, in order, beside what was before and was not taken in
     */
    record State(BeatStream stream, Known known, List<Windows.Part> aside) {

        /** Copies the list. */
        public State {
            aside = List.copyOf(aside);
        }
    }
}
