package io.wattledger.billing.ops;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.billing.flow.MatchPayments;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.ops.PendingWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** Matches the bank transactions that an upload has not come to, because it was broken off. */
@ApplicationScoped
public class PaymentLoop implements PendingWork {

    private final MatchPayments work;
    private final PaymentConfig config;
    private @Nullable Loop loop;

    PaymentLoop(MatchPayments work, PaymentConfig config) {
        this.work = work;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            loop = Loop.start("payments", config.idle(), work::step);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    @Override
    public String name() {
        return "payments";
    }

    @Override
    public long pending() {
        return work.pending();
    }
}
