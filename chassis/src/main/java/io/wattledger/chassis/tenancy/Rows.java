package io.wattledger.chassis.tenancy;

import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a statement finds. */
public final class Rows {

    private Rows() {}

    /** Makes something of the row at which a result stands. */
    @FunctionalInterface
    public interface Reading<T> {
        /** Reads columns, and leaves the result where it stands. */
        T of(ResultSet row) throws SQLException;
    }

    /** What a statement finds, in its order; empty where it finds nothing. The list may be changed. */
    public static <T> List<T> read(PreparedStatement statement, Reading<T> reading) throws SQLException {
        List<T> found = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                found.add(reading.of(row));
            }
        }
        return found;
    }

    /** A sum that the database adds up without a bound, from a column that is not null. */
    public static BigInteger sum(ResultSet row, int column) throws SQLException {
        return row.getBigDecimal(column).toBigIntegerExact();
    }

    /** The same by the column's name. */
    public static BigInteger sum(ResultSet row, String column) throws SQLException {
        return sum(row, row.findColumn(column));
    }

    /** The instant in a column that is not null. */
    public static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** The same by the column's name. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return instant(row, row.findColumn(column));
    }

    /** The instant in a column; null where there is none. */
    public static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** The same by the column's name. */
    public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        return instantOrNull(row, row.findColumn(column));
    }
}
