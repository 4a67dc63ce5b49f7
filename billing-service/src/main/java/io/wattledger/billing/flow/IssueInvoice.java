package io.wattledger.billing.flow;

import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.flow.InvoiceBook.Filing;
import io.wattledger.billing.flow.InvoiceBook.Origin;
import io.wattledger.billing.flow.RunBook.Item;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.billing.period.PeriodState;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings one contract's month to its outcome, and at most once to an invoice.
 *
 * <p>Reading, computing, printing and checking hold no lock. Then one transaction locks run, contract, period, series and
 * credits, as far as it needs them and in this order, makes sure that nothing has moved, and commits number, invoice, documents, ledger,
 * outgoing message and outcome together. Where something has moved it all begins again; whatever happens in between leaves no
 * trace.
 */
@ApplicationScoped
public class IssueInvoice {

    /** After so many tries the series is locked first, so that a busy series cannot starve anybody. */
    private static final int FREE_TRIES = 3;

    private final TenantScope scope;
    private final ReadPeriod reading;
    private final ReadCommerce commerce;
    private final ChargeLedger ledger;
    private final InvoiceBook invoices;
    private final RunBook runs;
    private final Documents documents;
    private final FileDocument filing;

    IssueInvoice(
            TenantScope scope,
            ReadPeriod reading,
            ReadCommerce commerce,
            ChargeLedger ledger,
            InvoiceBook invoices,
            RunBook runs,
            Documents documents,
            FileDocument filing) {
        this.scope = scope;
        this.reading = reading;
        this.commerce = commerce;
        this.ledger = ledger;
        this.invoices = invoices;
        this.runs = runs;
        this.documents = documents;
        this.filing = filing;
    }

    /** Something moved between deciding and committing; the transaction must not commit. */
    static final class Moved extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Works on an item until it has its outcome; empty where somebody else has given it one, or where it was previewed. */
    public Optional<Outcome> issue(Item item) {
        String tenant = item.key().tenant();
        if (item.onlyPreview()) {
            PeriodDecision decision = decide(scope.inTransaction(tenant, c -> reading.read(c, item.key())), item);
            scope.inTransactionDo(List.of(tenant), connection -> {
                if (runs.lock(connection, item)) {
                    runs.preview(connection, item, ItemPreview.of(decision));
                }
            });
            return Optional.empty();
        }
        for (int attempt = 1; attempt <= FREE_TRIES; attempt++) {
            PeriodDecision decision = decide(scope.inTransaction(tenant, c -> reading.read(c, item.key())), item);
            try {
                return scope.inTransaction(tenant, connection -> commit(connection, item, decision));
            } catch (Moved moved) {
                // Decided on what no longer holds: read and decide again.
                continue;
            }
        }
        return scope.inTransaction(tenant, connection -> underLock(connection, item));
    }

