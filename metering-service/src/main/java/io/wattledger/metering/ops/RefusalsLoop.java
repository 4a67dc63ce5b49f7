package io.wattledger.metering.ops;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.metering.flow.CloseStandingRefusals;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** Closes in the background refusals that need nobody's decision any more. */
@ApplicationScoped
public class RefusalsLoop {

    private final CloseStandingRefusals work;
    private final MeteringConfig config;
    private @Nullable Loop loop;

    RefusalsLoop(CloseStandingRefusals work, MeteringConfig config) {
        this.work = work;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("metering-refusals", config.refusals().closeEvery(), work::run);
    }

    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }
}
