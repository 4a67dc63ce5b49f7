package io.wattledger.metering.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.testing.EarlierSchema;
import io.wattledger.chassis.testing.WithSuite;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was open before the journal began is told in it: nothing that runs is forgotten by an upgrade. */
@QuarkusTest
@WithSuite
class OpenAllocationsMigrationTest {

    private static final EarlierSchema SCHEMA = new EarlierSchema("before_the_journal", "metering", "one", "two");

    @AfterEach
    void dropSchema() throws SQLException {
        SCHEMA.drop();
    }

    @Test
    void whatWasOpenIsTold() throws SQLException {
        SCHEMA.migration().target("15").load().migrate();
        SCHEMA.work(write -> {
            write.execute("""
                    INSERT INTO allocation (tenant_id, allocation_key, source, site, allocation, marks, started_at,
                        stopped_at, metered_until)
                    SELECT tenant, substr(sha256((tenant || name)::bytea), 1, 16), 'source', site, name, '', started, stopped,
                        metered
                    FROM (VALUES
                        ('one', 'north', 'a', timestamptz '2024-03-01', NULL, NULL),
                        ('one', 'north', 'b', timestamptz '2024-03-01', NULL, timestamptz '2024-03-02 01:02:03.000004Z'),
                        ('one', 'north', 'c', timestamptz '2024-03-01', NULL, timestamptz '2024-03-02 01:02:03.000004Z'),
                        ('one', 'south', 'd', timestamptz '2024-03-01', NULL, NULL),
                        ('one', 'south', 'stopped', timestamptz '2024-03-01', timestamptz '2024-03-02', NULL),
                        ('two', 'north', 'a', timestamptz '2024-03-01', NULL, NULL),
                        ('two', 'north', 'never ran', NULL, NULL, NULL)) AS given (tenant, site, name, started, stopped, metered)
                    """);
        });

        SCHEMA.migration().load().migrate();

        assertThat(told())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "one/north/null", 1,
                        "one/north/2024-03-02T01:02:03.000004Z", 2,
                        "one/south/null", 1,
                        "two/north/null", 1));
    }

    @Test
    void aDatabaseThatTookTheFirstWordingGoesOn() throws SQLException {
        SCHEMA.migration().target("16").load().migrate();
        updateOne("UPDATE flyway_schema_history SET checksum = -107330012 WHERE version = '16'");

        assertThat(SCHEMA.migration().load().migrate().success).isTrue();

        updateOne("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '16'");
        assertThatThrownBy(() -> SCHEMA.migration().load().migrate()).hasMessageContaining("checksum mismatch");
    }

    private static void updateOne(String sql) throws SQLException {
        SCHEMA.withoutTenants(write -> assertThat(write.executeUpdate(sql)).isOne());
    }

    /** How many allocations are told by place, all of them by keys of allocations there. */
    private Map<String, Integer> told() throws SQLException {
        Map<String, Integer> told = new TreeMap<>();
        SCHEMA.work(read -> {
            try (ResultSet row = read.executeQuery("""
                    SELECT tenant_id || '/' || site || '/' || coalesce(to_char(metered_until AT TIME ZONE 'UTC',
                            'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'null'),
                        (SELECT count(*) FROM allocation AS one
                            WHERE one.tenant_id = told.tenant_id AND one.site = told.site
                                AND one.metered_until IS NOT DISTINCT FROM told.metered_until
                                AND position(one.allocation_key IN told.opened) % 16 = 1),
                        more
                    FROM open_allocation AS told
                    """)) {
                while (row.next()) {
                    assertThat(row.getInt(2)).as(row.getString(1)).isEqualTo(row.getInt(3));
                    told.put(row.getString(1), row.getInt(2));
                }
            }
        });
        return told;
    }
}
