package io.wattledger.chassis.kafka;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How often the database is looked through for what waits, which may be much: looks take a tenth of the time at most. What else a round
 * does, such as to wait for Kafka, is not counted: it costs the database nothing, and nobody should rest for it. For use by one thread.
 */
final class LookPace {

    private static final long REST = 9;

    private final LongSupplier nanos;
    private long looked;
    private long nextRound;

    /** By a clock that counts nanoseconds from some moment on. */
    LookPace(LongSupplier nanos) {
        this.nanos = nanos;
        this.nextRound = nanos.getAsLong();
    }

    /** Whether it has been rested long enough for the looks so far. */
    boolean isDue() {
        return nanos.getAsLong() - nextRound >= 0;
    }

    /** Looks, and counts how long that takes. */
    <T> T look(Supplier<T> looking) {
        long begun = nanos.getAsLong();
        try {
            return looking.get();
        } finally {
            looked += nanos.getAsLong() - begun;
        }
    }

    /** Has the next round wait nine times as long as the looks since the last rest took. */
    void rest() {
        nextRound = nanos.getAsLong() + REST * looked;
        looked = 0;
    }
}
