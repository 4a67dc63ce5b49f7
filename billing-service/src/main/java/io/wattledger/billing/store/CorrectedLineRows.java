package io.wattledger.billing.store;

import io.wattledger.billing.flow.InvoiceBook.Issue;
import io.wattledger.billing.invoice.CorrectedLine;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.LineEffect.Cause;
import io.wattledger.billing.invoice.Money;
import io.wattledger.chassis.tenancy.Writes;
import io.wattledger.chassis.tenancy.Writes.ManyRows;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;

/** What documents do to lines of earlier ones. */
final class CorrectedLineRows {

    private static final ManyRows ADD = new ManyRows(
            "INSERT INTO corrected_line (tenant_id, number, line, named_number, named_line, root_number, line_key, cause, "
                    + "net) VALUES",
            "?, ?, ?, ?, ?, ?, ?, ?, ?",
            "");
    private static final String READ = """
            SELECT number, line, named_number, named_line, root_number, line_key, cause, corrected_line.net, currency
            FROM corrected_line JOIN invoice USING (tenant_id, number)
            WHERE root_number = ? OR named_number = ? OR number = ?
            ORDER BY invoice.recorded_at, series_position, line
            """;

    private CorrectedLineRows() {}

    static void add(Writes writes, Issue issue) {
        for (LineEffect effect : issue.effects()) {
            writes.add(
                    ADD,
                    issue.key().tenant(),
                    effect.number(),
                    effect.line(),
                    effect.names().number(),
                    effect.names().line(),
                    effect.root(),
                    effect.key(),
                    effect.cause().name().toLowerCase(Locale.ROOT),
                    effect.net().amount());
        }
    }

    static List<LineEffect> of(Connection connection, String number) throws SQLException {
        List<LineEffect> effects = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(READ)) {
            select.setString(1, number);
            select.setString(2, number);
            select.setString(3, number);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    effects.add(fromRow(row));
                }
            }
        }
        return effects;
    }

    private static LineEffect fromRow(ResultSet row) throws SQLException {
        Currency currency = Currency.getInstance(row.getString(9));
        BigDecimal net = row.getBigDecimal(8);
        return new LineEffect(
                row.getString(1),
                row.getInt(2),
                new CorrectedLine(row.getString(3), row.getObject(4, Integer.class)),
                row.getString(5),
                row.getString(6),
                Cause.valueOf(row.getString(7).toUpperCase(Locale.ROOT)),
                new Money(net.setScale(currency.getDefaultFractionDigits()), currency));
    }
}
