package io.wattledger.billing.store;

import io.wattledger.billing.credit.Credit;
import io.wattledger.billing.credit.CreditEntry;
import io.wattledger.billing.credit.CreditEntryKind;
import io.wattledger.billing.credit.CreditLedger;
import io.wattledger.billing.flow.CreditBook;
import io.wattledger.billing.flow.ReceivableBook.Recorded;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.Money;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Credits and their ledgers in tables to which rows are only added. */
@ApplicationScoped
public class PostgresCreditBook implements CreditBook {

    private static final String READ = """
            SELECT credit.credit_id, credit.kind, words, currency, valid_from, expires_on,
                   entry.kind, amount, booked_on, number, reference
            FROM credit JOIN credit_entry entry USING (tenant_id, credit_id)
            WHERE tenant_id = ? AND (? OR credit_id = ?) ORDER BY credit_id, entry
            """;
    private static final String ADD = """
            INSERT INTO credit (tenant_id, credit_id, kind, words, currency, valid_from, expires_on)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String APPEND = """
            INSERT INTO credit_entry (tenant_id, credit_id, entry, kind, amount, debit, credit, balance, booked_on, number,
                reference, recorded_by, recorded_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    @Override
    public List<CreditLedger> ledgers(Connection connection, String tenant) throws SQLException {
        return read(connection, tenant, true, "");
    }

    @Override
    public Optional<CreditLedger> ledger(Connection connection, String tenant, String id) throws SQLException {
        return read(connection, tenant, false, id).stream().findFirst();
    }

    @Override
    public void add(Connection connection, String tenant, CreditLedger opened, Recorded recorded) throws SQLException {
        Credit credit = opened.credit();
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            insert.setString(1, tenant);
            insert.setString(2, credit.id());
            insert.setString(3, credit.kind().name());
            insert.setString(4, credit.words());
            insert.setString(5, credit.currency().getCurrencyCode());
            insert.setObject(6, credit.validFrom());
            insert.setObject(7, credit.expiresOn());
            insert.executeUpdate();
        }
        append(connection, tenant, opened, recorded);
    }

    @Override
    public void append(Connection connection, String tenant, CreditLedger after, Recorded recorded)
            throws SQLException {
        CreditEntry entry = after.entries().getLast();
        CreditKind kind = after.credit().kind();
        try (PreparedStatement insert = connection.prepareStatement(APPEND)) {
            insert.setString(1, tenant);
            insert.setString(2, after.credit().id());
            insert.setInt(3, after.entries().size());
            insert.setString(4, entry.kind().name());
            insert.setBigDecimal(5, entry.amount().amount());
            insert.setString(6, entry.kind().debit(kind).name());
            insert.setString(7, entry.kind().credit(kind).name());
            insert.setBigDecimal(8, after.balance().amount());
            insert.setObject(9, entry.bookedOn());
            insert.setString(10, entry.number());
            insert.setString(11, entry.reference());
            insert.setString(12, recorded.by());
            insert.setTimestamp(13, Timestamp.from(recorded.at()));
            insert.executeUpdate();
        }
    }

    private static List<CreditLedger> read(Connection connection, String tenant, boolean all, String id)
            throws SQLException {
        Map<Credit, List<CreditEntry>> entries = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(READ)) {
            select.setString(1, tenant);
            select.setBoolean(2, all);
            select.setString(3, id);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Currency currency = Currency.getInstance(row.getString(4));
                    Credit credit = new Credit(
                            row.getString(1),
                            CreditKind.valueOf(row.getString(2)),
                            row.getString(3),
                            currency,
                            row.getObject(5, LocalDate.class),
                            row.getObject(6, LocalDate.class));
                    entries.computeIfAbsent(credit, any -> new ArrayList<>())
                            .add(new CreditEntry(
                                    CreditEntryKind.valueOf(row.getString(7)),
                                    new Money(
                                            row.getBigDecimal(8).setScale(currency.getDefaultFractionDigits()),
                                            currency),
                                    row.getObject(9, LocalDate.class),
                                    row.getString(10),
                                    row.getString(11)));
                }
            }
        }
        List<CreditLedger> ledgers = new ArrayList<>();
        entries.forEach((credit, ofCredit) -> ledgers.add(new CreditLedger(credit, ofCredit)));
        return ledgers;
    }
}
