package io.wattledger.metering.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants to the microsecond, which is all that a row can hold; the database would round on its own, to the nearest. */
final class Micros {

    private Micros() {}

    /** When an event happened: not later than it says, so that it stays in its window. */
    static Instant downTo(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /** A bound: no whole microsecond lies between the result and the instant. */
    static Instant upTo(Instant instant) {
        Instant down = downTo(instant);
        return down.equals(instant) ? down : down.plus(1, ChronoUnit.MICROS);
    }
}
