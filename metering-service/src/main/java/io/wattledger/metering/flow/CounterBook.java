package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.energy.Counter;
import io.wattledger.metering.energy.CounterReading;
import io.wattledger.metering.energy.Stretch;
import io.wattledger.metering.event.EventKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;

/** Port: the readings of energy counters that count. Every method works in the caller's transaction. */
public interface CounterBook {

    /** Keeps everybody else from changing these counters until the transaction ends. */
    void lock(SortedSet<Counter> counters);

    /**
     * The readings that a change at these moments can touch: those of the moments themselves, and of the nearest instants
     * before and after at which readings do not contradict each other.
     */
    List<Kept> near(Collection<Moment> moments);

    /** Adds readings and takes away others. */
    void change(Collection<Kept> added, Collection<Kept> removed);

    /** Has readings say, after a change, whether they contradict others of their moment: of moments at which there are or were several. */
    void mark(Collection<Moment> contested);

    /**
     * Keeps what is doubtful about readings, for people to look at.
     *
     * @param begun doubts from now on
     * @param ended doubts that the readings no longer give
     */
    void doubt(Collection<Doubt> begun, Collection<Doubt> ended, Instant now);

    /** Has the energy of the nodes shared anew in which these devices are, for the times given. */
    void noteChanges(Collection<Changed> changed);

    /**
     * A time in which a counter says something else than before.
     *
     * @param counter which
     * @param time when
     */
    record Changed(Counter counter, Interval time) {}

    /**
     * A moment in the life of a counter.
     *
     * @param counter the counter
     * @param at the moment
     */
    record Moment(Counter counter, Instant at) {}

    /**
     * A reading with the event it came in.
     *
     * @param counter of which
     * @param event the event's key
     * @param reading what it says
     */
    record Kept(Counter counter, EventKey event, CounterReading reading) {}

    /**
     * Something doubtful.
     *
     * @param counter of which
     * @param stretch between or at which readings
     */
    record Doubt(Counter counter, Stretch stretch) {}
}
