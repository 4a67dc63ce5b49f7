package io.wattledger.pricing.store;

import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.flow.DayKey;
import io.wattledger.pricing.flow.PricingReports;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads reports from PostgreSQL. */
@ApplicationScoped
public class PostgresPricingReports implements PricingReports {

    private static final String RATED = """
            SELECT message FROM rated_day
            WHERE (?::text IS NULL OR tenant_id = ?) AND period_end > ? AND period_start < ?
            ORDER BY tenant_id, project, site, sku, period_start LIMIT ?
            """;

    private static final String WITH_GAPS = "SELECT message FROM rated_day WHERE gap_count > 0"
            + " ORDER BY tenant_id, project, site, sku, period_start LIMIT ?";

    private static final String OPEN = "SELECT tenant_id, project, site, sku, site_date, period_start, period_end,"
            + " missing, milli_gpu_seconds FROM open_usage ORDER BY tenant_id, project, site, sku, period_start LIMIT ?";

    /** The day in UTC stands for that of the site, and the month in UTC for that of the contract: the mark has no time zone. */
    private static final String FAILED = """
            SELECT tenant_id, project, site, sku, site_date, site_date::timestamp AT TIME ZONE 'UTC' AS period_start,
                (site_date + 1)::timestamp AT TIME ZONE 'UTC' AS period_end, 'rating: ' || failure AS missing, 0 AS milli_gpu_seconds
            FROM dirty_day WHERE failures > 0
            UNION ALL
            SELECT tenant_id, '-', '-', '-', month, month::timestamp AT TIME ZONE 'UTC',
                (month + interval '1 month') AT TIME ZONE 'UTC', 'rating of contract ' || contract || ': ' || failure, 0
            FROM dirty_month WHERE failures > 0
            ORDER BY 1, 2, 3, 4, 5 LIMIT ?
            """;

    @Override
    public List<RatedUsage> ratedDays(
            Connection connection, @Nullable String tenant, Instant from, Instant to, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(RATED)) {
            select.setString(1, tenant);
            select.setString(2, tenant);
            select.setObject(3, Columns.parameter(from));
            select.setObject(4, Columns.parameter(to));
            select.setInt(5, most);
            return Rows.read(select, Columns::message);
        }
    }

    @Override
    public List<UnpricedUsage> unpriced(Connection connection, int most) throws SQLException {
        List<UnpricedUsage> unpriced = new ArrayList<>();
        for (String sql : List.of(FAILED, OPEN)) {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setInt(1, most);
                unpriced.addAll(Rows.read(select, PostgresPricingReports::open));
            }
        }
        try (PreparedStatement select = connection.prepareStatement(WITH_GAPS)) {
            select.setInt(1, most);
            for (RatedUsage day : Rows.read(select, Columns::message)) {
                for (Gap gap : day.gaps()) {
                    unpriced.add(
                            new UnpricedUsage(day.tenant(), day.project(), day.site(), day.sku(), day.siteDate(), gap));
                }
            }
        }
        return unpriced.size() > most ? List.copyOf(unpriced.subList(0, most)) : unpriced;
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
