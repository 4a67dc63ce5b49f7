package io.wattledger.metering.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.testing.EarlierSchema;
import io.wattledger.chassis.testing.WithSuite;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an installation that is upgraded has of readings of energy, and of energy that waits to be shared. */
@QuarkusTest
@WithSuite
class ReadingsMigrationTest {

    private static final EarlierSchema SCHEMA = new EarlierSchema("before_plain_readings", "metering", "one", "-");

    @AfterEach
    void dropSchema() throws SQLException {
        SCHEMA.drop();
    }

    @Test
    void areComparedOnceAndWhatWaitsIsDivided() throws SQLException {
        SCHEMA.migration().target("21").load().migrate();
        SCHEMA.work(write -> {
            write.execute("""
                    INSERT INTO energy_reading (tenant_id, counter_key, read_at, event_key, millijoules, boot, project, sku)
                    SELECT 'one', decode(repeat('00', 16), 'hex'), timestamptz '2024-03-01' + at * interval '1 minute',
                        decode(lpad(to_hex(row_number() OVER ()), 32, '0'), 'hex'), millijoules, boot, 'p', 's'
                    FROM (VALUES (1, 10, NULL), (2, 20, NULL), (2, 20, NULL), (3, 30, NULL), (3, 31, NULL), (4, 40, 'a'),
                        (4, 40, 'b')) AS given (at, millijoules, boot)
                    """);
            write.execute("""
                    INSERT INTO node_change (tenant_id, node_key, device_key, from_at, to_at)
                    VALUES ('-', decode(repeat('01', 16), 'hex'), NULL, '2024-01-01Z', '2024-03-01T00:00:01Z'),
                        ('one', NULL, decode(repeat('02', 16), 'hex'), '2024-03-01Z', '2024-03-02Z')
                    """);
        });

        SCHEMA.migration().load().migrate();

        assertThat(column("SELECT is_plain FROM energy_reading ORDER BY read_at, event_key"))
                .containsExactly("t", "t", "t", "f", "f", "f", "f");
        assertThat(column("""
                        SELECT concat_ws(' ', tenant_id, to_char(from_at AT TIME ZONE 'UTC', 'MM-DD'),
                            to_char(to_at AT TIME ZONE 'UTC', 'MM-DD SS'))
                        FROM node_change ORDER BY from_at, to_at""")).containsExactly("- 01-01 02-01 00", "- 02-01 03-01 01", "one 03-01 03-02 00");
    }

    private static List<String> column(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        SCHEMA.work(read -> {
            try (ResultSet row = read.executeQuery(sql)) {
                while (row.next()) {
                    values.add(row.getString(1));
                }
            }
        });
        return values;
    }
}
