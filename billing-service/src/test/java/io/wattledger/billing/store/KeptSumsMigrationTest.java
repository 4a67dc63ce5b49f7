package io.wattledger.billing.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.testing.EarlierSchema;
import io.wattledger.chassis.testing.WithSuite;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The books of an installation that is upgraded are those it had: what came and was invoiced before is in the sums. */
@QuarkusTest
@WithSuite
class KeptSumsMigrationTest {

    private static final EarlierSchema SCHEMA = new EarlierSchema("before_the_sums", "billing", "one", "two");

    @AfterEach
    void dropSchema() throws SQLException {
        SCHEMA.drop();
    }

    @Test
    void whatWasThereIsSummedUp() throws SQLException {
        SCHEMA.migration().target("25").load().migrate();
        SCHEMA.work(write -> {
            write.execute("""
                    INSERT INTO rated_usage (tenant_id, project, site, sku, period_start, contract_id, revision,
                        milli_gpu_seconds, amount, currency, gaps, content_hash, message, change_number)
                    SELECT tenant, project, 'north', 'h100', starts_at, contract, 1, milli, amount, 'NOK', 0, '', '', 1
                    FROM (VALUES ('one', 'a', timestamptz '2026-09-01', 'c', 100, 1.5),
                                 ('one', 'b', timestamptz '2026-09-01', 'c', 20, 0.25),
                                 ('one', 'a', timestamptz '2026-10-01', 'c', 7, 0.125),
                                 ('one', 'b', timestamptz '2026-10-01', 'd', 9, 0.5),
                                 ('two', 'a', timestamptz '2026-09-01', 'c', 3, 0.5))
                        AS given (tenant, project, starts_at, contract, milli, amount)
                    """);
            // The first invoice held less, and one day was under another contract then.
            write.execute("""
                    INSERT INTO invoice (tenant_id, number, legal_entity, series_position, contract_id, month, period_start,
                        period_end, issue_date, due_date, currency, net, tax, payable, model, run_id, account_revision,
                        rule_set, recorded_at, payment_reference)
                    SELECT tenant, 'N-1', 'e', 1, 'c', '2026-09', '2026-09-01', '2026-10-01', '2026-10-02', '2026-11-01', 'NOK',
                        0, 0, 0, '', 'r', 1, 'none', now(), 'N-1'
                    FROM (VALUES ('one'), ('two')) AS given (tenant)
                    """);
            write.execute("""
                    INSERT INTO invoiced_usage (tenant_id, number, project, site, sku, period_start, revision,
                        milli_gpu_seconds, amount, content_hash, message, change_number)
                    SELECT tenant, 'N-1', project, 'north', 'h100', starts_at, 1, milli, amount, '', '', 1
                    FROM (VALUES ('one', 'a', timestamptz '2026-09-01', 90, 1.25),
                                 ('one', 'b', timestamptz '2026-09-01', 20, 0.25),
                                 ('one', 'b', timestamptz '2026-10-01', 9, 0.5),
                                 ('two', 'a', timestamptz '2026-09-01', 3, 0.5))
                        AS given (tenant, project, starts_at, milli, amount)
                    """);
        });

        SCHEMA.migration().load().migrate();

        assertThat(told())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "one/c/2026-09-01/NOK", "120 110 0.25",
                        "one/c/2026-10-01/NOK", "7 9 -0.375",
                        "one/d/2026-10-01/NOK", "9 0 0.5",
                        "two/c/2026-09-01/NOK", "3 3 0"));
    }

    private Map<String, String> told() throws SQLException {
        Map<String, String> told = new TreeMap<>();
        SCHEMA.work(read -> {
            try (ResultSet row = read.executeQuery("""
                    SELECT concat_ws('/', tenant_id, contract_id, period_start::date, currency),
                        concat_ws(' ', day.received, day.invoiced, trim_scale(amount))
                    FROM usage_change, unnest(period_starts, usage_change.received, usage_change.invoiced, amounts)
                        AS day (period_start, received, invoiced, amount)
                    """)) {
                while (row.next()) {
                    assertThat(told.put(row.getString(1), row.getString(2))).isNull();
                }
            }
        });
        return told;
    }
}
