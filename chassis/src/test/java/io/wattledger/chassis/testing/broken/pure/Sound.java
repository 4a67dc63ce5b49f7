package io.wattledger.chassis.testing.broken.pure;

import java.time.Clock;
import java.time.Instant;

/** Keeps every rule; no rule may name it. */
public record Sound(long milliGpuSeconds) {

    /** The time by the given clock. */
    public Instant at(Clock clock) {
        return Instant.now(clock);
    }
}
