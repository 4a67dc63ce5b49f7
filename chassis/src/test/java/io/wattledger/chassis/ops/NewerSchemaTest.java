package io.wattledger.chassis.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.testing.OwnerDatabase;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an older version of a service meets when it is started on the data of a newer one. */
@QuarkusTest
@WithSuite
class NewerSchemaTest {

    @Inject
    Flyway flyway;

    @AfterEach
    void forget() throws SQLException {
        execute("DELETE FROM flyway_schema_history WHERE version = '9001'");
    }

    @Test
    void anOlderVersionRefusesAndSaysWhatToDo() throws SQLException {
        execute("""
                INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by,
                    execution_time, success)
                VALUES (9001, '9001', 'what came later', 'SQL', 'V9001__what_came_later.sql', 1, 'owner', 1, true)
                """);

        assertThatThrownBy(() -> flyway.migrate())
                .hasStackTraceContaining(
                        "the database of metering was migrated by a newer version of Wattledger: this one"
                                + " does not know V9001 (what came later). Nothing was changed. Start the newer version, or restore"
                                + " the backup from before the upgrade");
    }

    @Test
    void theSameVersionGoesOn() {
        assertThat(flyway.migrate().migrationsExecuted).isZero();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = OwnerDatabase.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
