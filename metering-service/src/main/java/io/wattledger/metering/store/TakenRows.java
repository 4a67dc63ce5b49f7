package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.TooMuchAtOnce;
import io.wattledger.metering.event.AllocationName;
import io.wattledger.metering.event.EventKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are known by tenant and a short key, in the order of their keys, in which all copies of the service write them.
 * What is {@linkplain RememberedRows remembered} of them is not looked up, and what is not remembered and likely to be new
 * is taken for new: the statements that write find out, and then nothing has happened. After that batches are looked up as a
 * whole for a while, and their rows locked, so that one of two that want the same goes on from the other. What is known of a
 * row and what is to be written of it are found by its place in the list of those that were asked for. Not for use by several
 * threads.
 *
 * @param <H> what a row holds
 */
final class TakenRows<H> {

    /** One look into the index for each key must not become a look at the whole table, however small it was when counted. */
    private static final String BEGIN_LOOK = "SET LOCAL enable_seqscan = off";

    private static final String END_LOOK = "SET LOCAL enable_seqscan = on";

    /** The same for a statement that changes rows; it has to take them one by one in the order in which they are given. */
    private static final String BEGIN_CHANGE =
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";

    private static final String END_CHANGE =
            "SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on";

    /** What the rows of one batch may hold: ten times as much is in memory while they are worked on. */
    private static final long MOST_BYTES = 8L * 1024 * 1024;

    /** An event and the one in whose place it comes have a row each, and cannot be divided. */
    private static final int INDIVISIBLE = 2;

    private final List<Row<H>> inOrder;
    private final int[] orderOfPlaces;

    private TakenRows(List<Row<H>> inOrder) {
        this.inOrder = inOrder;
        this.orderOfPlaces = new int[inOrder.size()];
        for (int i = 0; i < orderOfPlaces.length; i++) {
            orderOfPlaces[inOrder.get(i).place()] = i;
        }
    }

    /**
     * A row.
     *
     * @param place of it among those that were asked for
     * @param tenant whose it is
     * @param key under which it lies
     * @param held what it holds; null where there is no such row yet
     */
    record Row<H>(
            int place,
            String tenant,
            EventKey key,
            @Nullable H held) {

        Row<H> holding(H found) {
            return new Row<>(place, tenant, key, found);
        }
    }

    /**
     * What is to be written of a row.
     *
     * @param row which
     * @param state what is to be known of it
     * @param after what it is to hold
     */
    record Written<H, S>(Row<H> row, S state, H after) {

        String tenant() {
            return row.tenant();
        }

        byte[] key() {
            return row.key().bytes();
        }

        /** Fills the columns by which rows of allocations are named. */
        static <H, S> Columns<Written<H, S>> fillName(Columns<Written<H, S>> columns, Function<S, AllocationName> name)
                throws SQLException {
            return columns.texts(Written::tenant)
                    .bytes(Written::key)
                    .texts(one -> name.apply(one.state()).source())
                    .texts(one -> name.apply(one.state()).site())
                    .texts(one -> name.apply(one.state()).allocation());
        }

