package io.wattledger.chassis.testing.broken.flow;

import java.time.Instant;

/** Breaks the rule of the injected clock. */
public final class ReadsTheSystemsClock {

    /** A time that no test can set. */
    public Instant now() {
        return Instant.now();
    }
}
