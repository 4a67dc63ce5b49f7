package io.wattledger.billing.store;

import io.wattledger.billing.dunning.Reminder;
import io.wattledger.billing.flow.ExportBook;
import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.flow.PeriodKey;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.settlement.EntryKind;
import io.wattledger.billing.settlement.ReceivableEntry;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Currency;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads through cursors: a page of rows at a time. */
@ApplicationScoped
public class PostgresExportBook implements ExportBook {

    private static final int PAGE = 500;

    private static final String DOCUMENTS = """
            SELECT tenant_id, contract_id, month, kind, model, account_revision, recorded_at FROM invoice
            WHERE (? OR tenant_id = ANY (?))
              AND (kind = 'invoice' AND month = ANY (?) OR kind <> 'invoice' AND month < ANY (?)
                   OR EXISTS (SELECT FROM closed_month closed WHERE closed.legal_entity = invoice.legal_entity
                              AND closed.month = invoice.month AND closed.closed_at < invoice.recorded_at))
            ORDER BY month, tenant_id, number
            """;

    /** The rate by which the invoice is booked, or the one that a credit note takes back, where one was kept. */
    private static final String BOOKED = """
            LEFT JOIN booked_rate booked
              ON booked.tenant_id = invoice.tenant_id AND booked.number = coalesce(invoice.credits, invoice.number)""";

    private static final String ISSUED_IN = """
            SELECT invoice.tenant_id, contract_id, month, kind, model, account_revision, recorded_at,
                   booked.base, booked.quote, booked.day, booked.rate, booked.source,
                   (SELECT sum(CASE WHEN earlier.debit = 'RECEIVABLE' THEN earlier.amount ELSE -earlier.amount END)
                    FROM receivable_entry credit JOIN receivable_entry earlier USING (tenant_id, number)
                    WHERE credit.tenant_id = invoice.tenant_id AND credit.reference = invoice.number
                      AND credit.kind = 'CREDITED' AND earlier.entry < credit.entry)
            FROM invoice %s
            WHERE legal_entity = ? AND issue_date BETWEEN ? AND ? ORDER BY issue_date, invoice.number
            """;

    private static final String ENTRIES_IN = """
            SELECT invoice.tenant_id, contract_id, month, invoice.kind, model, account_revision, entry.recorded_at,
                   booked.base, booked.quote, booked.day, booked.rate, booked.source,
                   entry.kind, entry.amount, entry.booked_on, entry.reference, entry.entry,
                   (SELECT sum(CASE WHEN earlier.debit = 'RECEIVABLE' THEN earlier.amount ELSE -earlier.amount END)
                    FROM receivable_entry earlier
                    WHERE earlier.tenant_id = entry.tenant_id AND earlier.number = entry.number
                      AND earlier.entry < entry.entry)
            FROM receivable_entry entry
            JOIN invoice ON invoice.tenant_id = entry.tenant_id AND invoice.number = entry.number %s
            WHERE legal_entity = ? AND booked_on BETWEEN ? AND ?
              AND entry.kind NOT IN ('ISSUED', 'CREDITED')
            ORDER BY booked_on, entry.number, entry.entry
            """;

    private static final String REMINDERS_IN = """
            SELECT invoice.tenant_id, contract_id, month, invoice.kind, invoice.model, account_revision, reminder.recorded_at,
                   booked.base, booked.quote, booked.day, booked.rate, booked.source,
                   reminder.model, before.model
            FROM reminder
            JOIN invoice ON invoice.tenant_id = reminder.tenant_id AND invoice.number = reminder.number %s
            LEFT JOIN reminder before
              ON before.tenant_id = reminder.tenant_id AND before.number = reminder.number
              AND before.level = reminder.level - 1
            WHERE legal_entity = ? AND reminder.made_on BETWEEN ? AND ?
            ORDER BY reminder.made_on, invoice.number, reminder.level
            """;

    /** An invoice also holds what it corrects of months before; that is told by its lines. */
    private static final String USAGE = """
            SELECT message FROM invoiced_usage
            WHERE tenant_id = ? AND number = ? AND period_start >= ? AND period_start < ? AND length(message) > 0
            ORDER BY project, site, sku, period_start
            """;

