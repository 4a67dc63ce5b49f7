package io.wattledger.pricing.store;

import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.pricing.flow.DayKey;
import io.wattledger.pricing.flow.DirtyDays;
import io.wattledger.pricing.flow.Ripeness;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Keeps the marks of dirty days in PostgreSQL; always written in the order of the key, so that nobody deadlocks. */
@ApplicationScoped
public class PostgresDirtyDays implements DirtyDays {

    private static final String DAYS = "unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::date[])"
            + " AS d (tenant_id, project, site, sku, site_date)";

    private static final String INSERT = """
            INSERT INTO dirty_day (tenant_id, project, site, sku, site_date, dirty_since, touched_at, rests_until)
            SELECT d.tenant_id, d.project, d.site, d.sku, d.site_date, ?, ?, %s
            FROM %s
            ORDER BY 1, 2, 3, 4, 5
            ON CONFLICT (tenant_id, project, site, sku, site_date) DO UPDATE SET %s
            """;

    private static final String RESTS_UNTIL = "coalesce((SELECT max(x.rests_until) FROM rated_day x WHERE "
            + PostgresRatedDays.OF_DAY + "), '-infinity')";

    /** What failed is tried again soon, since its usage is another now; not at once, since that of a running day always is. */
    private static final String TOUCH = INSERT.formatted(
            RESTS_UNTIL,
            DAYS,
            "touched_at = excluded.touched_at, rests_until = CASE WHEN dirty_day.failures > 0"
                    + " THEN least(dirty_day.rests_until, excluded.touched_at + interval '1 minute')"
                    + " ELSE dirty_day.rests_until END");

    /** The update is needed where nothing rests too: only an update waits for the one who has locked the row. */
    private static final String MARK = markOf(DAYS);

    private static final String MARK_DIRTY =
            markOf("(SELECT tenant_id, project, site, sku, site_date FROM dirty_day WHERE tenant_id = ANY (?)) AS d");

    private static final String SAME_DAY = "x.tenant_id = d.tenant_id AND x.project = d.project AND x.site = d.site"
            + " AND x.sku = d.sku AND x.site_date = d.site_date";

    private static final String UNTOLD = """
            SELECT DISTINCT d.tenant_id, d.project, d.site, d.sku, d.site_date FROM open_usage d
            WHERE d.missing <> 'contract' AND NOT EXISTS (SELECT FROM dirty_day x WHERE %s) LIMIT ?
            """.formatted(SAME_DAY);

    private static final String RIPE = "SELECT tenant_id, project, site, sku, site_date FROM dirty_day"
            + " WHERE rests_until <= ? AND (touched_at <= ? OR dirty_since <= ?) ORDER BY tenant_id, project, site, sku, site_date LIMIT ?";

    private static final String CLAIM = "SELECT x.tenant_id, x.project, x.site, x.sku, x.site_date FROM dirty_day x"
            + " JOIN " + DAYS + " ON " + SAME_DAY
            + " ORDER BY x.tenant_id, x.project, x.site, x.sku, x.site_date FOR UPDATE OF x SKIP LOCKED";

    private static final String SET_ASIDE =
            "UPDATE dirty_day x SET " + Columns.SET_ASIDE + " FROM " + DAYS + " WHERE " + SAME_DAY;

    private static final String DONE = "DELETE FROM dirty_day x USING " + DAYS + " WHERE " + SAME_DAY;

    /** A mark of the days that stand under the name {@code d} in SQL; its first two parameters are the time of now. */
    static String markOf(String days) {
        return INSERT.formatted("'-infinity'", days, "rests_until = excluded.rests_until");
    }

    @Override
    public void touch(Connection connection, SortedSet<DayKey> days, Instant now) throws SQLException {
        insert(connection, TOUCH, days, now);
    }

    @Override
    public void mark(Connection connection, SortedSet<DayKey> days, Instant now) throws SQLException {
        insert(connection, MARK, days, now);
    }

    @Override
    public SortedSet<DayKey> untold(Connection connection, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(UNTOLD)) {
            select.setInt(1, most);
            return new TreeSet<>(read(select));
        }
    }

    @Override
    public SortedMap<String, Long> dirtyByTenant(Connection connection) throws SQLException {
        SortedMap<String, Long> counts = new TreeMap<>();
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT tenant_id, count(*) FROM dirty_day GROUP BY 1");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                counts.put(row.getString(1), row.getLong(2));
            }
        }
        return counts;
    }

    @Override
    public void markDirty(Connection connection, Collection<String> tenants, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(MARK_DIRTY)) {
            insert.setObject(1, Columns.parameter(now));
            insert.setObject(2, Columns.parameter(now));
            insert.setArray(3, Columns.texts(connection, tenants, tenant -> tenant));
            insert.executeUpdate();
        }
    }

    private static void insert(Connection connection, String sql, SortedSet<DayKey> days, Instant now)
            throws SQLException {
        if (days.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setObject(1, Columns.parameter(now));
            insert.setObject(2, Columns.parameter(now));
            setDays(insert, 3, Columns.days(connection, days));
            insert.executeUpdate();
        }
    }

    @Override
    public List<DayKey> ripe(Connection connection, Ripeness ripeness, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(RIPE)) {
            select.setObject(1, Columns.parameter(ripeness.restedBy()));
            select.setObject(2, Columns.parameter(ripeness.quietSince()));
            select.setObject(3, Columns.parameter(ripeness.waitingSince()));
            select.setInt(4, most);
            return read(select);
        }
    }

    @Override
    public List<DayKey> claim(Connection connection, Collection<DayKey> days) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CLAIM)) {
            setDays(select, 1, Columns.days(connection, days));
            return read(select);
        }
    }

    @Override
    public void done(Connection connection, Collection<DayKey> days) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DONE)) {
            setDays(delete, 1, Columns.days(connection, days));
            delete.executeUpdate();
        }
    }

    @Override
    public long waiting(Connection connection, Instant now) throws SQLException {
        return Columns.count(connection, "SELECT count(*) FROM dirty_day WHERE rests_until <= ?", now);
    }

    @Override
    public void setAside(Connection connection, DayKey day, String reason, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SET_ASIDE)) {
            update.setString(1, reason);
            update.setObject(2, Columns.parameter(now));
            setDays(update, 3, Columns.days(connection, List.of(day)));
            update.executeUpdate();
        }
    }

    @Override
    public long failed(Connection connection) throws SQLException {
        return Columns.count(connection, "SELECT count(*) FROM dirty_day WHERE failures > 0");
    }

    private static void setDays(PreparedStatement statement, int first, List<Array> columns) throws SQLException {
        int index = first;
        for (Array column : columns) {
            statement.setArray(index++, column);
        }
    }

    private static List<DayKey> read(PreparedStatement select) throws SQLException {
        return Rows.read(select, Columns::dayKey);
    }
}
