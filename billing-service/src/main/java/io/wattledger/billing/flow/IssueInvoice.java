package io.wattledger.billing.flow;

import io.wattledger.billing.flow.RunBook.Item;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.billing.period.PeriodState;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings one contract's month to its outcome, and at most once to an invoice.
 *
 * <p>Reading, computing, printing and checking hold no lock. Then {@link CommitDecisions} makes sure in one transaction that
 * nothing has moved, and writes everything. Where something has moved it all begins again; whatever happens in between leaves
 * no trace.
 */
@ApplicationScoped
public class IssueInvoice {

    /** After so many tries the series is locked first, so that a busy series cannot starve anybody. */
    private static final int FREE_TRIES = 3;

    private final TenantScope scope;
    private final ReadPeriod reading;
    private final ReadCommerce commerce;
    private final InvoiceBook invoices;
    private final RunBook runs;
    private final Documents documents;
    private final CommitDecisions committing;

    IssueInvoice(
            TenantScope scope,
            ReadPeriod reading,
            ReadCommerce commerce,
            InvoiceBook invoices,
            RunBook runs,
            Documents documents,
            CommitDecisions committing) {
        this.scope = scope;
        this.reading = reading;
        this.commerce = commerce;
        this.invoices = invoices;
        this.runs = runs;
        this.documents = documents;
        this.committing = committing;
    }

    /** Works on an item until it has its outcome; empty where somebody else has given it one, or where it was previewed. */
    public Optional<Outcome> issue(Item item) {
        String tenant = item.key().tenant();
        if (item.onlyPreview()) {
            PeriodDecision decision = decide(scope.inTransaction(tenant, c -> reading.read(c, item.key())), item);
            preview(List.of(new CommitDecisions.Decided(item, decision)));
            return Optional.empty();
        }
        for (int attempt = 1; attempt <= FREE_TRIES; attempt++) {
            PeriodDecision decision = decide(scope.inTransaction(tenant, c -> reading.read(c, item.key())), item);
            try {
                return scope.inTransaction(tenant, connection -> commit(connection, item, decision));
            } catch (CommitDecisions.Moved moved) {
                // Decided on what no longer holds: read and decide again.
                continue;
            }
        }
        return scope.inTransaction(tenant, connection -> underLock(connection, item));
    }

    /** Gives an item that cannot be computed its outcome, or its preview; empty where it has one, and for a preview. */
    Optional<Outcome> park(Item item, HoldReason reason) {
        return scope.inTransaction(item.key().tenant(), connection -> {
            if (runs.lock(connection, List.of(item)).isEmpty()) {
                return Optional.empty();
            }
            PeriodState state =
                    invoices.lockPeriods(connection, List.of(item.key())).get(item.key());
            String number = state instanceof PeriodState.Issued issued ? issued.number() : null;
            PeriodDecision decision = new PeriodDecision.Conclude(new Outcome.Parked(number, List.of(reason)));
            if (item.onlyPreview()) {
                runs.preview(connection, item, ItemPreview.of(decision));
                return Optional.empty();
            }
            return commit(connection, item, decision);
        });
    }

    /** Writes down what was decided about items of one run, where they still wait, and nothing else. */
    void preview(List<CommitDecisions.Decided> decided) {
        List<String> tenants = decided.stream().map(one -> one.key().tenant()).toList();
        scope.inTransactionDo(tenants, connection -> {
            Set<Item> waiting = new HashSet<>(runs.lock(
                    connection,
                    decided.stream().map(CommitDecisions.Decided::item).toList()));
            for (CommitDecisions.Decided one : decided) {
                if (waiting.contains(one.item())) {
                    runs.preview(connection, one.item(), ItemPreview.of(one.decision()));
                }
            }
        });
    }

    private Optional<Outcome> underLock(Connection connection, Item item) throws SQLException {
        if (runs.lock(connection, List.of(item)).isEmpty()) {
            return Optional.empty();
        }
        invoices.lockContract(connection, item.key().tenant(), item.key().contract());
        invoices.lockPeriods(connection, List.of(item.key()));
        Optional<PeriodSituation.Agreement> agreement = reading.agreement(item.key());
        if (agreement.isPresent()) {
            invoices.lockSeries(connection, agreement.get().legalEntity());
        }
        commerce.lock(connection, item.key().tenant());
        return commit(connection, item, decide(reading.read(connection, item.key()), item));
    }

    private Optional<Outcome> commit(Connection connection, Item item, PeriodDecision decision) throws SQLException {
        return committing.commit(connection, List.of(new CommitDecisions.Decided(item, decision))).stream()
                .findFirst();
    }

    /** What is to be done about an item, of which nothing has an effect yet. */
    PeriodDecision decide(PeriodSituation situation, Item item) {
        PeriodDecision decision = PeriodDecision.of(situation, item.issueDate(), documents);
        ItemPreview approved = item.approved();
        if (approved == null
                || approved.documents().equals(ItemPreview.of(decision).documents())) {
            return decision;
        }
        List<HoldReason> reasons = List.of(
                new HoldReason(
                        HoldReason.CHANGED_SINCE_APPROVAL,
                        "what would be issued now is not what was approved; look at the preview of a new run and approve that"));
        return switch (decision) {
            case PeriodDecision.Conclude conclude -> conclude;
            case PeriodDecision.Issue ignored -> new PeriodDecision.Conclude(new Outcome.Held(reasons));
            case PeriodDecision.Correct correct ->
                new PeriodDecision.Conclude(
                        new Outcome.ChangedAfterIssue(correct.situation().past().number(), reasons));
        };
    }
}
