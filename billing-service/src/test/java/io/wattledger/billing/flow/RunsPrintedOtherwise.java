package io.wattledger.billing.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.function.Consumer;

/** Works on invoice runs as the service does, but with documents that a test makes. */
@ApplicationScoped
public class RunsPrintedOtherwise {

    private final TenantScope scope;
    private final ReadPeriod reading;
    private final ReadCommerce commerce;
    private final InvoiceBook invoices;
    private final RunBook runs;
    private final CommitDecisions committing;
    private final Watch watch;
    private final Clock clock;

    RunsPrintedOtherwise(
            TenantScope scope,
            ReadPeriod reading,
            ReadCommerce commerce,
            InvoiceBook invoices,
            RunBook runs,
            CommitDecisions committing,
            Watch watch,
            Clock clock) {
        this.scope = scope;
        this.reading = reading;
        this.commerce = commerce;
        this.invoices = invoices;
        this.runs = runs;
        this.committing = committing;
        this.watch = watch;
        this.clock = clock;
    }

    /** Takes all runs to their end, one step after the other. */
    void work(Documents documents) {
        work(documents, step -> {});
    }

    /** The same; {@code stepped} is told how many steps were taken, after each. */
    void work(Documents documents, Consumer<Integer> stepped) {
        work(documents, stepped, false);
    }

    /** The same, where the service is about to end all the time. */
    void workAboutToEnd(Documents documents, Consumer<Integer> stepped) {
        work(documents, stepped, true);
    }

    private void work(Documents documents, Consumer<Integer> stepped, boolean isAboutToEnd) {
        IssueInvoice alone = new IssueInvoice(scope, reading, commerce, invoices, runs, documents, committing);
        PlanInvoices planning = new PlanInvoices(scope, reading, alone);
        IssueInvoices issueInvoices = new IssueInvoices(scope, planning, committing, alone);
        try {
            WorkOnInvoiceRuns work = new WorkOnInvoiceRuns(scope, runs, issueInvoices, watch, clock);
            if (isAboutToEnd) {
                work.endSoon();
            }
            for (int steps = 1; work.step(waiting -> true); steps++) {
                stepped.accept(steps);
            }
        } finally {
            issueInvoices.end();
            planning.end();
        }
    }
}
