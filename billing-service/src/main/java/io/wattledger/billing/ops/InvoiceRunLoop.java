package io.wattledger.billing.ops;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.billing.flow.ReadBeforeRuns;
import io.wattledger.billing.flow.WorkOnInvoiceRuns;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.ops.PendingWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/**
 * Works on invoice runs as long as the service lives; begins with what the last life left over.
 * A run begins once all usage is read that was rated before it.
 */
@ApplicationScoped
public class InvoiceRunLoop implements PendingWork {

    private final WorkOnInvoiceRuns work;
    private final ReadBeforeRuns usage;
    private final RunConfig config;
    private @Nullable Loop loop;

    InvoiceRunLoop(WorkOnInvoiceRuns work, ReadBeforeRuns usage, RunConfig config) {
        this.work = work;
        this.usage = usage;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            loop = Loop.start("invoice-runs", config.idle(), () -> work.step(usage::isRead));
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
        return "invoiceRuns";
    }

    @Override
    public long pending() {
        return work.pending();
    }
}
