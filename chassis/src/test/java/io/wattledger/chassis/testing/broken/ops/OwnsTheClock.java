package io.wattledger.chassis.testing.broken.ops;

import java.time.Clock;

/** Keeps the rule: ops may. */
public final class OwnsTheClock {

    /** The system's clock. */
    public Clock clock() {
        return Clock.systemUTC();
    }
}
