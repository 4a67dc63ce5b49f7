package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.DatabaseException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Binds rows to a statement column by column, each as one array for {@code unnest}: one round trip for a whole batch, and
 * it works under row-level security, where {@code COPY} does not.
 *
 * @param <R> a row
 */
final class Columns<R> {

    private final Connection connection;
    private final PreparedStatement statement;
    private final List<R> rows;
    private int next;

    /** Binds {@code rows} from the parameter {@code first} on. */
    Columns(Connection connection, PreparedStatement statement, int first, List<R> rows) {
        this.connection = connection;
        this.statement = statement;
        this.rows = rows;
        this.next = first;
    }

    /** Binds every column of a statement. */
    @FunctionalInterface
    interface Filling<R> {
        void fill(Columns<R> columns) throws SQLException;
    }

    /** Runs a statement that writes {@code rows}, on the connection of the transaction; not where there are none. */
    static <R> void write(DataSource dataSource, String sql, Collection<R> rows, Filling<R> filling) {
        try (Connection connection = dataSource.getConnection()) {
            write(connection, sql, rows, filling);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** The same on a connection that is open. */
    static <R> void write(Connection connection, String sql, Collection<R> rows, Filling<R> filling)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            filling.fill(new Columns<>(connection, statement, 1, List.copyOf(rows)));
            statement.executeUpdate();
        }
    }

    /** Binds an instant that is the same for all rows. */
    Columns<R> forAll(Instant instant) throws SQLException {
        statement.setObject(next++, instant.atOffset(ZoneOffset.UTC));
        return this;
    }

    Columns<R> texts(Function<R, @Nullable String> column) throws SQLException {
        @Nullable String[] values = new String[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return bind("text", values);
    }

    Columns<R> bytes(Function<R, byte @Nullable []> column) throws SQLException {
        byte @Nullable [][] values = new byte[rows.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return bind("bytea", values);
    }

    Columns<R> numbers(ToLongFunction<R> column) throws SQLException {
        long[] values = new long[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.applyAsLong(rows.get(i));
        }
        // The driver takes a primitive array as it is and sends it in binary.
        statement.setObject(next++, values);
        return this;
    }

    Columns<R> numbersOrNull(Function<R, @Nullable Long> column) throws SQLException {
        @Nullable Long[] values = new Long[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return bind("int8", values);
    }

    Columns<R> instants(Function<R, Instant> column) throws SQLException {
        String[] values = new String[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i)).toString();
        }
        return bind("timestamptz", values);
    }

    Columns<R> instantsOrNull(Function<R, @Nullable Instant> column) throws SQLException {
        @Nullable String[] values = new String[rows.size()];
        for (int i = 0; i < values.length; i++) {
            Instant value = column.apply(rows.get(i));
            values[i] = value == null ? null : value.toString();
        }
        return bind("timestamptz", values);
    }

    private Columns<R> bind(String type, Object[] values) throws SQLException {
        statement.setArray(next++, connection.createArrayOf(type, values));
        return this;
    }
}
