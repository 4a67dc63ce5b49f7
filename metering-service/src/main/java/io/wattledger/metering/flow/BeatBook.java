package io.wattledger.metering.flow;

import io.wattledger.metering.allocation.Windows;
import io.wattledger.metering.event.BeatStream;
import java.util.Collection;
import java.util.Map;

/** Port: allocations that are reported by heartbeats. Works in the caller's transaction. */
public interface BeatBook {

    /**
     * Locks streams, in an order that all copies share.
     *
     * @return what is known of them; those that are not known yet are left out
     */
    Map<BeatStream, Known> take(Collection<BeatStream> streams);

    /**
     * Keeps streams that were taken in the same transaction.
     *
     * @throws Contended when another copy has begun one of those that were not known
     */
    void keep(Collection<State> states);

    /**
     * What is known of a stream.
     *
     * @param windows for which it vouches
     * @param fillUpToMillis the longest gap that is filled, in milliseconds
     */
    record Known(Windows windows, long fillUpToMillis) {}

    /**
     * What is to be known of a stream from now on.
     *
     * @param stream which
     * @param isNew whether nothing was known of it
     * @param known all that is to be known
     */
    record State(BeatStream stream, boolean isNew, Known known) {}
}