        /** Begins a row of an allocation with the same. */
        CopyRows copyName(CopyRows copied, AllocationName name) throws SQLException {
            return copied.text(tenant())
                    .key(row.key().high(), row.key().low())
                    .text(name.source())
                    .text(name.site())
                    .text(name.allocation());
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
     * @param key under which it lies: a hash of its name
     */
    record Naming<N>(Function<N, String> tenant, Function<N, EventKey> key) {}

    /** Reads what a row holds, the columns asked for being those from the second one on; the second is not null. */
    @FunctionalInterface
    interface Reading<H> {
        H read(ResultSet row) throws SQLException;
    }

    /** Writes what a row begins with, field by field. */
    @FunctionalInterface
    interface Copying<R> {
        void copy(CopyRows row, R one) throws SQLException;
    }

    /**
     * How rows of a table begin: by a COPY where there are many, otherwise by an INSERT.
     *
     * @param copy the COPY
     * @param fields of a row of it
     * @param copying writes one
     * @param insert the INSERT, which passes over those that are there
     * @param filling binds it
     */
    record Beginning<R>(String copy, int fields, Copying<R> copying, String insert, Columns.Filling<R> filling) {}

    /** The statements by which rows of a table are read. */
    record Look(String plain, String locking) {

        /**
         * Each row is found by a look of its own, and where rows are locked, before the next one is taken: the keys given in
         * order are locked in order.
         *
         * @param growing the column that grows with what happens to a row. It comes second, and null where all of them together
         *     are more than should be held at once
         * @param columns those from the third one on, with a comma before each
         */
        static Look at(String table, String keyColumn, String growing, String columns) {
            String look = """
                    SELECT given.number,
                        CASE WHEN count(*) OVER () <= %6$d OR sum(octet_length(found.%5$s)) OVER () <= %7$d
                            THEN found.%5$s END%3$s
                    FROM unnest(?::text[], ?::bytea[]) WITH ORDINALITY AS given (tenant_id, row_key, number)
                    CROSS JOIN LATERAL (
                        SELECT * FROM %1$s AS one
                        WHERE one.tenant_id = given.tenant_id AND one.%2$s = given.row_key
                        %4$s) AS found
                    """;
            return new Look(
                    look.formatted(table, keyColumn, columns, "LIMIT 1", growing, INDIVISIBLE, MOST_BYTES),
                    look.formatted(table, keyColumn, columns, "FOR UPDATE", growing, INDIVISIBLE, MOST_BYTES));
        }
    }

    /**
     * Takes the rows of {@code names}, on the connection of the transaction.
     *
     * @param isLikelyNew whether the one at a place, where it is not remembered, is likely not to be there
     * @throws TooMuchAtOnce where the rows hold more than should be in memory at once; never of the rows of a single event
     */
    static <N, H> TakenRows<H> take(
            Connection connection,
            Look look,
            List<N> names,
            Naming<N> naming,
            IntPredicate isLikelyNew,
            RememberedRows<H> remembered,
            Reading<H> reading)
            throws SQLException {
        List<Row<H>> rows = new ArrayList<>(names.size());
        for (N name : names) {
            rows.add(new Row<>(
                    rows.size(), naming.tenant().apply(name), naming.key().apply(name), null));
        }
        rows.sort(Comparator.comparing((Row<H> row) -> row.tenant()).thenComparing(Row::key));
        List<Integer> unknown = new ArrayList<>();
        boolean isTrusted = remembered.isTrusted();
        for (int i = 0; i < rows.size(); i++) {
            Row<H> row = rows.get(i);
            H held = isTrusted ? remembered.find(row.tenant(), row.key()) : null;
            if (held != null) {
                rows.set(i, row.holding(held));
            } else if (!isTrusted || !isLikelyNew.test(row.place())) {
                unknown.add(i);
            }
        }
        find(connection, isTrusted ? look.plain() : look.locking(), rows, unknown, reading);
        requireRoom(rows, remembered);
        if (!isTrusted) {
            remembered.lookedUp();
        }
        return new TakenRows<>(rows);
    }

    private static <H> void requireRoom(List<Row<H>> rows, RememberedRows<H> remembered) {
        long bytes = 0;
        for (Row<H> row : rows) {
            H held = row.held();
            bytes += held == null ? 0 : remembered.size(held);
        }
        requireRoom(rows.size(), bytes);
    }

    /**
     * Refuses that {@code rows} of one batch, with what is kept beside them, hold more than should be in memory at once.
     *
     * @throws TooMuchAtOnce where they do; never of the rows of a single event
     */
    static void requireRoom(int rows, long bytes) {
        if (rows > INDIVISIBLE && bytes > MOST_BYTES) {
            throw tooMuch();
        }
    }

    private static TooMuchAtOnce tooMuch() {
        return new TooMuchAtOnce("the allocations of the batch hold more than " + MOST_BYTES + " bytes");
    }

    /** Looks up those of the rows that stand at {@code wanted}. */
    private static <H> void find(
            Connection connection, String statement, List<Row<H>> rows, List<Integer> wanted, Reading<H> reading)
            throws SQLException {
        if (wanted.isEmpty()) {
            return;
        }
        execute(connection, BEGIN_LOOK);
        try (PreparedStatement select = connection.prepareStatement(statement)) {
            new Columns<>(connection, select, 1, wanted.stream().map(rows::get).toList())
                    .texts(Row::tenant)
                    .bytes(row -> row.key().bytes());
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    if (found.getBytes(2) == null) {
                        throw tooMuch();
                    }
                    int at = wanted.get(found.getInt(1) - 1);
                    rows.set(at, rows.get(at).holding(reading.read(found)));
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

    /**
     * Writes rows that were not there.
     *
     * @return whether none of them was
     */
    static <R> boolean begin(Connection connection, Beginning<R> beginning, List<R> rows) throws SQLException {
        if (rows.isEmpty()) {
            return true;
        }
        if (Intake.takes(connection, rows.size())) {
            return Intake.copy(connection, beginning.copy(), copied -> {
                for (R one : rows) {
                    beginning.copying().copy(copied.row(beginning.fields()), one);
                }
            });
        }
        try (PreparedStatement insert = connection.prepareStatement(beginning.insert())) {
            beginning.filling().fill(new Columns<>(connection, insert, 1, rows));
            return insert.executeUpdate() == rows.size();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What the row at a place holds; null where there is none. */
    @Nullable
    H held(int place) {
        return inOrder.get(orderOfPlaces[place]).held();
    }

    /**
     * What is to be written, in the order of the keys.
     *
     * @param states of the rows, by their places
     * @param after what the row of a state is to hold
     */
    <S> Split<H, S> split(List<S> states, Function<S, H> after) {
        if (states.size() != inOrder.size()) {
            throw new IllegalArgumentException(inOrder.size() + " rows were taken, not " + states.size());
        }
        Split<H, S> split = new Split<>(new ArrayList<>(), new ArrayList<>());
        for (Row<H> row : inOrder) {
            S state = states.get(row.place());
            (row.held() == null ? split.fresh() : split.known()).add(new Written<>(row, state, after.apply(state)));
        }
        return split;
    }

    /**
     * What is to be written. Known rows come first, in every copy of the service, so that none waits for another in a circle.
     *
     * @param known of rows that are there
     * @param fresh of rows that are not
     */
    record Split<H, S>(List<Written<H, S>> known, List<Written<H, S>> fresh) {

        /** All of them, in the order in which they are written. */
        void forEach(Consumer<Written<H, S>> task) {
            known.forEach(task);
            fresh.forEach(task);
        }
    }
}
