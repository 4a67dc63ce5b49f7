package io.wattledger.billing.flow;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.flow.AccountBook.Revised;
import io.wattledger.billing.flow.RunBook.Item;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.Totals;
import io.wattledger.billing.period.BillingMonth;
import io.wattledger.billing.period.PeriodState;
import io.wattledger.chassis.kafka.Outbox;
import io.wattledger.chassis.kafka.OutgoingMessage;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.InvoiceIssued;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Brings one contract's month to its outcome, and at most once to an invoice.
 *
 * <p>Reading, computing, printing and checking hold no lock. Then one transaction locks run, period and series, makes
 * sure that nothing has moved, and commits number, invoice, documents, outgoing message and outcome together. Where
 * something has moved it all begins again; whatever happens in between leaves no trace.
 */
@ApplicationScoped
public class IssueInvoice {

    /** After so many tries the series is locked first, so that a busy series cannot starve anybody. */
    private static final int FREE_TRIES = 3;

    private final TenantScope scope;
    private final AccountBook accounts;
    private final ChargeLedger ledger;
    private final Circumstances circumstances;
    private final InvoiceBook invoices;
    private final RunBook runs;
    private final Issuing issuing;
    private final Clock clock;

    IssueInvoice(
            TenantScope scope,
            AccountBook accounts,
            ChargeLedger ledger,
            Circumstances circumstances,
            InvoiceBook invoices,
            RunBook runs,
            Issuing issuing,
            Clock clock) {
        this.scope = scope;
        this.accounts = accounts;
        this.ledger = ledger;
        this.circumstances = circumstances;
        this.invoices = invoices;
        this.runs = runs;
        this.issuing = issuing;
        this.clock = clock;
    }

    /** What is known of the usage beside its price: what things are called, and until when it was reported. */
    @Singleton
    static class Circumstances {
        private final NameBook names;
        private final WatermarkBook watermarks;

        Circumstances(NameBook names, WatermarkBook watermarks) {
            this.names = names;
            this.watermarks = watermarks;
        }
    }

    /** What goes out with an invoice: its documents, and the news of it. */
    @Singleton
    static class Issuing {
        private final Documents documents;
        private final Outbox outbox;

        Issuing(Documents documents, Outbox outbox) {
            this.documents = documents;
            this.outbox = outbox;
        }
    }

