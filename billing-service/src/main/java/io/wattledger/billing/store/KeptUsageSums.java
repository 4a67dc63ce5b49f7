package io.wattledger.billing.store;

import io.wattledger.chassis.tenancy.KeptSums;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The sums of {@link PostgresBalanceBook} beside those of rated and invoiced usage: received and invoiced by tenant, open by
 * contract, start of the charge periods and currency. Each invoice takes off what it holds under its own contract.
 */
@ApplicationScoped
public class KeptUsageSums implements KeptSums {

    private static final String COMPARISON = """
            WITH told AS (
                SELECT tenant_id, contract_id, currency, day.* FROM usage_change AS change %2$s WHERE %1$s),
            counted AS (
                SELECT tenant_id, contract_id, period_start, currency, sum(received) AS received, sum(invoiced) AS invoiced,
                    sum(amount) AS amount
                FROM (SELECT tenant_id, contract_id, period_start, currency, milli_gpu_seconds AS received, 0 AS invoiced, amount
                      FROM rated_usage WHERE %1$s
                      UNION ALL
                      SELECT tenant_id, contract_id, billed.period_start, currency, 0, milli_gpu_seconds, -amount
                      FROM invoiced_usage AS billed JOIN invoice USING (tenant_id, number) WHERE %1$s) AS usage
                GROUP BY 1, 2, 3, 4)
            SELECT tenant_id, figure, 'milliGpuSeconds' AS unit, NULL AS contract_id, NULL::timestamptz AS period_start,
                sum(kept) AS kept, sum(counted) AS counted
            FROM (SELECT tenant_id, received, invoiced, 0 AS received_counted, 0 AS invoiced_counted FROM usage_total WHERE %1$s
                  UNION ALL SELECT tenant_id, received, invoiced, 0, 0 FROM told
                  UNION ALL SELECT tenant_id, 0, 0, received, invoiced FROM counted) AS usage
                CROSS JOIN LATERAL (VALUES ('received', received, received_counted),
                    ('invoiced', invoiced, invoiced_counted)) AS one (figure, kept, counted)
            GROUP BY tenant_id, figure
            UNION ALL
            SELECT tenant_id, 'open', unit, contract_id, period_start, kept, counted
            FROM (SELECT tenant_id, contract_id, period_start, currency, sum(kept) AS open_time, sum(counted) AS time_counted,
                      sum(kept_amount) AS open_amount, sum(counted_amount) AS amount_counted
                  FROM (SELECT tenant_id, contract_id, period_start, currency, milli_gpu_seconds AS kept, amount AS kept_amount,
                            0 AS counted, 0 AS counted_amount
                        FROM open_usage WHERE %1$s
                        UNION ALL
                        SELECT tenant_id, contract_id, period_start, currency, received - invoiced, amount, 0, 0 FROM told
                        UNION ALL
                        SELECT tenant_id, contract_id, period_start, currency, 0, 0, received - invoiced, amount
                        FROM counted) AS usage
                  GROUP BY 1, 2, 3, 4
                  HAVING (sum(kept), sum(counted), sum(kept_amount), sum(counted_amount)) <> (0, 0, 0, 0)) AS open
                CROSS JOIN LATERAL (VALUES ('milliGpuSeconds', open_time, time_counted),
                    (currency, open_amount, amount_counted)) AS one (unit, kept, counted)
            """;

    @Override
    public String comparison() {
        return COMPARISON.formatted("%1$s", PostgresBalanceBook.EACH_DAY);
    }
}
