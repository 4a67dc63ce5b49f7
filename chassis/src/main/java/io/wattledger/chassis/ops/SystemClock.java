package io.wattledger.chassis.ops;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The only class that reads the system's clock; everybody else is given a {@link Clock}. */
public class SystemClock {

    /** The clock of a running service; a test may bring its own. */
    @Produces
    @Singleton
    @DefaultBean
    Clock clock() {
        return Clock.systemUTC();
    }
}
