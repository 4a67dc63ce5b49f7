package io.wattledger.metering.flow;

import java.util.List;

/**
 * Events that came together and are to be taken in together, in one transaction or in several tries at one. Not for use by several
 * threads.
 */
public final class Delivery {

    private final List<Assessed> events;
    private boolean isDoubtful;

    /** Of these events, in the order in which they came. */
    public Delivery(List<Assessed> events) {
        this.events = List.copyOf(events);
    }

    /** What the rules say of each event, in order. */
    public List<Assessed> events() {
        return events;
    }

    /** Whether a try has shown that an event of it goes beyond a bound. */
    boolean isDoubtful() {
        return isDoubtful;
    }

    void doubt() {
        isDoubtful = true;
    }
}
