package io.wattledger.billing.flow;

import io.wattledger.billing.flow.RunBook.Item;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Takes runs forward, some items at a time. Where it stands is in the database alone, so a killed service just goes on. */
@ApplicationScoped
public class WorkOnInvoiceRuns {

    private final TenantScope scope;
    private final RunBook runs;
    private final IssueInvoices issueInvoices;
    private final Watch watch;
    private final Clock clock;

    WorkOnInvoiceRuns(TenantScope scope, RunBook runs, IssueInvoices issueInvoices, Watch watch, Clock clock) {
        this.scope = scope;
        this.runs = runs;
        this.issueInvoices = issueInvoices;
        this.watch = watch;
        this.clock = clock;
    }

    /**
     * Works on the next items, or finishes the runs that have none left; false when there was nothing to do.
     *
     * @param mayBegin whether runs may be worked on; the next items are left alone for now unless all of theirs may
     */
    public boolean step(Predicate<Set<String>> mayBegin) {
        List<Item> next = scope.asOperator(connection -> runs.next(connection, issueInvoices.most()));
        if (!next.isEmpty()) {
            if (!mayBegin.test(next.stream().map(Item::run).collect(Collectors.toSet()))) {
                return false;
            }
            issueInvoices.issue(next, watch::ended);
            return true;
        }
        List<String> done = scope.asOperator(runs::unfinishedWithoutItems);
        for (String run : done) {
            scope.inTransactionDo(List.of(), connection -> runs.finish(connection, run, clock.instant()));
        }
        return !done.isEmpty();
    }

    /** Has the step that is being taken end with the months that it has in hand: the service is about to end. */
    public void endSoon() {
        issueInvoices.endSoon();
    }

    /** How many items wait. */
    public long pending() {
        return scope.asOperator(runs::pending);
    }
}
