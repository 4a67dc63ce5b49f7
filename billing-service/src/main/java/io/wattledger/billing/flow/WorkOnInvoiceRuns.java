package io.wattledger.billing.flow;

import io.wattledger.billing.flow.RunBook.Item;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Takes runs forward item by item. Where it stands is in the database alone, so a killed service just goes on. */
@ApplicationScoped
public class WorkOnInvoiceRuns {

    private final TenantScope scope;
    private final RunBook runs;
    private final IssueInvoice issueInvoice;
    private final Watch watch;
    private final Clock clock;

    WorkOnInvoiceRuns(TenantScope scope, RunBook runs, IssueInvoice issueInvoice, Watch watch, Clock clock) {
        this.scope = scope;
        this.runs = runs;
        this.issueInvoice = issueInvoice;
        this.watch = watch;
        this.clock = clock;
    }

    /** Works on the next item, or finishes the runs that have none left; false when there was nothing to do. */
    public boolean step() {
        Optional<Item> next = scope.asOperator(runs::next);
        if (next.isPresent()) {
            issueInvoice.issue(next.get()).ifPresent(watch::ended);
            return true;
        }
        List<String> done = scope.asOperator(runs::unfinishedWithoutItems);
        for (String run : done) {
            scope.inTransactionDo(List.of(), connection -> runs.finish(connection, run, clock.instant()));
        }
        return !done.isEmpty();
    }

    /** How many items wait. */
    public long pending() {
        return scope.asOperator(runs::pending);
    }
}
