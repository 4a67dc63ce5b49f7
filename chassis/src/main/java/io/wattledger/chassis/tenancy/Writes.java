package io.wattledger.chassis.tenancy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes of rows that are gathered over many documents of one transaction and sent together, the statements in the order in
 * which each was first asked for.
 *
 * <p>So what refers to another row must be asked for after it in every document alike. Nothing of it is visible to the
 * transaction's queries before {@link #flush}, and nothing is sent at all without it. One thread at a time.
 */
public final class Writes {

    /** A power of two. */
    private static final int MOST_ROWS_AT_ONCE = 64;

    private final Connection connection;
    private final Map<Object, Gathered> gathered = new LinkedHashMap<>();

    /** @param connection of the transaction; whoever has opened it closes it */
    public Writes(Connection connection) {
        this.connection = connection;
    }

    /** Adds what is to be sent together. */
    @FunctionalInterface
    public interface Additions {
        /** Adds all of it. */
        void to(Writes writes) throws SQLException;
    }

    /** Sends all that is added, once it is. */
    public static void together(Connection connection, Additions additions) throws SQLException {
        Writes writes = new Writes(connection);
        additions.to(writes);
        writes.flush();
    }

    /** Sets the parameters of a statement for one row. */
    @FunctionalInterface
    public interface Parameters {
        /** Sets all of them. */
        void set(PreparedStatement statement) throws SQLException;
    }

    /**
     * A statement that takes rows as a list of VALUES, which costs small ones a third of going one by one. For rows of which
     * none replaces another: a statement may not update what it has inserted itself.
     *
     * @param before the rows, to the word VALUES
     * @param row expressions, one parameter each, joined by commas
     * @param after the rows; may be empty
     */
    public record ManyRows(String before, String row, String after) {

        private String sql(int rows) {
            return before + " " + String.join(", ", Collections.nCopies(rows, "(" + row + ")")) + " " + after;
        }
    }

    /** Rows of one statement. */
    private interface Gathered {
        void send(Connection connection) throws SQLException;
    }

    private record Row(Parameters parameters, boolean mustBeThere) {}

    private record OneByOne(String sql, List<Row> rows) implements Gathered {

        @Override
        public void send(Connection connection) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (Row row : rows) {
                    row.parameters().set(statement);
                    statement.addBatch();
                }
                requireAll(statement.executeBatch());
            }
        }

        private void requireAll(int[] changed) {
            for (int i = 0; i < changed.length; i++) {
                if (rows.get(i).mustBeThere() && changed[i] != 1) {
                    throw new IllegalStateException(changed[i] + " rows were changed, not one: " + sql);
                }
            }
        }
    }

    private record Together(ManyRows statement, List<@Nullable Object[]> rows) implements Gathered {

        @Override
        public void send(Connection connection) throws SQLException {
            int sent = 0;
            while (sent < rows.size()) {
                // Powers of two, so that there are few texts of it: the server keeps the plan of each.
                int next = Math.min(MOST_ROWS_AT_ONCE, Integer.highestOneBit(rows.size() - sent));
                send(connection, rows.subList(sent, sent + next));
                sent += next;
            }
        }

        private void send(Connection connection, List<@Nullable Object[]> some) throws SQLException {
            try (PreparedStatement prepared = connection.prepareStatement(statement.sql(some.size()))) {
                int parameter = 1;
                for (@Nullable Object[] row : some) {
                    for (Object value : row) {
                        prepared.setObject(parameter, value);
                        parameter++;
                    }
                }
                prepared.executeUpdate();
            }
        }
    }

    /** The transaction's connection, for queries; they see what was flushed. */
    public Connection connection() {
        return connection;
    }

    /** One row more for a statement. */
    public void add(String sql, Parameters row) {
        oneByOne(sql).add(new Row(row, false));
    }

    /** One row more for a statement that must change exactly one. */
    public void change(String sql, Parameters row) {
        oneByOne(sql).add(new Row(row, true));
    }

    private List<Row> oneByOne(String sql) {
        return ((OneByOne) gathered.computeIfAbsent(sql, first -> new OneByOne(sql, new ArrayList<>()))).rows();
    }

    /** One row more for a statement that takes many; the values are those of its parameters, null for NULL. */
    public void add(ManyRows statement, @Nullable Object... values) {
        Gathered rows = gathered.computeIfAbsent(statement, first -> new Together(statement, new ArrayList<>()));
        ((Together) rows).rows().add(values);
    }

    /**
     * Sends all that was added since the last time.
     *
     * @throws IllegalStateException where a row that must be there is not; nothing of the transaction may be committed then
     */
    public void flush() throws SQLException {
        for (Gathered one : gathered.values()) {
            one.send(connection);
        }
        gathered.clear();
    }
}
