package io.wattledger.billing.store;

import io.wattledger.billing.flow.ReceivableBook;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.PublishedFacts;
import io.wattledger.billing.settlement.EntryKind;
import io.wattledger.billing.settlement.Receivable;
import io.wattledger.billing.settlement.ReceivableEntry;
import io.wattledger.chassis.tenancy.Writes;
import io.wattledger.chassis.tenancy.Writes.ManyRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** Ledgers of invoices in a table to which rows are only added. */
@ApplicationScoped
public class PostgresReceivableBook implements ReceivableBook {

    private static final String READ = """
            SELECT receivable_entry.kind, amount, booked_on, reference, due_date
            FROM receivable_entry JOIN invoice USING (tenant_id, number)
            WHERE number = ? ORDER BY entry
            """;
    private static final ManyRows APPEND = new ManyRows(
            "INSERT INTO receivable_entry (tenant_id, number, entry, kind, amount, debit, credit, booked_on, reference, "
                    + "recorded_by, recorded_at) VALUES",
            "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?",
            "");
    private static final String KEEP_RATE = """
            INSERT INTO booked_rate (tenant_id, number, base, quote, day, rate, source)
            SELECT ?, ?, base, quote, day, rate, source FROM tax_exchange_rate
            WHERE base = ? AND quote = ? AND day BETWEEN ? AND ? ORDER BY day DESC LIMIT 1
            """;

    @Override
    public Optional<Receivable> receivable(Connection connection, String number) throws SQLException {
        List<ReceivableEntry> entries = new ArrayList<>();
        LocalDate dueDate = LocalDate.EPOCH;
        try (PreparedStatement select = connection.prepareStatement(READ)) {
            select.setString(1, number);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    entries.add(new ReceivableEntry(
                            EntryKind.valueOf(row.getString(1)),
                            row.getBigDecimal(2),
                            row.getObject(3, LocalDate.class),
                            row.getString(4)));
                    dueDate = row.getObject(5, LocalDate.class);
                }
            }
        }
        return entries.isEmpty() ? Optional.empty() : Optional.of(new Receivable(dueDate, entries));
    }

    @Override
    public void append(
            Writes writes, String tenant, String number, int position, ReceivableEntry entry, Recorded recorded) {
        writes.add(
                APPEND,
                tenant,
                number,
                position,
                entry.kind().name(),
                entry.amount(),
                entry.kind().debit().name(),
                entry.kind().credit().name(),
                entry.bookedOn(),
                entry.reference(),
                recorded.by(),
                Timestamp.from(recorded.at()));
    }

    @Override
    public void keepRate(Writes writes, String tenant, Heading invoice, Currency books) {
        writes.add(KEEP_RATE, insert -> {
            insert.setString(1, tenant);
            insert.setString(2, invoice.number());
            insert.setString(3, invoice.currency().getCurrencyCode());
            insert.setString(4, books.getCurrencyCode());
            insert.setObject(5, PublishedFacts.oldestRate(invoice.issueDate()));
            insert.setObject(6, invoice.issueDate());
        });
    }
}
