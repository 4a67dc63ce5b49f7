package io.wattledger.billing.flow;

import io.wattledger.billing.flow.CommitDecisions.Decided;
import io.wattledger.billing.flow.PlanInvoices.Plan;
import io.wattledger.billing.flow.RunBook.Item;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Brings the next months of a run to their outcomes, plan by plan: while one is committed in one transaction, the next is made.
 *
 * <p>Where a month turns out otherwise than planned, what comes after it is planned anew, since its numbers do not hold; so the
 * series stays without gap, and numbers are given in the order of the run. {@link CommitDecisions} makes sure of that.
 */
@ApplicationScoped
public class IssueInvoices {

    /** So many months at a time, of which only the first are planned while nothing is committed. */
    static final int MOST = 16 * PlanInvoices.MOST;

    private final TenantScope scope;
    private final PlanInvoices planning;
    private final CommitDecisions committing;
    private final IssueInvoice issueInvoice;
    private final ExecutorService ahead = Executors.newSingleThreadExecutor();
    private volatile boolean ending;

    IssueInvoices(TenantScope scope, PlanInvoices planning, CommitDecisions committing, IssueInvoice issueInvoice) {
        this.scope = scope;
        this.planning = planning;
        this.committing = committing;
        this.issueInvoice = issueInvoice;
    }

    @PreDestroy
    void end() {
        ahead.close();
    }

    /** From now on what is in hand is committed, and nothing after it; a run that was stopped ends in the same way. */
    void endSoon() {
        ending = true;
    }

    /**
     * Works on the first items of a run, at least on the first of them.
     *
     * @param ended is told of each outcome once it is committed
     */
    void issue(List<Item> items, Consumer<Outcome> ended) {
        int done = items.getFirst().onlyPreview() ? previewSideBySide(items) : issueSideBySide(items, ended);
        if (done == 0) {
            issueInvoice.issue(items.getFirst()).ifPresent(ended);
        }
    }

    /** Previews the first of some items together; the numbers in the plan are those of no document. */
    private int previewSideBySide(List<Item> items) {
        List<Decided> decided = planning.plan(items, Plan.NONE).decided();
        if (!decided.isEmpty()) {
            issueInvoice.preview(decided);
        }
        return decided.size();
    }

    private int issueSideBySide(List<Item> items, Consumer<Outcome> ended) {
        int done = 0;
        Plan plan = planning.plan(items, Plan.NONE);
        while (!plan.decided().isEmpty()) {
            Plan inHand = plan;
            List<Item> rest = items.subList(done + inHand.decided().size(), items.size());
            Future<Plan> next = ahead.submit(() -> inHand.leavesRoom() ? planning.plan(rest, inHand) : Plan.NONE);
            List<Outcome> outcomes = new ArrayList<>();
            try {
                outcomes.addAll(commit(inHand.decided()));
            } finally {
                // Also where nothing comes of it: its transaction must not outlive this one.
                plan = get(next);
            }
            outcomes.forEach(ended);
            done += outcomes.size();
            if (ending || outcomes.size() < inHand.decided().size()) {
                return done;
            }
        }
        return done;
    }

    private List<Outcome> commit(List<Decided> decided) {
        List<String> tenants = decided.stream().map(one -> one.key().tenant()).toList();
        try {
            return scope.inTransaction(tenants, connection -> committing.commit(connection, decided));
        } catch (CommitDecisions.Moved moved) {
            // The first is tried again by itself.
            return List.of();
        }
    }

    private static Plan get(Future<Plan> next) {
        try {
            return next.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while invoices are planned", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("months could not be planned", e.getCause());
        }
    }
}
