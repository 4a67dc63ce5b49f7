package io.wattledger.billing.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.testing.EarlierSchema;
import io.wattledger.chassis.testing.WithSuite;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What later columns of rows say that were there before: an upgrade fills them for all tenants, and leaves them fenced off. */
@QuarkusTest
@WithSuite
class FilledColumnsMigrationTest {

    private static final EarlierSchema SCHEMA = new EarlierSchema("before_the_columns", "billing", "one", "two");

    @AfterEach
    void dropSchema() throws SQLException {
        SCHEMA.drop();
    }

    @Test
    void invoicesAreFoundByWhatTheirPayersState() throws SQLException {
        migrateAndPut("22", """
                INSERT INTO invoice (tenant_id, number, legal_entity, series_position, contract_id, month, period_start,
                    period_end, issue_date, due_date, currency, net, tax, payable, model, run_id, account_revision, rule_set,
                    recorded_at, kind, credits)
                SELECT tenant, number, 'nordlys-no', 1, 'c', number, date '2026-01-01', date '2026-01-31', date '2026-02-03',
                    date '2026-03-05', 'NOK', 100, 25, 125, convert_to(model, 'UTF8'), NULL, 1, 'house 1', now(),
                    CASE WHEN credits IS NULL THEN 'invoice' ELSE 'credit-note' END, credits
                FROM (VALUES
                    ('one', 'NO26-1', NULL, '{"references":{"paymentReference":"rf18 5390 0754","remark":"Blåbær"}}'),
                    ('one', 'NO26-2', 'NO26-1', '{"references":{"paymentReference":"rf18 5390 0754"}}'),
                    ('one', 'NO26-3', NULL, '{"references":{"buyerReference":"4711"}}'),
                    ('two', 'NO26-4', NULL, '{"references":{"paymentReference":null}}'),
                    ('two', 'GB26-1', NULL, '{}')) AS given (tenant, number, credits, model)
                """);

        SCHEMA.migration().target("24").load().migrate();

        assertThat(pairs("SELECT tenant_id || '/' || number, payment_reference FROM invoice"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "one/NO26-1", "rf18 5390 0754",
                        "one/NO26-2", "rf18 5390 0754",
                        "one/NO26-3", "NO26-3",
                        "two/NO26-4", "NO26-4",
                        "two/GB26-1", "GB26-1"));
        assertThat(pairs("""
                        SELECT number, kind FROM invoice WHERE stated_by_payers(payment_reference) = 'RF1853900754'
                        """)).containsExactlyInAnyOrderEntriesOf(Map.of("NO26-1", "invoice", "NO26-2", "credit-note"));
        assertThat(notForced("invoice")).isEmpty();
    }

    @Test
    void resellersSeeTheNewestLegalNamesOfTheirTenants() throws SQLException {
        migrateAndPut("24", """
                INSERT INTO account (tenant_id, revision, definition, recorded_at)
                SELECT tenant, revision, json_build_object('buyer', json_build_object('name', name))::text, now()
                FROM (VALUES
                    ('one', 9, 'One AS'),
                    ('one', 10, 'Øne Compute AS'),
                    ('two', 1, 'Two Ltd')) AS given (tenant, revision, name);
                INSERT INTO resale (tenant_id, starts_at, ends_at, reseller, contract_id) VALUES
                    ('one', '2026-01-01', '2026-03-01', 'reseller', 'c'),
                    ('one', '2026-03-01', NULL, 'other reseller', 'd'),
                    ('two', '2026-02-01', NULL, 'reseller', 'c')
                """);

        SCHEMA.migration().target("25").load().migrate();

        assertThat(pairs("SELECT tenant_id || '/' || reseller, legal_name FROM resale"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "one/reseller", "Øne Compute AS",
                        "one/other reseller", "Øne Compute AS",
                        "two/reseller", "Two Ltd"));
        assertThat(notForced("resale", "account")).isEmpty();
    }

    /** Makes the schema as it was at a version, and its rows as they were then. */
    private void migrateAndPut(String version, String rows) throws SQLException {
        SCHEMA.migration().target(version).load().migrate();
        SCHEMA.work(write -> {
            write.execute(rows);
        });
    }

    /** Two columns of all rows, the second by the first. */
    private Map<String, String> pairs(String query) throws SQLException {
        Map<String, String> pairs = new TreeMap<>();
        SCHEMA.work(read -> {
            try (ResultSet row = read.executeQuery(query)) {
                while (row.next()) {
                    assertThat(pairs.put(row.getString(1), row.getString(2))).isNull();
                }
            }
        });
        return pairs;
    }

    /** Those of the tables whose rows their owner sees without being named a tenant. */
    private List<String> notForced(String... tables) throws SQLException {
        List<String> seen = new ArrayList<>();
        SCHEMA.withoutTenants(read -> {
            for (String table : tables) {
                try (ResultSet row = read.executeQuery("SELECT FROM " + table)) {
                    if (row.next()) {
                        seen.add(table);
                    }
                }
            }
        });
        return seen;
    }
}
