package io.wattledger.pricing.store;

import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.flow.DayKey;
import io.wattledger.pricing.flow.InputChange;
import io.wattledger.pricing.flow.InputChange.Kind;
import io.wattledger.pricing.flow.InputChanges;
import io.wattledger.pricing.tariff.WhenMissing;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Keeps changed inputs in PostgreSQL and finds the days that depend on them. */
@ApplicationScoped
public class PostgresInputChanges implements InputChanges {

    private static final String NOTE =
            "INSERT INTO input_change (tenant_id, kind, subject, starts_at, ends_at) VALUES (?, ?, ?, ?, ?)";

    private static final String WAITING = "SELECT tenant_id, change_id, kind, subject, starts_at, ends_at"
            + " FROM input_change ORDER BY change_id LIMIT ?";

    private static final String DONE = "DELETE FROM input_change c USING unnest(?::text[], ?::bigint[])"
            + " AS d (tenant_id, change_id) WHERE c.tenant_id = d.tenant_id AND c.change_id = d.change_id";

    /**
     * Days rated with it, and open usage that waits for it; parameters: what it is, its start, its end, twice.
     * Usage that waits for its site lies under the day of UTC, so where a site changes the days beside are taken too, and those
     * beside usage without a contract, which may wait for its site as well. Records of a month (site {@code -}) are no days; they
     * follow from theirs.
     */
    private static final String AFFECTED = """
            SELECT tenant_id, project, site, sku, site_date%s FROM rated_day%s
            WHERE site <> '-' AND %s = %s AND period_end > ? AND period_start < ?
            UNION
            SELECT tenant_id, project, site, sku, site_date + beside FROM open_usage, generate_series(-1, 1) AS beside
            WHERE %s AND period_end > ? AND period_start < ?
            """;

    private static final String BY_TENANT = "SELECT tenant_id, count(*) FROM (%s) AS day GROUP BY 1";

    /** Stands where the days of a mark do; a parameter more: the tenants. */
    private static final String MARKED = "(SELECT * FROM (%s) AS day WHERE tenant_id = ANY (?)) AS d";

    /** Rows that a cursor fetches at a time. */
    private static final int PAGE = 5_000;

    private static final Instant EVER = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    @Override
    public void note(Connection connection, String tenant, InputChange change) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(NOTE)) {
            insert.setString(1, tenant);
            insert.setString(2, change.kind().name().toLowerCase(Locale.ROOT));
            insert.setString(3, change.subject());
            insert.setObject(4, change.start() == null ? null : Columns.parameter(change.start()));
            insert.setObject(5, change.end() == null ? null : Columns.parameter(change.end()));
            insert.executeUpdate();
        }
    }

    @Override
    public List<Waiting> waiting(Connection connection, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(WAITING)) {
            select.setInt(1, most);
            List<Waiting> waiting = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    InputChange change = new InputChange(
                            Kind.valueOf(Columns.text(row, "kind").toUpperCase(Locale.ROOT)),
                            Columns.text(row, "subject"),
                            Rows.instantOrNull(row, "starts_at"),
                            Rows.instantOrNull(row, "ends_at"));
                    waiting.add(new Waiting(Columns.text(row, "tenant_id"), row.getLong("change_id"), change));
                }
            }
            return waiting;
        }
    }

    /** A selection of days, with the interval in which it is looked for. */
    private record Selection(String name, Interval interval) {}

    /** A price may stand in for one that is missing later, so there are two for a price. */
    private static List<Selection> selections(InputChange change) {
        Instant start = change.start() == null ? EVER : change.start();
        Instant end = change.end() == null ? NEVER : change.end();
        Selection itself = new Selection(subject(change), new Interval(start, end));
        return change.kind() == Kind.PRICE && change.end() != null
                ? List.of(
                        itself,
                        new Selection(
                                "before:" + change.subject(), new Interval(end, end.plus(WhenMissing.OLDEST_BEFORE))))
                : List.of(itself);
    }

    @Override
    public @Nullable SortedSet<DayKey> affected(Connection connection, InputChange change, int most)
            throws SQLException {
        SortedSet<DayKey> days = new TreeSet<>();
        for (Selection selection : selections(change)) {
            try (PreparedStatement select = connection.prepareStatement(sql(change.kind()))) {
                select.setFetchSize(PAGE);
                bind(select, 1, change, selection);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        days.add(Columns.dayKey(row));
                        if (days.size() > most) {
                            return null;
                        }
                    }
                }
            }
        }
        return days;
    }

    @Override
    public SortedMap<String, Long> affectedByTenant(Connection connection, InputChange change) throws SQLException {
        SortedMap<String, Long> counts = new TreeMap<>();
        for (Selection selection : selections(change)) {
            try (PreparedStatement select = connection.prepareStatement(BY_TENANT.formatted(sql(change.kind())))) {
                bind(select, 1, change, selection);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        counts.merge(row.getString(1), row.getLong(2), Long::sum);
                    }
                }
            }
        }
        return counts;
    }

    @Override
    public void mark(Connection connection, InputChange change, Collection<String> tenants, Instant now)
            throws SQLException {
        for (Selection selection : selections(change)) {
            String selected = MARKED.formatted(sql(change.kind()));
            try (PreparedStatement insert = connection.prepareStatement(PostgresDirtyDays.markOf(selected))) {
                insert.setObject(1, Columns.parameter(now));
                insert.setObject(2, Columns.parameter(now));
                bind(insert, 3, change, selection);
                insert.setArray(9, Columns.texts(connection, tenants, tenant -> tenant));
                insert.executeUpdate();
            }
        }
    }

    private static void bind(PreparedStatement statement, int first, InputChange change, Selection selection)
            throws SQLException {
        statement.setString(first, selection.name());
        statement.setObject(first + 1, Columns.parameter(selection.interval().start()));
        statement.setObject(first + 2, Columns.parameter(selection.interval().end()));
        statement.setString(first + 3, change.subject());
        statement.setObject(first + 4, Columns.parameter(selection.interval().start()));
        statement.setObject(first + 5, Columns.parameter(selection.interval().end()));
    }

    /** A price, rate or carbon factor is named among the inputs of a rated day; usage that is open for want of a contract has none. */
    private static String sql(Kind kind) {
        return switch (kind) {
            case PRICE, RATE, CARBON -> AFFECTED.formatted("", "", "?", "ANY (inputs)", "? = ''");
            case TARIFF -> AFFECTED.formatted("", "", "tariff", "?", "starts_with(missing, 'tariff ' || ?)");
            case SITE ->
                AFFECTED.formatted(
                        " + beside AS site_date", ", generate_series(-1, 1) AS beside", "site", "?", "site = ?");
            case SKU -> AFFECTED.formatted("", "", "sku", "?", "sku = ?");
            case ACCOUNT -> AFFECTED.formatted("", "", "tenant_id", "?", "tenant_id = ?");
        };
    }

    private static String subject(InputChange change) {
        return switch (change.kind()) {
            case PRICE -> "price:" + change.subject();
            case RATE -> "rate:" + change.subject();
            case CARBON -> "carbon:" + change.subject();
            case TARIFF, SITE, SKU, ACCOUNT -> change.subject();
        };
    }

    @Override
    public void done(Connection connection, Collection<Waiting> changes) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DONE)) {
            delete.setArray(1, Columns.texts(connection, changes, Waiting::tenant));
            delete.setArray(2, Columns.longs(connection, changes, Waiting::id));
            delete.executeUpdate();
        }
    }

    @Override
    public long count(Connection connection) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement("SELECT count(*) FROM input_change");
                ResultSet row = count.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
