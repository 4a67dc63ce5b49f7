package io.wattledger.billing.store;

import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.flow.PeriodKey;
import io.wattledger.contracts.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How months were split when their first document was issued. */
final class MonthRows {

    private MonthRows() {}

    static Optional<InvoiceSplit> split(Connection connection, PeriodKey key) throws SQLException {
        String sql = "SELECT split FROM billing_month WHERE tenant_id = ? AND contract_id = ? AND month = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            bind(select, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(fromRow(row.getString(1))) : Optional.empty();
            }
        }
    }

    static Map<PeriodKey, InvoiceSplit> splits(Connection connection, YearMonth month) throws SQLException {
        Map<PeriodKey, InvoiceSplit> splits = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT tenant_id, contract_id, split FROM billing_month WHERE month = ?")) {
            select.setString(1, month.toString());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    splits.put(new PeriodKey(row.getString(1), row.getString(2), month), fromRow(row.getString(3)));
                }
            }
        }
        return splits;
    }

    static boolean begin(Connection connection, PeriodKey key, InvoiceSplit split) throws SQLException {
        String sql = "INSERT INTO billing_month (tenant_id, contract_id, month, split) VALUES (?, ?, ?, ?) "
                + "ON CONFLICT DO NOTHING";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            bind(insert, key);
            insert.setString(4, new String(WireJson.write(split), StandardCharsets.UTF_8));
            return insert.executeUpdate() == 1 || split(connection, key).equals(Optional.of(split));
        }
    }

    private static void bind(PreparedStatement statement, PeriodKey key) throws SQLException {
        statement.setString(1, key.tenant());
        statement.setString(2, key.contract());
        statement.setString(3, key.month().toString());
    }

    private static InvoiceSplit fromRow(String json) {
        try {
            return WireJson.read(json.getBytes(StandardCharsets.UTF_8), InvoiceSplit.class);
        } catch (IOException e) {
            throw new UncheckedIOException("how a month is split is stored in a form that cannot be read", e);
        }
    }
}
