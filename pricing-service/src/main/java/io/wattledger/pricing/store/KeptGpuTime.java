package io.wattledger.pricing.store;

import io.wattledger.chassis.tenancy.KeptSums;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The sums of {@link PostgresBalanceBook} beside those of slots and rated days. What cannot be rated is counted each time
 * anyway.
 */
@ApplicationScoped
public class KeptGpuTime implements KeptSums {

    private static final String COMPARISON = """
            SELECT tenant_id, figure, 'milliGpuSeconds' AS unit, NULL AS contract_id, NULL AS period_start,
                sum(kept) AS kept, sum(counted) AS counted
            FROM (SELECT tenant_id, received, rated, 0 AS received_counted, 0 AS rated_counted
                  FROM balance_total WHERE %1$s
                  UNION ALL SELECT tenant_id, received, rated, 0, 0 FROM balance_change WHERE %1$s
                  UNION ALL SELECT tenant_id, 0, 0, sum(milli_gpu_seconds), 0 FROM metered_slot WHERE %1$s GROUP BY tenant_id
                  UNION ALL SELECT tenant_id, 0, 0, 0, sum(milli_gpu_seconds) FROM rated_day WHERE %1$s GROUP BY tenant_id)
                AS told
                CROSS JOIN LATERAL (VALUES ('received', received, received_counted), ('rated', rated, rated_counted))
                    AS one (figure, kept, counted)
            GROUP BY tenant_id, figure
            """;

    @Override
    public String comparison() {
        return COMPARISON;
    }
}
