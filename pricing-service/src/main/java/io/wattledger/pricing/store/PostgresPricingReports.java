package io.wattledger.pricing.store;

import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.flow.DayKey;
import io.wattledger.pricing.flow.PricingReports;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads reports from PostgreSQL. */
@ApplicationScoped
public class PostgresPricingReports implements PricingReports {

    private static final String PLACE = "(tenant_id, project, site, sku, period_start)";

    private static final String RATED = """
            SELECT message FROM rated_day
            WHERE (?::text IS NULL OR tenant_id = ?) AND period_end > ? AND period_start < ?
                AND %s > (?, ?, ?, ?, ?::timestamptz)
            ORDER BY tenant_id, project, site, sku, period_start LIMIT ?
            """.formatted(PLACE);

    private static final String GAPS = "SELECT message FROM rated_day WHERE gap_count > 0";

    private static final String OPEN = "SELECT tenant_id, project, site, sku, site_date, period_start, period_end,"
            + " missing, milli_gpu_seconds FROM open_usage WHERE true";

    /** The day in UTC stands for that of the site, and the month in UTC for that of the contract: the mark has no time zone. */
    private static final String FAILED = """
            SELECT * FROM (
                SELECT tenant_id, project, site, sku, site_date, site_date::timestamp AT TIME ZONE 'UTC' AS period_start,
                    (site_date + 1)::timestamp AT TIME ZONE 'UTC' AS period_end, 'rating: ' || failure AS missing,
                    0 AS milli_gpu_seconds
                FROM dirty_day WHERE failures > 0
                UNION ALL
                SELECT tenant_id, '-', '-', '-', month, month::timestamp AT TIME ZONE 'UTC',
                    (month + interval '1 month') AT TIME ZONE 'UTC', 'rating of contract ' || contract || ': ' || failure, 0
                FROM dirty_month WHERE failures > 0) AS failed
            WHERE true
            """;

    /** From a place on, which itself is told again: of its items some may be left. */
    private static final String FROM_PLACE = """
             AND (?::text[] IS NULL OR tenant_id = ANY (?::text[])) AND %s >= (?, ?, ?, ?, ?::timestamptz)
            ORDER BY tenant_id, project, site, sku, period_start%s LIMIT ?
            """;

    @Override
    public List<RatedUsage> ratedDays(
            Connection connection, @Nullable String tenant, Interval window, @Nullable Place after, int most)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(RATED)) {
            select.setString(1, tenant);
            select.setString(2, tenant);
            select.setObject(3, Columns.parameter(window.start()));
            select.setObject(4, Columns.parameter(window.end()));
            setPlace(select, 5, after);
            select.setInt(10, most);
            return Rows.read(select, Columns::message);
        }
    }

    /** Before all others where there is none. */
    private static void setPlace(PreparedStatement statement, int first, @Nullable Place place) throws SQLException {
        statement.setString(first, place == null ? "" : place.tenant());
        statement.setString(first + 1, place == null ? "" : place.project());
        statement.setString(first + 2, place == null ? "" : place.site());
        statement.setString(first + 3, place == null ? "" : place.sku());
        statement.setString(
                first + 4, place == null ? "-infinity" : place.start().toString());
    }

    @Override
    public List<Unpriced> unpriced(
            Connection connection, @Nullable Collection<String> tenants, @Nullable GapPlace after, int most)
            throws SQLException {
        List<Unpriced> found = new ArrayList<>();
        for (Cause cause : Cause.values()) {
            int comparison = after == null ? 1 : cause.compareTo(after.cause());
            if (comparison >= 0 && found.size() < most) {
                found.addAll(of(cause, connection, tenants, comparison == 0 ? after : null, most - found.size()));
            }
        }
        return found;
    }

    private static List<Unpriced> of(
            Cause cause,
            Connection connection,
            @Nullable Collection<String> tenants,
            @Nullable GapPlace after,
            int most)
            throws SQLException {
        String sql =
                switch (cause) {
                    case FAILED -> FAILED + FROM_PLACE.formatted(PLACE, ", missing");
                    case OPEN -> OPEN + FROM_PLACE.formatted(PLACE, ", missing");
                    case GAPS -> GAPS + FROM_PLACE.formatted(PLACE, "");
                };
        int seen = after == null ? 0 : after.number();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            Array whose = tenants == null ? null : Columns.texts(connection, tenants, tenant -> tenant);
            select.setArray(1, whose);
            select.setArray(2, whose);
            setPlace(select, 3, after == null ? null : after.place());
            select.setInt(8, most + seen);
            List<Unpriced> all = cause == Cause.GAPS
                    ? gaps(Rows.read(select, Columns::message))
                    : numbered(cause, Rows.read(select, PostgresPricingReports::open));
            return all.stream()
                    .filter(one -> after == null
                            || !one.at().place().equals(after.place())
                            || one.at().number() > seen)
                    .limit(most)
                    .toList();
        }
    }

    private static List<Unpriced> gaps(List<RatedUsage> days) {
        List<Unpriced> found = new ArrayList<>();
        for (RatedUsage day : days) {
            Place place = new Place(day.tenant(), day.project(), day.site(), day.sku(), day.periodStart());
            int number = 0;
            for (Gap gap : day.gaps()) {
                number++;
                found.add(new Unpriced(
                        new UnpricedUsage(day.tenant(), day.project(), day.site(), day.sku(), day.siteDate(), gap),
                        new GapPlace(Cause.GAPS, place, number)));
            }
        }
        return found;
    }

    private static List<Unpriced> numbered(Cause cause, List<UnpricedUsage> rows) {
        List<Unpriced> found = new ArrayList<>();
        Place before = null;
        int number = 0;
        for (UnpricedUsage row : rows) {
            Place place = new Place(
                    row.tenant(),
                    row.project(),
                    row.site(),
                    row.sku(),
                    row.gap().start());
            number = place.equals(before) ? number + 1 : 1;
            before = place;
            found.add(new Unpriced(row, new GapPlace(cause, place, number)));
        }
        return found;
    }

    private static UnpricedUsage open(ResultSet row) throws SQLException {
        DayKey day = Columns.dayKey(row);
        Gap gap = new Gap(
                "",
                Columns.text(row, "missing"),
                Rows.instant(row, "period_start"),
                Rows.instant(row, "period_end"),
                row.getLong("milli_gpu_seconds"),
                0,
                null);
        return new UnpricedUsage(
                day.key().tenant(),
                day.key().project(),
                day.key().site(),
                day.key().sku(),
                day.siteDay(),
                gap);
    }
}
