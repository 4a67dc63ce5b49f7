package io.wattledger.metering.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.testing.OwnerDatabase;
import io.wattledger.chassis.testing.WithSuite;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The books of an installation that is upgraded are those it had: what was counted before is in the sums of all time. */
@QuarkusTest
@WithSuite
class KeptSumsMigrationTest {

    private static final String SCHEMA = "before_the_sums";

    @AfterEach
    void dropSchema() throws SQLException {
        try (Connection connection = OwnerDatabase.source().getConnection();
                Statement drop = connection.createStatement()) {
            drop.execute("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
        }
    }

    @Test
    void whatWasThereIsSummedUp() throws SQLException {
        migration().target("16").load().migrate();
        try (Connection connection = OwnerDatabase.source().getConnection();
                Statement write = connection.createStatement()) {
            workForTheTenants(write);
            write.execute("""
                    INSERT INTO event_tally (tenant_id, hour, received, metered, duplicate, conflicting, refused, late,
                        milli_gpu_seconds)
                    VALUES ('one', '2026-10-01', 10, 4, 3, 2, 1, 1, 500), ('one', '2026-10-02', 5, 5, 0, 0, 0, 2, 60),
                           ('two', '2026-10-01', 1, 1, 0, 0, 0, 0, 7)
                    """);
            write.execute("""
                    INSERT INTO usage_slot (tenant_id, project, site, sku, slot_start, milli_gpu_seconds,
                        measured_milli_gpu_seconds, measured_millijoules, revision)
                    SELECT tenant, 'web', 'north', 'h100', starts_at, milli, 0, 0, 1
                    FROM (VALUES ('one', timestamptz '2026-10-01', 500), ('one', timestamptz '2026-10-02', 60),
                                 ('three', timestamptz '2026-10-01', 3)) AS given (tenant, starts_at, milli)
                    """);
            // Counted when it is rolled up, not before.
            write.execute("""
                    INSERT INTO tally_journal (tenant_id, hour, sources, received, metered, duplicate, conflicting, refused, late,
                        milli_gpu_seconds)
                    VALUES ('one', '2026-10-03', '{s}', '{1}', '{1}', '{}', '{}', '{}', '{}', '{9}')
                    """);
        }

        migration().load().migrate();

        Map<String, String> told = new TreeMap<>();
        try (Connection connection = OwnerDatabase.source().getConnection();
                Statement read = connection.createStatement()) {
            workForTheTenants(read);
            try (ResultSet row = read.executeQuery("""
                    SELECT tenant_id, concat_ws(' ', received, metered, duplicate, conflicting, refused, late,
                        milli_gpu_seconds, in_slots)
                    FROM tenant_tally
                    """)) {
                while (row.next()) {
                    told.put(row.getString(1), row.getString(2));
                }
            }
        }
        assertThat(told)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "one", "15 9 3 2 1 3 560 560",
                        "two", "1 1 0 0 0 0 7 0",
                        "three", "0 0 0 0 0 0 0 3"));
    }

    private static void workForTheTenants(Statement statement) throws SQLException {
        statement.execute("SET search_path = " + SCHEMA);
        statement.execute("SELECT set_config('app.tenants', 'one' || chr(31) || 'two' || chr(31) || 'three', false)");
    }

    private FluentConfiguration migration() {
        return Flyway.configure()
                .dataSource(OwnerDatabase.source())
                .schemas(SCHEMA)
                .locations("db/chassis", "db/migration")
                .placeholders(Map.of("service", "metering"));
    }
}