    @Override
    public void documents(
            Connection connection, Collection<YearMonth> months, Collection<String> tenants, Consumer<Recorded> each)
            throws SQLException {
        Object[] texts = months.stream().map(YearMonth::toString).toArray();
        try (PreparedStatement select = connection.prepareStatement(DOCUMENTS)) {
            select.setFetchSize(PAGE);
            select.setBoolean(1, tenants.isEmpty());
            select.setArray(2, connection.createArrayOf("text", tenants.toArray()));
            select.setArray(3, connection.createArrayOf("text", texts));
            select.setArray(4, connection.createArrayOf("text", texts));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    each.accept(new Recorded(filed(row), row.getTimestamp(7).toInstant()));
                }
            }
        }
    }

    @Override
    public void issuedIn(Connection connection, String legalEntity, Days days, Consumer<Issued> each)
            throws SQLException {
        try (PreparedStatement select = of(connection, ISSUED_IN, legalEntity, days);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                each.accept(new Issued(filed(row), owed(row, 13), recordedAt(row), bookedAt(row)));
            }
        }
    }

    @Override
    public void entriesIn(Connection connection, String legalEntity, Days days, Consumer<Entered> each)
            throws SQLException {
        try (PreparedStatement select = of(connection, ENTRIES_IN, legalEntity, days);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                ReceivableEntry entry = new ReceivableEntry(
                        EntryKind.valueOf(row.getString(13)),
                        row.getBigDecimal(14),
                        row.getObject(15, LocalDate.class),
                        row.getString(16));
                each.accept(
                        new Entered(filed(row), entry, row.getInt(17), owed(row, 18), recordedAt(row), bookedAt(row)));
            }
        }
    }

    @Override
    public void remindersIn(Connection connection, String legalEntity, Days days, Consumer<Reminded> each)
            throws SQLException {
        try (PreparedStatement select = of(connection, REMINDERS_IN, legalEntity, days);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                byte[] before = row.getBytes(14);
                each.accept(new Reminded(
                        filed(row),
                        read(row.getBytes(13), Reminder.class),
                        before == null ? null : read(before, Reminder.class),
                        recordedAt(row),
                        bookedAt(row)));
            }
        }
    }

    @Override
    public void usage(Connection connection, Filed invoice, Consumer<RatedUsage> each) throws SQLException {
        BillingPeriod period = invoice.invoice().heading().period();
        try (PreparedStatement select = connection.prepareStatement(USAGE)) {
            select.setFetchSize(PAGE);
            select.setString(1, invoice.key().tenant());
            select.setString(2, invoice.invoice().heading().number());
            select.setObject(3, utc(period.start()));
            select.setObject(4, utc(period.end()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    each.accept(read(row.getBytes(1), RatedUsage.class));
                }
            }
        }
    }

    private static PreparedStatement of(Connection connection, String sql, String legalEntity, Days days)
            throws SQLException {
        PreparedStatement select = connection.prepareStatement(sql.formatted(BOOKED));
        select.setFetchSize(PAGE);
        select.setString(1, legalEntity);
        select.setObject(2, days.from());
        select.setObject(3, days.to());
        return select;
    }

    private static BigDecimal owed(ResultSet row, int column) throws SQLException {
        BigDecimal owed = row.getBigDecimal(column);
        return owed == null ? BigDecimal.ZERO : owed;
    }

    private static Instant recordedAt(ResultSet row) throws SQLException {
        return Rows.instant(row, 7);
    }

    private static @Nullable ExchangeRate bookedAt(ResultSet row) throws SQLException {
        String base = row.getString(8);
        return base == null
                ? null
                : new ExchangeRate(
                        Currency.getInstance(base),
                        Currency.getInstance(row.getString(9)),
                        row.getObject(10, LocalDate.class),
                        row.getBigDecimal(11),
                        row.getString(12));
    }

    private static Filed filed(ResultSet row) throws SQLException {
        Invoice invoice = read(row.getBytes(5), Invoice.class);
        PeriodKey key = new PeriodKey(
                row.getString(1),
                row.getString(2),
                YearMonth.parse(row.getString(3)),
                invoice.heading().period().groupName());
        return new Filed(key, FilingColumn.fromRow(row.getString(4)), invoice, row.getLong(6));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static <T> T read(byte[] json, Class<T> type) {
        try {
            return WireJson.read(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException(type.getSimpleName() + " is stored in a form that cannot be read", e);
        }
    }
}
