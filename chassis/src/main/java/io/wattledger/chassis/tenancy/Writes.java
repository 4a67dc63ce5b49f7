package io.wattledger.chassis.tenancy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes of rows that are gathered over many documents of one transaction and sent together: a statement once with all its
 * rows, the statements in the order in which each was first asked for.
 *
 * <p>So what refers to another row must be asked for after it in every document alike. Nothing of it is visible to the
 * transaction's queries before {@link #flush}, and nothing is sent at all without it. One thread at a time.
 */
public final class Writes {

    private final Connection connection;
    private final Map<String, List<Row>> rows = new LinkedHashMap<>();

    /** @param connection of the transaction; whoever has opened it closes it */
    public Writes(Connection connection) {
        this.connection = connection;
    }

    /** Sets the parameters of a statement for one row. */
    @FunctionalInterface
    public interface Parameters {
        /** Sets all of them. */
        void set(PreparedStatement statement) throws SQLException;
    }

    private record Row(Parameters parameters, boolean mustBeThere) {}

    /** The transaction's connection, for queries; they see what was flushed. */
    public Connection connection() {
        return connection;
    }

    /** One row more for a statement. */
    public void add(String sql, Parameters row) {
        rows.computeIfAbsent(sql, first -> new ArrayList<>()).add(new Row(row, false));
    }

    /** One row more for a statement that must change exactly one. */
    public void change(String sql, Parameters row) {
        rows.computeIfAbsent(sql, first -> new ArrayList<>()).add(new Row(row, true));
    }

    /**
     * Sends all that was added since the last time.
     *
     * @throws IllegalStateException where a row that must be there is not; nothing of the transaction may be committed then
     */
    public void flush() throws SQLException {
        for (Map.Entry<String, List<Row>> one : rows.entrySet()) {
            try (PreparedStatement statement = connection.prepareStatement(one.getKey())) {
                for (Row row : one.getValue()) {
                    row.parameters().set(statement);
                    statement.addBatch();
                }
                requireAll(one.getKey(), one.getValue(), statement.executeBatch());
            }
        }
        rows.clear();
    }

    private static void requireAll(String sql, List<Row> rows, int[] changed) {
        for (int i = 0; i < changed.length; i++) {
            if (rows.get(i).mustBeThere() && changed[i] != 1) {
                throw new IllegalStateException(changed[i] + " rows were changed, not one: " + sql);
            }
        }
    }
}
