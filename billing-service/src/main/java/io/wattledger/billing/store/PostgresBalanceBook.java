package io.wattledger.billing.store;

import io.wattledger.billing.flow.BalanceBook;
import io.wattledger.chassis.tenancy.JournalRollUp;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * The sums in PostgreSQL: totals and open usage, and the changes not rolled up into them yet, which triggers of the tables of
 * usage write. Every question adds up both in one statement, hence in one snapshot.
 */
@ApplicationScoped
public class PostgresBalanceBook implements BalanceBook {

    /** To be joined to rows of the journal: what each of them says of a start of charge periods. */
    static final String EACH_DAY = """
            CROSS JOIN LATERAL (
                SELECT period_start, coalesce(received, 0) AS received, coalesce(invoiced, 0) AS invoiced, amount
                FROM unnest(change.period_starts, change.received, change.invoiced, change.amounts)
                    AS one (period_start, received, invoiced, amount)) AS day
            """;

    /** Open is added up from what is open by contract and day, which is kept apart from the totals. */
    private static final String BALANCE = """
            WITH told AS (SELECT day.* FROM usage_change AS change %2$s WHERE %1$s)
            SELECT coalesce(sum(received), 0), coalesce(sum(invoiced), 0),
                   (SELECT coalesce(sum(milli_gpu_seconds), 0) FROM (
                       SELECT milli_gpu_seconds FROM open_usage WHERE %1$s
                       UNION ALL SELECT received - invoiced FROM told) AS open)
            FROM (SELECT received, invoiced FROM usage_total WHERE %1$s
                  UNION ALL SELECT received, invoiced FROM told) AS total
            """;

    /** No invoice is issued while a price is missing, so whatever has none is open. */
    private static final String OPEN = """
            SELECT tenant_id, contract_id, period_start, currency, sum(milli_gpu_seconds), trim_scale(sum(amount)), sum(gaps)
            FROM (SELECT tenant_id, contract_id, period_start, currency, milli_gpu_seconds, amount, 0 AS gaps
                  FROM open_usage
                  UNION ALL
                  SELECT tenant_id, contract_id, period_start, currency, day.received - day.invoiced, amount, 0
                  FROM usage_change AS change %s
                  UNION ALL
                  SELECT tenant_id, contract_id, period_start, currency, 0, 0, gaps FROM rated_usage WHERE gaps > 0) AS told
            GROUP BY 1, 2, 3, 4
            HAVING sum(milli_gpu_seconds) <> 0 OR sum(amount) <> 0 OR sum(gaps) <> 0
            """.formatted(EACH_DAY);

    private static final JournalRollUp ROLL_UP = new JournalRollUp("usage_change", 0xBA1A, """
            WITH taken AS (DELETE FROM usage_change RETURNING *),
                 told AS (SELECT tenant_id, contract_id, currency, day.* FROM taken AS change %s),
                 totals AS (
                INSERT INTO usage_total AS total (tenant_id, received, invoiced)
                SELECT tenant_id, sum(received), sum(invoiced) FROM told GROUP BY tenant_id
                ON CONFLICT (tenant_id) DO UPDATE
                SET received = total.received + excluded.received, invoiced = total.invoiced + excluded.invoiced)
            MERGE INTO open_usage AS open
            USING (SELECT tenant_id, contract_id, period_start, currency,
                       sum(received - invoiced) AS milli_gpu_seconds, sum(amount) AS amount
                   FROM told GROUP BY 1, 2, 3, 4
                   HAVING sum(received - invoiced) <> 0 OR sum(amount) <> 0) AS change
            ON (open.tenant_id, open.contract_id, open.period_start, open.currency)
                = (change.tenant_id, change.contract_id, change.period_start, change.currency)
            WHEN MATCHED AND open.milli_gpu_seconds + change.milli_gpu_seconds = 0 AND open.amount + change.amount = 0
                THEN DELETE
            WHEN MATCHED THEN UPDATE SET milli_gpu_seconds = open.milli_gpu_seconds + change.milli_gpu_seconds,
                amount = trim_scale(open.amount + change.amount)
            WHEN NOT MATCHED THEN INSERT (tenant_id, contract_id, period_start, currency, milli_gpu_seconds, amount)
                VALUES (change.tenant_id, change.contract_id, change.period_start, change.currency,
                    change.milli_gpu_seconds, trim_scale(change.amount))
            """.formatted(EACH_DAY));

    private final TenantScope scope;

    PostgresBalanceBook(TenantScope scope) {
        this.scope = scope;
    }

    @Override
    public Balance balance(Connection connection, Collection<String> tenants) throws SQLException {
        boolean isForAll = tenants.isEmpty();
        String sql = BALANCE.formatted(isForAll ? "true" : "tenant_id = ANY (?)", EACH_DAY);
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int table = 1; table <= 3 && !isForAll; table++) {
                select.setArray(table, connection.createArrayOf("text", tenants.toArray()));
            }
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Balance(Rows.sum(row, 1), Rows.sum(row, 2), Rows.sum(row, 3));
            }
        }
    }

    @Override
    public List<OpenUsage> open(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OPEN)) {
            return Rows.read(
                    select,
                    row -> new OpenUsage(
                            row.getString(1),
                            row.getString(2),
                            Rows.instant(row, 3),
                            Rows.sum(row, 5),
                            row.getBigDecimal(6),
                            row.getString(4),
                            row.getLong(7)));
        }
    }

    @Override
    public boolean rollUp() {
        return ROLL_UP.round(scope);
    }
}
