package io.wattledger.billing.store;

import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.flow.PeriodKey;
import io.wattledger.contracts.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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

    static Map<PeriodKey, InvoiceSplit> splits(Connection connection, Collection<PeriodKey> keys) throws SQLException {
        List<PeriodKey> asked = List.copyOf(keys);
        Map<PeriodKey, InvoiceSplit> splits = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT ordinality, split
                FROM unnest(?::text[], ?::text[], ?::text[]) WITH ORDINALITY AS asked (tenant, contract, month, ordinality)
                JOIN billing_month known
                    ON (known.tenant_id, known.contract_id, known.month) = (tenant, contract, asked.month)
                """)) {
            select.setArray(1, texts(connection, asked, PeriodKey::tenant));
            select.setArray(2, texts(connection, asked, PeriodKey::contract));
            select.setArray(3, texts(connection, asked, key -> key.month().toString()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    splits.put(asked.get(row.getInt(1) - 1), fromRow(row.getString(2)));
                }
            }
        }
        return splits;
    }

    /** Sets the first three parameters of a question about months: tenants, contracts and when each month begins. */
    static void setStarts(
            Connection connection, PreparedStatement select, List<PeriodKey> asked, Map<PeriodKey, Instant> starts)
            throws SQLException {
        select.setArray(1, texts(connection, asked, PeriodKey::tenant));
        select.setArray(2, texts(connection, asked, PeriodKey::contract));
        select.setArray(
                3,
                connection.createArrayOf(
                        "timestamptz", asked.stream().map(starts::get).toArray()));
    }

    static Array texts(Connection connection, List<PeriodKey> keys, Function<PeriodKey, String> text)
            throws SQLException {
        return connection.createArrayOf("text", keys.stream().map(text).toArray());
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

    static Set<PeriodKey> begin(Connection connection, Map<PeriodKey, InvoiceSplit> splits) throws SQLException {
        String sql = "INSERT INTO billing_month (tenant_id, contract_id, month, split) VALUES (?, ?, ?, ?) "
                + "ON CONFLICT DO NOTHING";
        List<Map.Entry<PeriodKey, InvoiceSplit>> ordered = List.copyOf(splits.entrySet());
        int[] begun;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Map.Entry<PeriodKey, InvoiceSplit> one : ordered) {
                bind(insert, one.getKey());
                insert.setString(4, new String(WireJson.write(one.getValue()), StandardCharsets.UTF_8));
                insert.addBatch();
            }
            begun = insert.executeBatch();
        }
        Set<PeriodKey> agreed = new HashSet<>();
        for (int i = 0; i < begun.length; i++) {
            PeriodKey key = ordered.get(i).getKey();
            if (begun[i] == 1
                    || split(connection, key).equals(Optional.of(ordered.get(i).getValue()))) {
                agreed.add(key);
            }
        }
        return agreed;
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
