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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are known by tenant and a short key, in the order of their keys, in which all copies of the service write them.
 * What is {@linkplain RememberedRows remembered} of them is not looked up, and what is not remembered and likely to be new
 * is taken for new: the statements that write find out, and then nothing has happened. After that batches are looked up as a
 * whole for a while, and their rows locked, so that one of two that want the same goes on from the other. Not for use by
 * several threads.
 *
 * @param <N> the name of a row, of which the short key is a hash
 * @param <H> what it holds
 */
final class TakenRows<N, H> {

    /** One look into the index for each key must not become a look at the whole table, however small it was when counted. */
    private static final String BEGIN_LOOK = "SET LOCAL enable_seqscan = off";

    private static final String END_LOOK = "SET LOCAL enable_seqscan = on";

    /** The same for a statement that changes rows; it has to take them one by one in the order in which they are given. */
    private static final String BEGIN_CHANGE =
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";

    private static final String END_CHANGE =
            "SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on";

    private final Map<N, Row<N, H>> inOrder;

    private TakenRows(Map<N, Row<N, H>> inOrder) {
        this.inOrder = inOrder;
    }

    /**
     * A row.
     *
     * @param name of it
     * @param tenant whose it is
     * @param key under which it lies
     * @param held what it holds; null where there is no such row yet
     */
    record Row<N, H>(
            N name, String tenant, EventKey key, @Nullable H held) {}

    /**
     * What is to be written of a row.
     *
     * @param row which
     * @param state what is to be known of it
     * @param after what it is to hold
     */
    record Written<N, H, S>(Row<N, H> row, S state, H after) {

        String tenant() {
            return row.tenant();
        }

        byte[] key() {
            return row.key().bytes();
        }

        /** What the row held before. */
        H before() {
            H held = row.held();
            if (held == null) {
                throw new IllegalStateException("a row that is not there holds nothing");
            }
            return held;
        }
    }

    /**
     * How rows of a table are named.
     *
     * @param tenant whose a row is
     * @param key under which it lies
     * @param isLikelyNew whether one that is not remembered is likely not to be there
     */
    record Naming<N>(Function<N, String> tenant, Function<N, EventKey> key, Predicate<N> isLikelyNew) {}

    /** Reads what a row holds, the columns asked for being those from the second one on. */
    @FunctionalInterface
    interface Reading<H> {
        H read(ResultSet row) throws SQLException;
    }

    /** The statements by which rows of a table are read. */
    record Look(String plain, String locking) {

        /**
         * Each row is found by a look of its own, and where rows are locked, before the next one is taken: the keys given in
         * order are locked in order.
         */
        static Look at(String table, String keyColumn, String columns) {
            String look = """
                    SELECT given.number, %3$s
                    FROM unnest(?::text[], ?::bytea[]) WITH ORDINALITY AS given (tenant_id, row_key, number)
                    CROSS JOIN LATERAL (
                        SELECT * FROM %1$s AS one
                        WHERE one.tenant_id = given.tenant_id AND one.%2$s = given.row_key
                        %4$s) AS found
                    """;
            return new Look(
                    look.formatted(table, keyColumn, columns, "LIMIT 1"),
                    look.formatted(table, keyColumn, columns, "FOR UPDATE"));
        }
    }

    /** Takes the rows of {@code names}, on the connection of the transaction. */
    static <N, H> TakenRows<N, H> take(
            Connection connection,
            Look look,
            Collection<N> names,
            Naming<N> naming,
            RememberedRows<H> remembered,
            Reading<H> reading)
            throws SQLException {
        List<Row<N, H>> rows = new ArrayList<>(names.size());
        for (N name : names) {
            rows.add(new Row<>(name, naming.tenant().apply(name), naming.key().apply(name), null));
        }
        rows.sort(Comparator.comparing((Row<N, H> row) -> row.tenant()).thenComparing(Row::key));
        if (remembered.isTrusted()) {
            List<Integer> unknown = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                Row<N, H> row = rows.get(i);
                H held = remembered.find(row.tenant(), row.key());
                if (held != null) {
                    rows.set(i, new Row<>(row.name(), row.tenant(), row.key(), held));
                } else if (!naming.isLikelyNew().test(row.name())) {
                    unknown.add(i);
                }
            }
            find(connection, look.plain(), rows, unknown, reading);
        } else {
            List<Integer> all = new ArrayList<>(rows.size());
            for (int i = 0; i < rows.size(); i++) {
                all.add(i);
            }
            find(connection, look.locking(), rows, all, reading);
            remembered.lookedUp();
        }
        Map<N, Row<N, H>> inOrder = LinkedHashMap.newLinkedHashMap(rows.size());
        rows.forEach(row -> inOrder.put(row.name(), row));
        return new TakenRows<>(inOrder);
    }

    /** Looks up those of the rows that stand at {@code places}. */
    private static <N, H> void find(
            Connection connection, String statement, List<Row<N, H>> rows, List<Integer> places, Reading<H> reading)
            throws SQLException {
        if (places.isEmpty()) {
            return;
        }
        execute(connection, BEGIN_LOOK);
        try (PreparedStatement select = connection.prepareStatement(statement)) {
            new Columns<>(connection, select, 1, places.stream().map(rows::get).toList())
                    .texts(Row::tenant)
                    .bytes(row -> row.key().bytes());
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    int at = places.get(found.getInt(1) - 1);
                    Row<N, H> row = rows.get(at);
                    rows.set(at, new Row<>(row.name(), row.tenant(), row.key(), reading.read(found)));
                }
            }
        }
        execute(connection, END_LOOK);
    }

    /**
     * Runs an update of known rows that asks of each whether it still holds what it was taken for.
     *
     * @return whether all did
     */
    static <R> boolean change(Connection connection, String statement, List<R> rows, Columns.Filling<R> filling)
            throws SQLException {
        if (rows.isEmpty()) {
            return true;
        }
        execute(connection, BEGIN_CHANGE);
        int changed;
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            filling.fill(new Columns<>(connection, update, 1, rows));
            changed = update.executeUpdate();
        }
        execute(connection, END_CHANGE);
        return changed == rows.size();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What a row that was asked for holds; null where there is none. */
    @Nullable
    H held(N name) {
        Row<N, H> row = inOrder.get(name);
        return row == null ? null : row.held();
    }

    /**
     * States of rows that were asked for, in the order of their keys.
     *
     * @param name of the row of a state
     * @param after what the row of a state is to hold
     */
    <S> Split<N, H, S> split(Collection<S> states, Function<S, N> name, Function<S, H> after) {
        Map<N, S> byName = LinkedHashMap.newLinkedHashMap(states.size());
        states.forEach(state -> byName.put(name.apply(state), state));
        Split<N, H, S> split = new Split<>(new ArrayList<>(), new ArrayList<>());
        for (Row<N, H> row : inOrder.values()) {
            S state = byName.get(row.name());
            if (state != null) {
                (row.held() == null ? split.fresh() : split.known()).add(new Written<>(row, state, after.apply(state)));
            }
        }
        return split;
    }

    /**
     * What is to be written. Known rows come first, in every copy of the service, so that none waits for another in a circle.
     *
     * @param known of rows that are there
     * @param fresh of rows that are not
     */
    record Split<N, H, S>(List<Written<N, H, S>> known, List<Written<N, H, S>> fresh) {}
}
