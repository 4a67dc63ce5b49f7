package io.wattledger.metering.ops;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.metering.flow.TallyBook;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** Rolls up the counts of batches in the background; the books are right before and after, and read faster after. */
@ApplicationScoped
public class TallyLoop {

    private final TallyBook book;
    private final MeteringConfig config;
    private @Nullable Loop loop;

    TallyLoop(TallyBook book, MeteringConfig config) {
        this.book = book;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("metering-tallies", config.books().rollUpEvery(), book::rollUp);
    }

    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }
}
