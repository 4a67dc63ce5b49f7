package io.wattledger.metering.store;

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

/** The books of an installation that is upgraded are those it had: what was counted before is in the sums of all time. */
@QuarkusTest
@WithSuite
class KeptSumsMigrationTest {

    private static final EarlierSchema SCHEMA = new EarlierSchema("before_the_sums", "metering", "one", "two", "three");

    @AfterEach
    void dropSchema() throws SQLException {
        SCHEMA.drop();
    }

    @Test
    void whatWasThereIsSummedUp() throws SQLException {
        SCHEMA.migration().target("16").load().migrate();
        SCHEMA.work(write -> {
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
        });

        SCHEMA.migration().load().migrate();

        Map<String, String> told = new TreeMap<>();
        SCHEMA.work(read -> {
            try (ResultSet row = read.executeQuery("""
                    SELECT tenant_id, concat_ws(' ', received, metered, duplicate, conflicting, refused, late,
                        milli_gpu_seconds, in_slots)
                    FROM tenant_tally
                    """)) {
                while (row.next()) {
                    told.put(row.getString(1), row.getString(2));
                }
            }
        });
        assertThat(told)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "one", "15 9 3 2 1 3 560 560",
                        "two", "1 1 0 0 0 0 7 0",
                        "three", "0 0 0 0 0 0 0 3"));
    }
}
