package io.wattledger.pricing.store;

import io.wattledger.chassis.tenancy.JournalRollUp;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.pricing.flow.BalanceBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sums in PostgreSQL: totals, and the changes not rolled up into them yet, which triggers of slots and rated days write. One
 * statement adds up both, hence in one snapshot.
 */
@ApplicationScoped
public class PostgresBalanceBook implements BalanceBook {

    private static final String GPU_TIME = """
            SELECT coalesce(sum(received), 0) AS received, coalesce(sum(rated), 0) AS rated,
                   (SELECT coalesce(sum(milli_gpu_seconds), 0) FROM open_usage WHERE %1$s) AS open, (%2$s) AS resting
            FROM (SELECT received, rated FROM balance_total WHERE %1$s
                  UNION ALL SELECT received, rated FROM balance_change WHERE %1$s) AS told
            """;

    /** The slots of days that rest, less what is rated or open of them. */
    private static final String RESTING = """
            SELECT coalesce(sum(slots.milli - rated.milli - open.milli), 0)
            FROM (SELECT dirty_day.*, site_date::timestamp AT TIME ZONE coalesce(time_zone, 'UTC') AS starts_at,
                      (site_date + 1)::timestamp AT TIME ZONE coalesce(time_zone, 'UTC') AS ends_at
                  FROM dirty_day LEFT JOIN site ON site_id = site WHERE rests_until > ? AND %1$s) AS d
            CROSS JOIN LATERAL (SELECT coalesce(sum(milli_gpu_seconds), 0) AS milli FROM metered_slot AS x
                                WHERE %2$s AND slot_start >= starts_at AND slot_start < ends_at) AS slots
            CROSS JOIN LATERAL (SELECT coalesce(sum(milli_gpu_seconds), 0) AS milli FROM rated_day AS x
                                WHERE %2$s AND x.site_date = d.site_date
                                    AND period_start >= starts_at AND period_start < ends_at) AS rated
            CROSS JOIN LATERAL (SELECT coalesce(sum(milli_gpu_seconds), 0) AS milli FROM open_usage AS x
                                WHERE %2$s AND x.site_date = d.site_date) AS open
            """;

    private static final String SAME_SERIES =
            "x.tenant_id = d.tenant_id AND x.project = d.project AND x.site = d.site AND x.sku = d.sku";

    private static final JournalRollUp ROLL_UP = new JournalRollUp("balance_change", 0xBA1A, """
            WITH taken AS (DELETE FROM balance_change RETURNING *)
            INSERT INTO balance_total AS total (tenant_id, received, rated)
            SELECT tenant_id, sum(received), sum(rated) FROM taken GROUP BY tenant_id
            ON CONFLICT (tenant_id) DO UPDATE
            SET received = total.received + excluded.received, rated = total.rated + excluded.rated
            """);

    private final TenantScope scope;
    private final Clock clock;

    PostgresBalanceBook(TenantScope scope, Clock clock) {
        this.scope = scope;
        this.clock = clock;
    }

    @Override
    public GpuTime gpuTime(Connection connection, @Nullable Set<String> tenants) throws SQLException {
        String asked = tenants == null ? "true" : "tenant_id = ANY (?)";
        String sql = GPU_TIME.formatted(asked, RESTING.formatted(asked, SAME_SERIES));
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            if (tenants != null) {
                for (int place : List.of(1, 3, 4, 5)) {
                    select.setArray(place, Columns.texts(connection, tenants, tenant -> tenant));
                }
            }
            select.setObject(tenants == null ? 1 : 2, Columns.parameter(clock.instant()));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new GpuTime(Rows.sum(row, 1), Rows.sum(row, 2), Rows.sum(row, 3), Rows.sum(row, 4));
            }
        }
    }

    @Override
    public boolean rollUp() {
        return ROLL_UP.round(scope);
    }
}
