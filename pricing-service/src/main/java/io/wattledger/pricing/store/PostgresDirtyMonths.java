package io.wattledger.pricing.store;

import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.pricing.flow.DirtyMonths;
import io.wattledger.pricing.flow.InputChange;
import io.wattledger.pricing.flow.MonthKey;
import io.wattledger.pricing.flow.Ripeness;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Keeps the marks of dirty months in PostgreSQL; always written in the order of the key, so that nobody deadlocks. */
@ApplicationScoped
public class PostgresDirtyMonths implements DirtyMonths {

    private static final String MONTHS = "unnest(?::text[], ?::text[], ?::date[]) AS d (tenant_id, contract, month)";

    private static final String SAME_MONTH =
            "x.tenant_id = d.tenant_id AND x.contract = d.contract AND x.month = d.month";

    private static final String INSERT = """
            INSERT INTO dirty_month (tenant_id, contract, month, marked_at, rests_until)
            SELECT d.tenant_id, d.contract, d.month, ?, %s
            FROM %s
            ORDER BY 1, 2, 3
            ON CONFLICT (tenant_id, contract, month) DO UPDATE SET %s
            """;

    /**
     * Changes nothing where the mark is older, except that what failed is tried again soon; it makes this wait for the one who has
     * locked the row.
     */
    private static final String TOUCH = INSERT.formatted(
            "coalesce((SELECT x.rests_until FROM rated_month x WHERE " + SAME_MONTH + "), '-infinity')",
            MONTHS,
            "rests_until = CASE WHEN dirty_month.failures > 0"
                    + " THEN least(dirty_month.rests_until, excluded.marked_at + interval '1 minute')"
                    + " ELSE dirty_month.rests_until END");

    /** The update makes this wait for the one who has locked the row. */
    private static final String MARK = INSERT.formatted("'-infinity'", MONTHS, "rests_until = excluded.rests_until");

    private static final String UNKNOWN = "SELECT d.tenant_id, d.contract, d.month FROM " + MONTHS
            + " WHERE NOT EXISTS (SELECT FROM rated_month x WHERE " + SAME_MONTH + ")"
            + " AND NOT EXISTS (SELECT FROM dirty_month x WHERE " + SAME_MONTH + ")";

    private static final String AFFECTED = """
            SELECT tenant_id, contract, month FROM rated_month
            WHERE %s AND month < ? AND month + interval '1 month' + interval '1 day' > ?
            """;

    /**
     * Records of a month name the series and rates that they were made from. Those rated by an older version do not name what only
     * a negotiated component reads, so whoever has negotiated one that names it is rated again; where nothing differs, nothing is told.
     */
    private static final String READ = """
            (EXISTS (SELECT FROM rated_day d
                     WHERE d.tenant_id = rated_month.tenant_id AND d.site = '-' AND ? = ANY (d.inputs))
                OR EXISTS (SELECT FROM tariff_override o
                           WHERE o.tenant_id = rated_month.tenant_id AND strpos(o.components, ?) > 0))
            """;

    private static final String RIPE = """
            SELECT m.tenant_id, m.contract, m.month FROM dirty_month m
            WHERE m.rests_until <= ?
                AND (m.marked_at <= ?
                        AND NOT EXISTS (SELECT FROM dirty_day d WHERE d.tenant_id = m.tenant_id AND d.rests_until <= ?)
                    OR m.marked_at <= ?)
            ORDER BY 1, 2, 3 LIMIT ?
            """;

    private static final String TENANTS = "SELECT DISTINCT tenant_id FROM dirty_month ORDER BY tenant_id";

    private static final String AWAIT_RATED =
            "SELECT FROM dirty_month WHERE tenant_id = ANY (?) ORDER BY tenant_id, contract, month FOR KEY SHARE";

    private static final String LOCK_TENANTS = "SELECT tenant FROM unnest(?::text[]) AS given (tenant)"
            + " WHERE pg_try_advisory_xact_lock(hashtextextended('months' || chr(31) || tenant, 0))";

    private static final String CLAIM = "SELECT x.tenant_id, x.contract, x.month,"
            + " coalesce((SELECT r.times_rated FROM rated_month r WHERE r.tenant_id = x.tenant_id"
            + " AND r.contract = x.contract AND r.month = x.month), 0) AS times_rated FROM dirty_month x JOIN " + MONTHS
            + " ON " + SAME_MONTH + " ORDER BY 1, 2, 3 FOR UPDATE OF x SKIP LOCKED";

    private static final String SET_ASIDE =
            "UPDATE dirty_month x SET " + Columns.SET_ASIDE + " FROM " + MONTHS + " WHERE " + SAME_MONTH;

    private static final String DONE = "DELETE FROM dirty_month x USING " + MONTHS + " WHERE " + SAME_MONTH;

    private static final String REMEMBER = """
            INSERT INTO rated_month AS x (tenant_id, contract, month, tariff, rests_until, times_rated)
            SELECT d.tenant_id, d.contract, d.month, d.tariff, d.rests_until, 1
            FROM unnest(?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::date[])
                AS d (tariff, rests_until, tenant_id, contract, month)
            ON CONFLICT (tenant_id, contract, month) DO UPDATE
            SET tariff = excluded.tariff, rests_until = excluded.rests_until, times_rated = x.times_rated + 1
            """;

    private static final LocalDate EVER = LocalDate.of(1, 1, 1);
    private static final LocalDate NEVER = LocalDate.of(9999, 1, 1);

    @Override
    public void touch(Connection connection, SortedSet<MonthKey> months, Instant now) throws SQLException {
        insert(connection, TOUCH, months, now);
    }

    @Override
    public void mark(Connection connection, SortedSet<MonthKey> months, Instant now) throws SQLException {
        insert(connection, MARK, months, now);
    }

