package io.wattledger.pricing.store;

import io.wattledger.chassis.tenancy.JournalRollUp;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.pricing.flow.BalanceBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
                   (SELECT coalesce(sum(milli_gpu_seconds), 0) FROM open_usage WHERE %1$s) AS open
            FROM (SELECT received, rated FROM balance_total WHERE %1$s
                  UNION ALL SELECT received, rated FROM balance_change WHERE %1$s) AS told
            """;

    private static final JournalRollUp ROLL_UP = new JournalRollUp("balance_change", 0xBA1A, """
            WITH taken AS (DELETE FROM balance_change RETURNING *)
            INSERT INTO balance_total AS total (tenant_id, received, rated)
            SELECT tenant_id, sum(received), sum(rated) FROM taken GROUP BY tenant_id
            ON CONFLICT (tenant_id) DO UPDATE
            SET received = total.received + excluded.received, rated = total.rated + excluded.rated
            """);

    private final TenantScope scope;

    PostgresBalanceBook(TenantScope scope) {
        this.scope = scope;
    }

    @Override
    public GpuTime gpuTime(Connection connection, @Nullable Set<String> tenants) throws SQLException {
        String sql = GPU_TIME.formatted(tenants == null ? "true" : "tenant_id = ANY (?)");
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int table = 1; table <= 3 && tenants != null; table++) {
                select.setArray(table, Columns.texts(connection, tenants, tenant -> tenant));
            }
            try (ResultSet row = select.executeQuery()) {
                row.next();
                long received = row.getLong("received");
                long rated = row.getLong("rated");
                long open = row.getLong("open");
                return new GpuTime(received, rated, open, received - rated - open);
            }
        }
    }

    @Override
    public boolean rollUp() {
        return ROLL_UP.round(scope);
    }
}
