package io.wattledger.billing.flow;

import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.flow.ReceivableBook.Recorded;
import io.wattledger.billing.settlement.Receivable;
import io.wattledger.billing.settlement.ReceivableEntry;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.tenancy.Writes;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Enters payments, refunds and write-offs in the ledger of an invoice, and shows the ledger. */
@ApplicationScoped
public class SettleInvoice {

    private final TenantScope scope;
    private final InvoiceBook invoices;
    private final ReceivableBook receivables;
    private final AnnounceEvents events;
    private final Clock clock;

    SettleInvoice(
            TenantScope scope, InvoiceBook invoices, ReceivableBook receivables, AnnounceEvents events, Clock clock) {
        this.scope = scope;
        this.invoices = invoices;
        this.receivables = receivables;
        this.events = events;
        this.clock = clock;
    }

    /**
     * The ledger of an invoice with the invoice.
     *
     * @param filed the invoice
     * @param receivable its ledger
     */
    public record Ledger(Filed filed, Receivable receivable) {}

    /** The ledger; empty where the number is unknown, another tenant's or a credit note's. */
    public Optional<Ledger> ledger(@Nullable String onlyTenant, String number) {
        TenantScope.Work<Optional<Ledger>> work = connection -> read(connection, number);
        return onlyTenant == null ? scope.asOperator(work) : scope.inTransaction(onlyTenant, work);
    }

    /**
     * Adds an entry in the caller's transaction, which works for the invoice's tenant; nobody else enters anything for the
     * contract until it ends.
     *
     * @param by who enters it: a person, or the import that has read it
     * @throws io.wattledger.billing.settlement.EntryRefused when it is not legal as the ledger stands
     */
    public Ledger enter(Connection connection, String number, ReceivableEntry entry, String by) throws SQLException {
        Filed filed = invoices.find(connection, number).orElseThrow();
        invoices.lockContract(connection, filed.key().tenant(), filed.key().contract());
        Receivable before = receivables.receivable(connection, number).orElseThrow();
        Receivable after = before.with(entry);
        Recorded recorded = new Recorded(by, clock.instant());
        Writes.together(connection, writes -> {
            receivables.append(
                    writes, filed.key().tenant(), number, after.entries().size(), entry, recorded);
            events.entered(writes, filed.key().tenant(), filed.invoice(), before, after);
        });
        return new Ledger(filed, after);
    }

    private Optional<Ledger> read(Connection connection, String number) throws SQLException {
        Optional<Filed> filed = invoices.find(connection, number);
        Optional<Receivable> receivable = receivables.receivable(connection, number);
        return filed.isPresent() && receivable.isPresent()
                ? Optional.of(new Ledger(filed.get(), receivable.get()))
                : Optional.empty();
    }
}
