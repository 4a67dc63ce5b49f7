package io.wattledger.billing.flow;

import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.credit.CreditEntry;
import io.wattledger.billing.credit.CreditEntryKind;
import io.wattledger.billing.credit.CreditLedger;
import io.wattledger.billing.flow.InvoiceBook.Filing;
import io.wattledger.billing.flow.InvoiceBook.Issue;
import io.wattledger.billing.flow.ReceivableBook.Recorded;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.CreditedInvoice;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Totals;
import io.wattledger.billing.settlement.EntryKind;
import io.wattledger.billing.settlement.Receivable;
import io.wattledger.billing.settlement.ReceivableEntry;
import io.wattledger.chassis.kafka.Outbox;
import io.wattledger.chassis.kafka.OutgoingMessage;
import io.wattledger.chassis.tenancy.Writes;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.InvoiceIssued;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Issues a document: number, bytes, ledger and news in the caller's transaction, which has locked the contract and the
 * series. Whatever issues something goes through here.
 */
@Singleton
class FileDocument {

    private final InvoiceBook invoices;
    private final ReceivableBook receivables;
    private final CommercialBook commercial;
    private final CreditBook credits;
    private final Outbox outbox;
    private final AnnounceEvents events;
    private final DispatchDocuments dispatch;
    private final Clock clock;

    FileDocument(
            InvoiceBook invoices,
            ReceivableBook receivables,
            CommercialBook commercial,
            CreditBook credits,
            Outbox outbox,
            AnnounceEvents events,
            DispatchDocuments dispatch,
            Clock clock) {
        this.invoices = invoices;
        this.receivables = receivables;
        this.commercial = commercial;
        this.credits = credits;
        this.outbox = outbox;
        this.events = events;
        this.dispatch = dispatch;
        this.clock = clock;
    }

    /**
     * Writes all of it and takes the position of the series. Of two documents that credit the same invoice the first must be
     * flushed before the second is filed.
     */
    void file(
            Writes writes,
            LegalEntity entity,
            PeriodKey key,
            long position,
            PlannedDocument document,
            InvoiceBook.Origin origin)
            throws SQLException {
        invoices.issue(
                writes,
                new Issue(
                        key,
                        position,
                        document.invoice(),
                        document.printed().documents(),
                        origin,
                        document.printed().ruleSet(),
                        document.effects(),
                        document.basis()));
        invoices.advanceSeries(writes, entity);
        String by = origin.requestedBy() == null ? String.valueOf(origin.run()) : origin.requestedBy();
        Recorded recorded = new Recorded(by, clock.instant());
        enter(writes, key, document, recorded);
        keepRate(writes, key.tenant(), document.invoice(), entity.seller().accountingCurrency());
        outbox.event(writes, List.of(news(key, document)));
        events.issued(writes, key.tenant(), document.invoice());
        dispatch.issued(
                writes,
                key.tenant(),
                document.invoice(),
                document.printed().documents().stream()
                        .map(InvoiceDocument::kind)
                        .collect(Collectors.toSet()));
        draw(writes, key.tenant(), document, recorded);
    }

    /** An invoice begins a ledger; a credit note counts in the ledger of the invoice that it credits. */
    private void enter(Writes writes, PeriodKey key, PlannedDocument document, Recorded recorded) throws SQLException {
        Heading heading = document.invoice().heading();
        CreditedInvoice credited = heading.credited();
        EntryKind kind = document.filing() == Filing.CREDIT_NOTE ? EntryKind.CREDITED : EntryKind.ISSUED;
        ReceivableEntry entry = new ReceivableEntry(
                kind, document.invoice().totals().payable().amount(), heading.issueDate(), heading.number());
        if (credited == null) {
            receivables.append(writes, key.tenant(), heading.number(), 1, entry, recorded);
        } else if (entry.amount().signum() != 0) {
            Receivable before = receivables
                    .receivable(writes.connection(), credited.number())
                    .orElseThrow();
            Receivable after = before.with(entry);
            receivables.append(
                    writes, key.tenant(), credited.number(), after.entries().size(), entry, recorded);
        }
    }

    /** The books go by the rate that is known now, since rates that are published later may be for the same days. */
    private void keepRate(Writes writes, String tenant, Invoice invoice, Currency books) {
        boolean isConverted = !invoice.heading().currency().equals(books);
        if (isConverted
                && invoice.heading().credited() == null
                && invoice.totals().inTaxCurrency() == null) {
            receivables.keepRate(writes, tenant, invoice.heading(), books);
        }
    }

    /** What the document says of discounts, commitments and credits becomes true in their books. */
    private void draw(Writes writes, String tenant, PlannedDocument document, Recorded recorded) throws SQLException {
        ContractMoney money = document.invoice().totals().money();
        boolean corrects =
                document.invoice().lines().stream().anyMatch(line -> line.item().discount() != null);
        if (money == null && document.commercial() == null && !corrects) {
            return;
        }
        // Their entries name the document.
        writes.flush();
        Connection connection = writes.connection();
        commercial.lock(connection, tenant);
        commercial.record(connection, tenant, document.invoice(), document.commercial());
        for (Map.Entry<String, Money> moved : moved(money).entrySet()) {
            boolean back = moved.getValue().signum() < 0;
            CreditEntry entry = new CreditEntry(
                    back ? CreditEntryKind.RETURNED : CreditEntryKind.DRAWN,
                    back ? moved.getValue().negated() : moved.getValue(),
                    document.invoice().heading().issueDate(),
                    document.number(),
                    document.number());
            CreditLedger after = credits.ledger(connection, tenant, moved.getKey())
                    .orElseThrow()
                    .with(entry);
            credits.append(connection, tenant, after, recorded);
        }
    }

    /** What is drawn from each credit less what goes back to it, since a document has one entry in a ledger. */
    private static Map<String, Money> moved(@Nullable ContractMoney money) {
        Map<String, Money> moved = new LinkedHashMap<>();
        if (money != null) {
            money.credits().forEach(one -> moved.merge(one.id(), one.drawn(), Money::plus));
        }
        moved.values().removeIf(one -> one.signum() == 0);
        return moved;
    }

    private static OutgoingMessage news(PeriodKey key, PlannedDocument document) {
        Heading heading = document.invoice().heading();
        Totals totals = document.invoice().totals();
        String hash = document.printed().documents().stream()
                .filter(one -> one.kind() == DocumentKind.JSON)
                .map(InvoiceDocument::sha256)
                .findFirst()
                .orElseThrow();
        CreditedInvoice credited = heading.credited();
        InvoiceIssued message = new InvoiceIssued(
                key.tenant(),
                document.invoice().seller().legalEntity(),
                heading.number(),
                key.contract(),
                heading.period().firstDay(),
                heading.period().dayAfter(),
                heading.issueDate(),
                heading.currency().getCurrencyCode(),
                totals.withoutVat().amount(),
                totals.vat().amount(),
                totals.payable().amount(),
                hash,
                credited == null ? null : credited.number());
        return OutgoingMessage.of(
                key.tenant(),
                Topics.INVOICES,
                key.tenant(),
                key.tenant() + "/" + heading.number(),
                WireJson.write(message));
    }
}
