package io.wattledger.billing.flow;

import io.wattledger.billing.flow.CommitDecisions.Decided;
import io.wattledger.billing.flow.PlanInvoices.Plan;
import io.wattledger.billing.flow.RunBook.Item;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.chassis.tenancy.DatabaseException;
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
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings the next months of a run to their outcomes, plan by plan: while one is committed in one transaction, the next is made.
 *
 * <p>Where a month turns out otherwise than planned, what comes after it is planned anew, since its numbers do not hold; so the
 * series stays without gap, and numbers are given in the order of the run. {@link CommitDecisions} makes sure of that.
 */
@ApplicationScoped
public class IssueInvoices {

    private static final Logger LOG = Logger.getLogger(IssueInvoices.class);

    /** So many months at a time, of which only the first are planned while nothing is committed. */
    static final int MOST = 16 * PlanInvoices.MOST;

    /**
     * So often a single item may fail of what may pass, half a minute in all. What ends a connection once ends those of others too; what
     * does so each time the item is tried, and only then, such as reading for longer than a connection may be idle, is the item's own.
     */
    static final int MOST_TRIES = 10;

    private final TenantScope scope;
    private final PlanInvoices planning;
    private final CommitDecisions committing;
    private final IssueInvoice issueInvoice;
    private final ExecutorService ahead = Executors.newSingleThreadExecutor();
    private volatile boolean ending;

    /** How many items are taken at a time: fewer while one of them cannot be computed, until that one is by itself. */
    private volatile int most = MOST;

    /** The item that failed by itself of what may pass, and how often since anything was done; null where none has. */
    private @Nullable Failing failing;

    IssueInvoices(TenantScope scope, PlanInvoices planning, CommitDecisions committing, IssueInvoice issueInvoice) {
        this.scope = scope;
        this.planning = planning;
        this.committing = committing;
        this.issueInvoice = issueInvoice;
    }

    private record Failing(Item item, int times) {}

    @PreDestroy
    void end() {
        ahead.close();
    }

    /** From now on what is in hand is committed, and nothing after it; a run that was stopped ends in the same way. */
    void endSoon() {
        ending = true;
    }

    /** How many items it takes now. */
    int most() {
        return most;
    }

    /**
     * Works on the first items of a run, at least on the first of them. Where one of several cannot be computed, fewer are taken the
     * next time; where that is a single one it is parked, so that those behind it have their turn. One that fails of what may pass is thrown, to be
     * tried again after a pause, and parked only when that comes again and again.
     *
     * @param ended is told of each outcome once it is committed
     */
    void issue(List<Item> items, Consumer<Outcome> ended) {
        try {
            issueOrFail(items, ended);
            most = Math.min(MOST, most * 2);
            failing = null;
        } catch (RuntimeException | StackOverflowError e) {
            if (ending) {
                // What it works with may be gone already.
                throw e;
            }
            Item first = items.getFirst();
            boolean mayPass = DatabaseException.mayPass(e);
            if (mayPass && (items.size() > 1 || !comesAgain(first, e))) {
                most = Math.max(1, items.size() / 2);
                throw e;
            }
            if (items.size() > 1) {
                LOG.warnf(
                        e,
                        "some of %s items of run %s could not be computed; fewer are taken",
                        items.size(),
                        first.run());
                most = items.size() / 2;
                return;
            }
            LOG.errorf(e, "month %s of run %s could not be computed; it is parked", first.key(), first.run());
            issueInvoice
                    .park(first, new HoldReason(HoldReason.MONTH_FAILED, "it could not be computed: " + e.getMessage()))
                    .ifPresent(ended);
        }
    }

    private boolean comesAgain(Item item, Throwable failure) {
        if (DatabaseException.isOfAnything(failure)) {
            failing = null;
            return false;
        }
        failing = new Failing(item, failing != null && failing.item().equals(item) ? failing.times() + 1 : 1);
        return failing.times() >= MOST_TRIES;
    }

    private void issueOrFail(List<Item> items, Consumer<Outcome> ended) {
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
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException("months could not be planned", e.getCause());
        }
    }
}
