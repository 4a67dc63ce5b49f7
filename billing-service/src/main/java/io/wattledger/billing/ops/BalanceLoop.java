package io.wattledger.billing.ops;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.billing.flow.BalanceBook;
import io.wattledger.chassis.ops.Loop;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** Rolls up the sums of law 8 in the background. */
@ApplicationScoped
public class BalanceLoop {

    private final BalanceBook book;
    private final BalanceConfig config;
    private @Nullable Loop loop;

    BalanceLoop(BalanceBook book, BalanceConfig config) {
        this.book = book;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("balance", config.rollUpEvery(), book::rollUp);
    }

    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }
}
