package io.wattledger.metering.store;

import io.wattledger.metering.event.EventKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are known by tenant and a short key, locked until the transaction ends, in the order of their keys, which all
 * copies of the service share. A locked row stays in its place, so it is looked up in the index once and written where it
 * lies. Not for use by several threads.
 *
 * @param <N> the name of a row, of which the short key is a hash
 * @param <K> what is known of it
 */
final class LockedRows<N, K> {

    /** One look into the index for each key must not become a look at the whole table, however small it was when counted. */
    private static final String BEGIN_LOOK = "SET LOCAL enable_seqscan = off";

    private static final String END_LOOK = "SET LOCAL enable_seqscan = on";

    private final Map<N, Row<N, K>> inOrder;

    private LockedRows(Map<N, Row<N, K>> inOrder) {
        this.inOrder = inOrder;
    }

    /**
     * A row.
     *
     * @param name of it
     * @param tenant whose it is
     * @param key under which it lies
     * @param found what was found; null where there is no such row yet
     */
    record Row<N, K>(
            N name, String tenant, EventKey key, @Nullable Found<K> found) {}

    /**
     * A row that is there.
     *
     * @param place where, as PostgreSQL writes a {@code tid}
     * @param known what it holds
     */
    record Found<K>(String place, K known) {}

    /**
     * What is to be written of a row.
     *
     * @param row which
     * @param state what it is to hold
     */
    record Written<N, K, S>(Row<N, K> row, S state) {

        String tenant() {
            return row.tenant();
        }

        byte[] key() {
            return row.key().bytes();
        }

        /** Where it lies. */
        String place() {
            Found<K> found = row.found();
            if (found == null) {
                throw new IllegalStateException("a row that is not there has no place");
            }
            return found.place();
        }
    }

    /** Reads what a row holds, the columns asked for being those from the third one on. */
    @FunctionalInterface
    interface Reading<K> {
        K read(ResultSet row) throws SQLException;
    }

    /**
     * The statement by which rows of a table are locked. Each is found by a look of its own, which is locked before the next
     * one is taken, so the keys given in order are locked in order.
     */
    static String statement(String table, String keyColumn, String columns) {
        return """
                SELECT given.number, found.place, %3$s
                FROM unnest(?::text[], ?::bytea[]) WITH ORDINALITY AS given (tenant_id, row_key, number)
                CROSS JOIN LATERAL (
                    SELECT ctid AS place, * FROM %1$s AS one
                    WHERE one.tenant_id = given.tenant_id AND one.%2$s = given.row_key
                    FOR UPDATE) AS found
                """.formatted(table, keyColumn, columns);
    }

    /** Locks the rows of {@code names}, by a {@link #statement}, on the connection of the transaction. */
    static <N, K> LockedRows<N, K> lock(
            Connection connection,
            String statement,
            Collection<N> names,
            Function<N, String> tenant,
            Function<N, EventKey> key,
            Reading<K> reading)
            throws SQLException {
        List<Row<N, K>> rows = new ArrayList<>(names.size());
        for (N name : names) {
            rows.add(new Row<>(name, tenant.apply(name), key.apply(name), null));
        }
        rows.sort(Comparator.comparing((Row<N, K> row) -> row.tenant()).thenComparing(Row::key));
        if (!rows.isEmpty()) {
            find(connection, statement, rows, reading);
        }
        Map<N, Row<N, K>> inOrder = LinkedHashMap.newLinkedHashMap(rows.size());
        rows.forEach(row -> inOrder.put(row.name(), row));
        return new LockedRows<>(inOrder);
    }

    private static <N, K> void find(Connection connection, String statement, List<Row<N, K>> rows, Reading<K> reading)
            throws SQLException {
        execute(connection, BEGIN_LOOK);
        try (PreparedStatement select = connection.prepareStatement(statement)) {
            new Columns<>(connection, select, 1, rows)
                    .texts(Row::tenant)
                    .bytes(row -> row.key().bytes());
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    int at = found.getInt(1) - 1;
                    Row<N, K> row = rows.get(at);
                    rows.set(
                            at,
                            new Row<>(
                                    row.name(),
                                    row.tenant(),
                                    row.key(),
                                    new Found<>(found.getString(2), reading.read(found))));
                }
            }
        }
        execute(connection, END_LOOK);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What is known under a name that was asked for; null where there is no row. */
    @Nullable
    K known(N name) {
        Row<N, K> row = inOrder.get(name);
        return row == null || row.found() == null ? null : row.found().known();
    }

    /**
     * States of rows that were asked for, in the order of their keys.
     *
     * @param name of the row of a state
     * @param areThere whether those are asked for that are there, or those that are not
     */
    <S> List<Written<N, K, S>> written(Collection<S> states, Function<S, N> name, boolean areThere) {
        Map<N, S> byName = LinkedHashMap.newLinkedHashMap(states.size());
        states.forEach(state -> byName.put(name.apply(state), state));
        List<Written<N, K, S>> written = new ArrayList<>(states.size());
        for (Row<N, K> row : inOrder.values()) {
            S state = byName.get(row.name());
            if (state != null && (row.found() != null) == areThere) {
                written.add(new Written<>(row, state));
            }
        }
        return written;
    }
}