    /** Something moved between deciding and committing; the transaction must not commit. */
    private static final class Moved extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Works on an item until it has its outcome; empty where somebody else has given it one. */
    public Optional<Outcome> issue(Item item) {
        String tenant = item.key().tenant();
        for (int attempt = 1; attempt <= FREE_TRIES; attempt++) {
            PeriodSituation situation = scope.inTransaction(tenant, connection -> read(connection, item));
            PeriodDecision decision = PeriodDecision.of(situation, item.issueDate(), issuing.documents);
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
        invoices.lockPeriod(connection, item.key());
        Optional<PeriodSituation.Agreement> agreement = agreement(item.key());
        if (agreement.isPresent()) {
            invoices.lockSeries(connection, agreement.get().legalEntity());
        }
        PeriodDecision decision = PeriodDecision.of(read(connection, item), item.issueDate(), issuing.documents);
        return commit(connection, item, decision);
    }

    private PeriodSituation read(Connection connection, Item item) throws SQLException {
        Optional<PeriodSituation.Agreement> found = agreement(item.key());
        PeriodState state = invoices.period(connection, item.key());
        if (found.isEmpty()) {
            return state instanceof PeriodState.Issued issued
                    ? new PeriodSituation.WasIssued(issued.number(), 0)
                    : new PeriodSituation.NoContract();
        }
        PeriodSituation.Agreement agreement = found.get();
        UsageSpan span = UsageSpan.of(item.key(), agreement.period());
        if (state instanceof PeriodState.Issued issued) {
            return new PeriodSituation.WasIssued(
                    issued.number(), ledger.changedSince(connection, span, issued.number()));
        }
        return new PeriodSituation.Unbilled(
                agreement,
                ledger.read(connection, span),
                circumstances.names.names(connection),
                circumstances.watermarks.watermarks(connection, item.key().tenant()),
                state,
                invoices.peekSeries(connection, agreement.legalEntity()),
                clock.instant());
    }

    private Optional<PeriodSituation.Agreement> agreement(PeriodKey key) {
        Optional<Revised<Account>> account = accounts.account(key.tenant());
        if (account.isEmpty()) {
            return Optional.empty();
        }
        Optional<Contract> contract = account.get().value().contracts().stream()
                .filter(one -> one.id().equals(key.contract()))
                .findFirst();
        Optional<BillingPeriod> period = contract.flatMap(one -> BillingMonth.of(one, key.month()));
        Optional<LegalEntity> entity = contract.flatMap(this::legalEntity);
        if (contract.isEmpty() || period.isEmpty() || entity.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PeriodSituation.Agreement(
                entity.get(), account.get().value().buyer(), account.get().revision(), contract.get(), period.get()));
    }

    private Optional<LegalEntity> legalEntity(Contract contract) {
        return accounts.legalEntities().stream()
                .map(Revised::value)
                .filter(entity -> entity.id().equals(contract.legalEntity()))
                .findFirst();
    }

    private Optional<Outcome> commit(Connection connection, Item item, PeriodDecision decision) throws SQLException {
        if (!runs.lock(connection, item)) {
            return Optional.empty();
        }
        PeriodState state = invoices.lockPeriod(connection, item.key());
        Outcome outcome =
                switch (decision) {
                    case PeriodDecision.Conclude conclude ->
                        conclude(connection, item.key(), state, conclude.outcome());
                    case PeriodDecision.Issue issue -> commitIssue(connection, item, state, issue);
                };
        runs.done(connection, item, outcome);
        return Optional.of(outcome);
    }

    private Outcome conclude(Connection connection, PeriodKey key, PeriodState state, Outcome outcome)
            throws SQLException {
        boolean decidedAsIssued = outcome.number() != null;
        if (state instanceof PeriodState.Issued != decidedAsIssued) {
            throw new Moved();
        }
        if (!outcome.reasons().isEmpty() && !decidedAsIssued) {
            PeriodState held =
                    switch (state) {
                        case PeriodState.Open open -> open.hold(outcome.reasons());
                        case PeriodState.Held before -> before.hold(outcome.reasons());
                        case PeriodState.Issued issued -> issued;
                    };
            invoices.savePeriod(connection, key, held);
        }
        return outcome;
    }

    private Outcome commitIssue(Connection connection, Item item, PeriodState state, PeriodDecision.Issue issue)
            throws SQLException {
        PeriodSituation.Unbilled situation = issue.situation();
        LegalEntity entity = situation.agreement().legalEntity();
        String number = issue.invoice().heading().number();
        PeriodState.Issued issued =
                switch (state) {
                    case PeriodState.Open open -> open.issue(number);
                    case PeriodState.Held held -> held.issue(number);
                    case PeriodState.Issued already -> throw new Moved();
                };
        if (invoices.lockSeries(connection, entity) != situation.nextPosition()) {
            throw new Moved();
        }
        invoices.issue(
                connection,
                new InvoiceBook.Issue(
                        item.key(),
                        situation.nextPosition(),
                        issue.invoice(),
                        issue.printed().documents(),
                        item.run(),
                        situation.agreement().accountRevision(),
                        issue.printed().ruleSet(),
                        clock.instant()));
        UsageSpan span = UsageSpan.of(item.key(), situation.agreement().period());
        if (!ledger.invoice(connection, span, number).equals(situation.usage().mark())) {
            throw new Moved();
        }
        invoices.advanceSeries(connection, entity);
        invoices.savePeriod(connection, item.key(), issued);
        issuing.outbox.event(connection, List.of(news(item.key(), issue)));
        return new Outcome.Issued(number);
    }

    private static OutgoingMessage news(PeriodKey key, PeriodDecision.Issue issue) {
        Invoice invoice = issue.invoice();
        Heading heading = invoice.heading();
        Totals totals = invoice.totals();
        String hash = issue.printed().documents().stream()
                .filter(document -> document.kind() == DocumentKind.JSON)
                .map(InvoiceDocument::sha256)
                .findFirst()
                .orElseThrow();
        InvoiceIssued message = new InvoiceIssued(
                key.tenant(),
                invoice.seller().legalEntity(),
                heading.number(),
                key.contract(),
                heading.period().firstDay(),
                heading.period().dayAfter(),
                heading.issueDate(),
                heading.currency().getCurrencyCode(),
                totals.withoutVat().amount(),
                totals.vat().amount(),
                totals.payable().amount(),
                hash);
        return OutgoingMessage.of(
                key.tenant(),
                Topics.INVOICES,
                key.tenant(),
                key.tenant() + "/" + heading.number(),
                WireJson.write(message));
    }
}
