package io.wattledger.billing.flow;

import io.wattledger.billing.flow.PaymentBook.Kept;
import io.wattledger.billing.flow.WebhookBook.Overdue;
import io.wattledger.billing.invoice.CreditedInvoice;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.payment.BankTransaction;
import io.wattledger.billing.settlement.EntryKind;
import io.wattledger.billing.settlement.Receivable;
import io.wattledger.billing.settlement.Settlement;
import io.wattledger.billing.webhook.Event;
import io.wattledger.billing.webhook.EventType;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.tenancy.Writes;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Lets receivers know what has happened: each event is written in the transaction in which it happens, or not at all. */
@ApplicationScoped
public class AnnounceEvents {

    private static final Logger LOG = Logger.getLogger(AnnounceEvents.class);

    private static final int MOST_AT_ONCE = 100;

    private final TenantScope scope;
    private final WebhookBook webhooks;
    private final InvoiceBook invoices;
    private final ReceivableBook receivables;
    private final Clock clock;

    AnnounceEvents(
            TenantScope scope, WebhookBook webhooks, InvoiceBook invoices, ReceivableBook receivables, Clock clock) {
        this.scope = scope;
        this.webhooks = webhooks;
        this.invoices = invoices;
        this.receivables = receivables;
        this.clock = clock;
    }

    /** An invoice or credit note was issued. */
    void issued(Writes writes, String tenant, Invoice invoice) {
        Heading heading = invoice.heading();
        CreditedInvoice credited = heading.credited();
        Map<String, String> data = data(tenant, invoice);
        if (credited != null) {
            data.put("credits", credited.number());
        }
        EventType type = credited == null ? EventType.INVOICE_ISSUED : EventType.CREDIT_NOTE_ISSUED;
        raise(writes, tenant, type, heading.number(), "1", data);
    }

    /** An entry was made in the ledger of an invoice; tells only of the payment by which nothing is owed any more. */
    void entered(Writes writes, String tenant, Invoice invoice, Receivable before, Receivable after) {
        boolean isPayment = after.entries().getLast().kind() == EntryKind.PAID;
        if (isPayment && before.balance().signum() > 0 && after.balance().signum() <= 0) {
            Map<String, String> data = data(tenant, invoice);
            data.put("balance", after.balance().toPlainString());
            String occurrence = Integer.toString(after.entries().size());
            raise(writes, tenant, EventType.INVOICE_PAID, invoice.heading().number(), occurrence, data);
        }
    }

    /** A bank transaction waits for a person; the caller's transaction works for {@code TenantScope.NO_TENANT} too. */
    void unmatched(Connection connection, Kept kept, String reason) throws SQLException {
        BankTransaction transaction = kept.transaction();
        Map<String, String> data = Map.of(
                "transaction",
                transaction.id(),
                "reason",
                reason,
                "amount",
                transaction.booking().amount().toPlainString(),
                "currency",
                transaction.booking().currency().getCurrencyCode(),
                "bookedOn",
                transaction.booking().bookedOn().toString());
        raiseAlone(connection, TenantScope.NO_TENANT, EventType.PAYMENT_UNMATCHED, transaction.id(), data);
    }

    /** Tells of all invoices that have become overdue; false when there was none. One that cannot be told of is left for later. */
    public boolean overdue() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        boolean isAnyTold = false;
        List<Overdue> found = overdueAfter(null, today);
        while (!found.isEmpty()) {
            for (Overdue overdue : found) {
                isAnyTold |= isTold(overdue, today);
            }
            found = overdueAfter(found.getLast(), today);
        }
        return isAnyTold;
    }

    private List<Overdue> overdueAfter(@Nullable Overdue last, LocalDate today) {
        return scope.asOperator(connection -> webhooks.overdue(connection, today, last, MOST_AT_ONCE));
    }

    private boolean isTold(Overdue overdue, LocalDate today) {
        try {
            scope.inTransactionDo(List.of(overdue.tenant()), connection -> overdue(connection, overdue, today));
            return true;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(
                    e,
                    "nobody could be told that invoice %s of %s is overdue; that is tried again",
                    overdue.number(),
                    overdue.tenant());
            return false;
        }
    }

    private void overdue(Connection connection, Overdue overdue, LocalDate today) throws SQLException {
        Invoice invoice =
                invoices.find(connection, overdue.number()).orElseThrow().invoice();
        Receivable receivable =
                receivables.receivable(connection, overdue.number()).orElseThrow();
        // What was paid since it was found is not told of.
        if (receivable.on(today) instanceof Settlement.Overdue late) {
            Map<String, String> data = data(overdue.tenant(), invoice);
            data.put("balance", late.open().toPlainString());
            raiseAlone(connection, overdue.tenant(), EventType.INVOICE_OVERDUE, overdue.number(), data);
        }
    }

    private void raiseAlone(
            Connection connection, String tenant, EventType type, String subject, Map<String, String> data)
            throws SQLException {
        Writes.together(connection, writes -> raise(writes, tenant, type, subject, "1", data));
    }

    private void raise(
            Writes writes, String tenant, EventType type, String subject, String occurrence, Map<String, String> data) {
        webhooks.raise(writes, new Event(tenant, type, subject, occurrence, clock.instant(), data));
    }

    private static Map<String, String> data(String tenant, Invoice invoice) {
        Heading heading = invoice.heading();
        return new TreeMap<>(Map.of(
                "tenant",
                tenant,
                "number",
                heading.number(),
                "legalEntity",
                invoice.seller().legalEntity(),
                "contract",
                invoice.references().contract(),
                "issueDate",
                heading.issueDate().toString(),
                "dueDate",
                heading.dueDate().toString(),
                "currency",
                heading.currency().getCurrencyCode(),
                "payable",
                invoice.totals().payable().amount().toPlainString()));
    }
}