    @Override
    public List<String> tenants(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(TENANTS)) {
            return Rows.read(select, row -> row.getString(1));
        }
    }

    @Override
    public void awaitRated(Connection connection, Collection<String> tenants) throws SQLException {
        try (PreparedStatement await = connection.prepareStatement(AWAIT_RATED)) {
            await.setArray(1, connection.createArrayOf("text", tenants.toArray()));
            await.execute();
        }
    }

    private static void insert(Connection connection, String sql, SortedSet<MonthKey> months, Instant now)
            throws SQLException {
        if (months.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setObject(1, Columns.parameter(now));
            setMonths(connection, insert, 2, months);
            insert.executeUpdate();
        }
    }

    @Override
    public SortedSet<MonthKey> unknown(Connection connection, SortedSet<MonthKey> months) throws SQLException {
        if (months.isEmpty()) {
            return new TreeSet<>();
        }
        try (PreparedStatement select = connection.prepareStatement(UNKNOWN)) {
            setMonths(connection, select, 1, months);
            return new TreeSet<>(read(select));
        }
    }

    @Override
    public SortedSet<MonthKey> affected(Connection connection, InputChange change) throws SQLException {
        String which =
                switch (change.kind()) {
                    case TARIFF -> "tariff = ?";
                    case ACCOUNT -> "tenant_id = ?";
                    case SITE, SKU -> "? <> ''";
                    case PRICE, RATE -> READ;
                    case CARBON -> "? = ''";
                };
        try (PreparedStatement select = connection.prepareStatement(AFFECTED.formatted(which))) {
            int place = 1;
            for (String subject : subjects(change)) {
                select.setString(place++, subject);
            }
            select.setObject(
                    place++, change.end() == null ? NEVER : day(change.end()).plusDays(1));
            select.setObject(
                    place, change.start() == null ? EVER : day(change.start()).minusDays(1));
            return new TreeSet<>(read(select));
        }
    }

    /** The parameters of the condition: what it is called among the inputs of a record, and in the JSON of components. */
    private static List<String> subjects(InputChange change) {
        String subject = change.subject();
        return switch (change.kind()) {
            case PRICE -> List.of("price:" + subject, '"' + subject + '"');
            case RATE -> List.of("rate:" + subject, '"' + subject + '"');
            case TARIFF, SITE, SKU, ACCOUNT, CARBON -> List.of(subject);
        };
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    @Override
    public List<MonthKey> ripe(Connection connection, Ripeness ripeness, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(RIPE)) {
            select.setObject(1, Columns.parameter(ripeness.restedBy()));
            select.setObject(2, Columns.parameter(ripeness.quietSince()));
            select.setObject(3, Columns.parameter(ripeness.restedBy()));
            select.setObject(4, Columns.parameter(ripeness.waitingSince()));
            select.setInt(5, most);
            return read(select);
        }
    }

    @Override
    public List<Claimed> claim(Connection connection, Collection<MonthKey> months) throws SQLException {
        Set<String> tenants = lockTenants(
                connection, months.stream().map(MonthKey::tenant).distinct().toList());
        try (PreparedStatement select = connection.prepareStatement(CLAIM)) {
            setMonths(
                    connection,
                    select,
                    1,
                    months.stream()
                            .filter(month -> tenants.contains(month.tenant()))
                            .toList());
            return Rows.read(select, row -> new Claimed(month(row), row.getLong("times_rated")));
        }
    }

    private static Set<String> lockTenants(Connection connection, Collection<String> tenants) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK_TENANTS)) {
            lock.setArray(1, Columns.texts(connection, tenants, tenant -> tenant));
            return Set.copyOf(Rows.read(lock, row -> row.getString(1)));
        }
    }

    @Override
    public void done(Connection connection, SortedMap<MonthKey, Rated> rated) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DONE);
                PreparedStatement remember = connection.prepareStatement(REMEMBER)) {
            setMonths(connection, delete, 1, rated.keySet());
            delete.executeUpdate();
            remember.setArray(1, Columns.texts(connection, rated.values(), Rated::tariff));
            remember.setArray(2, Columns.instants(connection, rated.values(), Rated::restsUntil));
            setMonths(connection, remember, 3, rated.keySet());
            remember.executeUpdate();
        }
    }

    @Override
    public long waiting(Connection connection, Instant now) throws SQLException {
        return Columns.count(connection, "SELECT count(*) FROM dirty_month WHERE rests_until <= ?", now);
    }

    @Override
    public void setAside(Connection connection, MonthKey month, String reason, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SET_ASIDE)) {
            update.setString(1, reason);
            update.setObject(2, Columns.parameter(now));
            setMonths(connection, update, 3, List.of(month));
            update.executeUpdate();
        }
    }

    @Override
    public long failed(Connection connection) throws SQLException {
        return Columns.count(connection, "SELECT count(*) FROM dirty_month WHERE failures > 0");
    }

    private static void setMonths(
            Connection connection, PreparedStatement statement, int first, Collection<MonthKey> months)
            throws SQLException {
        statement.setArray(first, Columns.texts(connection, months, MonthKey::tenant));
        statement.setArray(first + 1, Columns.texts(connection, months, MonthKey::contract));
        statement.setArray(first + 2, Columns.dates(connection, months, MonthKey::month));
    }

    private static List<MonthKey> read(PreparedStatement select) throws SQLException {
        return Rows.read(select, PostgresDirtyMonths::month);
    }

    private static MonthKey month(ResultSet row) throws SQLException {
        return new MonthKey(
                Columns.text(row, "tenant_id"), Columns.text(row, "contract"), row.getObject("month", LocalDate.class));
    }
}