    private Optional<Outcome> underLock(Connection connection, Item item) throws SQLException {
        if (!runs.lock(connection, item)) {
            return Optional.empty();
        }
        invoices.lockContract(connection, item.key().tenant(), item.key().contract());
        invoices.lockPeriod(connection, item.key());
        Optional<PeriodSituation.Agreement> agreement = reading.agreement(item.key());
        if (agreement.isPresent()) {
            invoices.lockSeries(connection, agreement.get().legalEntity());
        }
        commerce.lock(connection, item.key().tenant());
        return commit(connection, item, decide(reading.read(connection, item.key()), item));
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

    /**
     * Does it in the caller's transaction; empty where somebody else has given the item its outcome.
     *
     * @throws Moved where it was decided on what no longer holds; nothing that was written since may be committed
     */
    Optional<Outcome> commit(Connection connection, Item item, PeriodDecision decision) throws SQLException {
        if (!runs.lock(connection, item)) {
            return Optional.empty();
        }
        Outcome outcome =
                switch (decision) {
                    case PeriodDecision.Conclude conclude -> conclude(connection, item.key(), conclude.outcome());
                    case PeriodDecision.Issue issue -> commitIssue(connection, item, issue);
                    case PeriodDecision.Correct correct -> commitCorrection(connection, item, correct);
                };
        runs.done(connection, item, outcome);
        return Optional.of(outcome);
    }

    private Outcome conclude(Connection connection, PeriodKey key, Outcome outcome) throws SQLException {
        PeriodState state = invoices.lockPeriod(connection, key);
        boolean decidedAsIssued = outcome.number() != null;
        if (state instanceof PeriodState.Issued != decidedAsIssued) {
            throw new Moved();
        }
        if (!outcome.reasons().isEmpty() && !decidedAsIssued) {
            PeriodState closing =
                    switch (state) {
                        case PeriodState.Open open -> open.hold(outcome.reasons());
                        case PeriodState.Closing before -> before.hold(outcome.reasons());
                        case PeriodState.Issued issued -> issued;
                    };
            invoices.savePeriod(connection, key, closing);
        }
        return outcome;
    }

    private Outcome commitIssue(Connection connection, Item item, PeriodDecision.Issue issue) throws SQLException {
        PeriodSituation.Unbilled situation = issue.situation();
        LegalEntity entity = situation.agreement().legalEntity();
        PeriodKey key = item.key();
        String number = issue.document().number();
        if (!issue.corrected().isEmpty()) {
            invoices.lockContract(connection, key.tenant(), key.contract());
        }
        PeriodState.Issued issued =
                switch (invoices.lockPeriod(connection, key)) {
                    case PeriodState.Open open -> open.issue(number);
                    case PeriodState.Closing closing -> closing.issue(number);
                    case PeriodState.Issued already -> throw new Moved();
                };
        requireUnmoved(invoices.beginMonth(
                connection, key, situation.agreement().part().split()));
        for (Past past : issue.corrected()) {
            requireUnmoved(invoices.effects(connection, past.number()).equals(past.effects()));
        }
        requireUnmoved(invoices.lockSeries(connection, entity) == situation.nextPosition());
        if (issue.document().commercial() != null) {
            requireUnmoved(commerce.stands(connection, key.tenant(), situation.commerce()));
        }
        filing.file(
                connection,
                entity,
                key,
                situation.nextPosition(),
                issue.document(),
                Origin.ofRun(Filing.INVOICE, item.run(), situation.agreement().accountRevision()));
        UsageSpan span = UsageSpan.of(key, situation.agreement().period());
        requireUnmoved(ledger.invoice(connection, span, number)
                .equals(situation.usage().mark()));
        for (Past past : issue.corrected()) {
            requireUnmoved(ledger.revise(connection, past.span(), number)
                    .equals(past.rated().mark()));
        }
        invoices.savePeriod(connection, key, issued);
        return new Outcome.Issued(number);
    }

    private Outcome commitCorrection(Connection connection, Item item, PeriodDecision.Correct correct)
            throws SQLException {
        PeriodSituation.Revised situation = correct.situation();
        LegalEntity entity = situation.agreement().legalEntity();
        Past past = situation.past();
        PeriodKey key = item.key();
        invoices.lockContract(connection, key.tenant(), key.contract());
        invoices.lockPeriod(connection, key);
        requireUnmoved(invoices.effects(connection, past.number()).equals(past.effects()));
        for (Map.Entry<String, Remainder> credited : situation.credited().entrySet()) {
            Remainder now =
                    Remainder.of(credited.getValue().invoice(), invoices.effects(connection, credited.getKey()));
            requireUnmoved(now.left().equals(credited.getValue().left()));
        }
        long position = invoices.lockSeries(connection, entity);
        requireUnmoved(position == situation.nextPosition());
        if (correct.documents().stream().anyMatch(document -> document.commercial() != null)) {
            requireUnmoved(commerce.stands(connection, key.tenant(), situation.commerce())
                    && reading.stillClosed(connection, key, situation.commerce()));
        }
        for (PlannedDocument document : correct.documents()) {
            filing.file(
                    connection,
                    entity,
                    key,
                    position,
                    document,
                    Origin.ofRun(
                            document.filing(), item.run(), situation.agreement().accountRevision()));
            position++;
        }
        String first = correct.documents().getFirst().number();
        requireUnmoved(ledger.revise(connection, past.span(), first)
                .equals(past.rated().mark()));
        return new Outcome.Corrected(
                past.number(),
                correct.documents().stream().map(PlannedDocument::number).toList());
    }

    private static void requireUnmoved(boolean unmoved) {
        if (!unmoved) {
            throw new Moved();
        }
    }
}
