package io.wattledger.pricing.store;

import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.flow.DayKey;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Columns of many rows as arrays, so that one statement works on all of them, and back. */
final class Columns {

    /** Lets what could not be rated rest, longer each time; parameters: the reason and the time of now. */
    static final String SET_ASIDE =
            "failures = x.failures + 1, failure = ?, rests_until = ? + least(interval '1 hour', interval '1 minute' * (1 << least(x.failures, 6)))";

    private Columns() {}

    static <T> Array texts(Connection connection, Collection<T> rows, Function<T, @Nullable String> column)
            throws SQLException {
        return array(connection, "text", rows, column);
    }

    static <T> Array numbers(Connection connection, Collection<T> rows, Function<T, Object> column)
            throws SQLException {
        return array(connection, "numeric", rows, column);
    }

    static <T> Array longs(Connection connection, Collection<T> rows, Function<T, Object> column) throws SQLException {
        return array(connection, "bigint", rows, column);
    }

    static <T> Array booleans(Connection connection, Collection<T> rows, Function<T, Object> column)
            throws SQLException {
        return array(connection, "boolean", rows, column);
    }

    static <T> Array instants(Connection connection, Collection<T> rows, Function<T, @Nullable Instant> column)
            throws SQLException {
        return array(connection, "timestamptz", rows, row -> {
            Instant instant = column.apply(row);
            return instant == null ? null : instant.toString();
        });
    }

    static <T> Array dates(Connection connection, Collection<T> rows, Function<T, LocalDate> column)
            throws SQLException {
        return array(connection, "date", rows, row -> column.apply(row).toString());
    }

    private static <T> Array array(
            Connection connection, String type, Collection<T> rows, Function<T, ? extends @Nullable Object> column)
            throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(column).toArray());
    }

    /** An instant as the driver wants it. */
    static OffsetDateTime parameter(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** What a query counts. */
    static long count(Connection connection, String sql) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(sql);
                ResultSet row = count.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** What a query counts that has one parameter, an instant. */
    static long count(Connection connection, String sql, Instant instant) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(sql)) {
            count.setObject(1, parameter(instant));
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** The day named by the columns that lead every table of days. */
    static DayKey dayKey(ResultSet row) throws SQLException {
        return new DayKey(usageKey(row), row.getObject("site_date", LocalDate.class));
    }

    /** The series named by the columns that lead every table. */
    static UsageKey usageKey(ResultSet row) throws SQLException {
        return new UsageKey(
                row.getString("tenant_id"), row.getString("project"), row.getString("site"), row.getString("sku"));
    }

    /** The record that the column {@code message} holds as it was published. */
    static RatedUsage message(ResultSet row) throws SQLException {
        return JsonText.read(row.getBytes("message"), RatedUsage.class);
    }

    /** The five arrays that name days, for {@code unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::date[])}. */
    static List<Array> days(Connection connection, Collection<DayKey> days) throws SQLException {
        return List.of(
                texts(connection, days, day -> day.key().tenant()),
                texts(connection, days, day -> day.key().project()),
                texts(connection, days, day -> day.key().site()),
                texts(connection, days, day -> day.key().sku()),
                dates(connection, days, DayKey::siteDay));
    }

    /** A text that the column never lacks. */
    static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column), column);
    }
}
