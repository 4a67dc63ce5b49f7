package io.wattledger.billing.ops;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.billing.flow.WorkOnInvoiceRuns;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.ops.PendingWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** Works on invoice runs as long as the service lives; begins with what the last life left over. */
@ApplicationScoped
public class InvoiceRunLoop implements PendingWork {

    private final WorkOnInvoiceRuns work;
    private final RunConfig config;
    private @Nullable Loop loop;

    InvoiceRunLoop(WorkOnInvoiceRuns work, RunConfig config) {
        this.work = work;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            loop = Loop.start("invoice-runs", config.idle(), work::step);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            work.endSoon();
            loop.close();
        }
    }

    @Override
    public String name() {
        return "invoice-runs";
    }

    @Override
    public long pending() {
        return work.pending();
    }
}
