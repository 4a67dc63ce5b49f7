package io.wattledger.chassis.tenancy;

import jakarta.enterprise.context.ApplicationScoped;

/** Says that every tenant has one row, and counts them. */
@ApplicationScoped
public class SampleSums implements KeptSums {

    @Override
    public String comparison() {
        return """
                SELECT tenant_id, 'rows' AS figure, 'events' AS unit, NULL AS contract_id, NULL AS period_start,
                    1::numeric AS kept, count(*)::numeric AS counted
                FROM sample WHERE %1$s GROUP BY tenant_id
                """;
    }
}
