package io.wattledger.billing.flow;

import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.bookkeeping.ChartOfAccounts;
import io.wattledger.billing.bookkeeping.JournalCsv;
import io.wattledger.billing.bookkeeping.JournalCsv.Row;
import io.wattledger.billing.bookkeeping.NotMapped;
import io.wattledger.billing.bookkeeping.Vouchers;
import io.wattledger.billing.flow.AccountBook.Revised;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** Writes what a legal entity issued and what was entered in its ledgers in a calendar month as a general-ledger journal. */
@ApplicationScoped
public class ExportJournal {

    private final TenantScope scope;
    private final AccountBook accounts;
    private final NameBook names;
    private final ExportBook issued;

    ExportJournal(TenantScope scope, AccountBook accounts, NameBook names, ExportBook issued) {
        this.scope = scope;
        this.accounts = accounts;
        this.names = names;
        this.issued = issued;
    }

    /**
     * The journal as CSV in UTF-8; empty where there is no such legal entity.
     *
     * @throws NotMapped where it has no chart of accounts, or the chart no account for something; nothing is written then
     */
    public Optional<byte[]> export(String legalEntity, YearMonth month) {
        return scope.asOperator(connection -> {
            Optional<LegalEntity> entity = accounts.legalEntities().stream()
                    .map(Revised::value)
                    .filter(one -> one.id().equals(legalEntity))
                    .findFirst();
            return entity.isEmpty() ? Optional.empty() : Optional.of(journal(connection, entity.get(), month));
        });
    }

    private byte[] journal(Connection connection, LegalEntity entity, YearMonth month) throws SQLException {
        ChartOfAccounts chart = entity.chart();
        if (chart == null) {
            throw NotMapped.chartOf(entity.id());
        }
        Currency books = entity.seller().accountingCurrency();
        Vouchers vouchers = new Vouchers(chart, books, names.names(connection).published());
        List<Row> rows = new ArrayList<>();
        issued.issuedIn(connection, entity.id(), month, filed -> {
            Invoice invoice = filed.invoice();
            rows.add(new Row(vouchers.document(invoice), invoice.heading().currency()));
        });
        issued.entriesIn(connection, entity.id(), month, entered -> {
            Invoice invoice = entered.filed().invoice();
            rows.add(new Row(
                    vouchers.entry(invoice, entered.entry(), entered.position()),
                    invoice.heading().currency()));
        });
        return JournalCsv.write(rows, books);
    }
}
