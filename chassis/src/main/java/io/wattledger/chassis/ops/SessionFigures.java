package io.wattledger.chassis.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts the sessions of the database that this copy of a service has ended; from the start, so that there is a 0 to compare with. */
@Startup
@ApplicationScoped
public class SessionFigures {

    private final Counter ended;

    SessionFigures(MeterRegistry registry) {
        this.ended = Counter.builder("wattledger.database.sessions.ended")
                .description("Sessions of this service that were ended because their client slept in a statement")
                .register(registry);
    }

    /** Counts one that was ended. */
    public void countEnded() {
        ended.increment();
    }
}
