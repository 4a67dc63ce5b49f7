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

/** What corrections have hit that came before anybody noted it is found out by the upgrade. */
@QuarkusTest
@WithSuite
class CorrectionsMigrationTest {

    private static final EarlierSchema SCHEMA = new EarlierSchema("before_what_is_hit", "metering", "one", "two");

    @AfterEach
    void dropSchema() throws SQLException {
        SCHEMA.drop();
    }

    @Test
    void whatEachHasHitIsNoted() throws SQLException {
        SCHEMA.migration().target("32").load().migrate();
        SCHEMA.work(write -> {
            write.execute("""
                    INSERT INTO usage_event (tenant_id, event_key, content_hash, source, event_id, data, received_at, kind,
                        corrects_key)
                    SELECT 'one', substr(sha256(id::bytea), 1, 16), sha256(''), 's', id, '{}', now(), kind,
                        substr(sha256(corrects::bytea), 1, 16)
                    FROM (VALUES ('usage', 1, NULL), ('withdrawal', 7, NULL), ('a', 1, 'b'), ('b', 1, 'a'))
                        AS given (id, kind, corrects)
                    """);
            write.execute("""
                    INSERT INTO event_correction
                    SELECT tenant, substr(sha256(target::bytea), 1, 16), 's', target, substr(sha256(id::bytea), 1, 16), withdraws,
                        'r', now()
                    FROM (VALUES ('one', 'fix', 'usage', false), ('one', 'w', 'withdrawal', true),
                        ('one', 'typo', 'nothing', false), ('one', 'a', 'b', false), ('one', 'b', 'a', false),
                        ('two', 'fix', 'usage', false))
                        AS given (tenant, id, target, withdraws)
                    """);
        });

        SCHEMA.migration().load().migrate();

        Map<String, String> states = new TreeMap<>();
        SCHEMA.work(read -> {
            try (ResultSet row =
                    read.executeQuery("SELECT tenant_id || '/' || target_id, state FROM event_correction")) {
                while (row.next()) {
                    states.put(row.getString(1), row.getString(2));
                }
            }
        });
        assertThat(states)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "one/usage", "known",
                        "one/withdrawal", "without-effect",
                        "one/nothing", "awaited",
                        "one/a", "mutual",
                        "one/b", "mutual",
                        "two/usage", "awaited"));
    }
}
