package io.wattledger.chassis.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithSuite
class TenantScopeTest {

    @Inject
    TenantScope scope;

    @Inject
    DataSource dataSource;

    @BeforeEach
    void twoTenantsWithARowEach() {
        scope.inTransactionDo(List.of("a", "b"), connection -> {
            execute(connection, "DELETE FROM sample");
            insert(connection, "a", "1");
            insert(connection, "b", "2");
        });
    }

    @Test
    void showsTheRowsOfItsTenantOnlyWhateverTheQueryAsksFor() {
        assertThat(scope.inTransaction("a", TenantScopeTest::ids)).containsExactly("1");
        assertThat(scope.inTransaction("b", TenantScopeTest::ids)).containsExactly("2");
        assertThat(scope.inTransaction(List.of("a", "b"), TenantScopeTest::ids)).containsExactly("1", "2");
    }

    @Test
    void showsNothingOutsideAScope() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            assertThat(ids(connection)).isEmpty();
        }
    }

    @Test
    void refusesToWriteForAnotherTenant() {
        assertThatThrownBy(() -> scope.inTransactionDo(List.of("a"), connection -> insert(connection, "b", "3")))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("row-level security");
    }

    @Test
    void leavesNothingBehindAfterAFailure() {
        assertThatThrownBy(() -> scope.inTransactionDo(List.of("a"), connection -> {
                    insert(connection, "a", "4");
                    throw new IllegalStateException("half-way");
                }))
                .hasMessageContaining("half-way");
        assertThat(scope.inTransaction("a", TenantScopeTest::ids)).containsExactly("1");
    }

    @Test
    void letsAnOperatorReadAllTenantsAndWriteNone() {
        assertThat(scope.asOperator(TenantScopeTest::ids)).containsExactly("1", "2");
        assertThatThrownBy(() -> scope.asOperator(connection -> {
                    insert(connection, "a", "5");
                    return "";
                }))
                .isInstanceOf(DatabaseException.class);
    }

    @Test
    void doesNotCarryATenantOverToTheNextTransactionOfAPooledConnection() throws SQLException {
        for (int round = 0; round < 200; round++) {
            String tenant = round % 2 == 0 ? "a" : "b";
            assertThat(scope.inTransaction(tenant, TenantScopeTest::ids)).hasSize(1);
            try (Connection connection = dataSource.getConnection()) {
                assertThat(ids(connection)).isEmpty();
            }
        }
    }

    @Test
    void letsNoTransactionStandIdleForLong() {
        String longest =
                scope.inTransaction("a", connection -> setting(connection, "idle_in_transaction_session_timeout"));

        assertThat(longest).isEqualTo("30s");
    }

    @Test
    void tellsTheDatabaseHowLongAnOperatorReads() {
        String ordinary = scope.asOperator(connection -> setting(connection, "statement_timeout"));
        String recount = scope.asOperator(Duration.ofHours(1), connection -> setting(connection, "statement_timeout"));
        String writing = scope.inTransaction("a", connection -> setting(connection, "statement_timeout"));

        assertThat(List.of(ordinary, recount, writing)).containsExactly("5min", "1h", "0");
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement show = connection.createStatement();
                ResultSet row = show.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    private static List<String> ids(Connection connection) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT id FROM sample ORDER BY id")) {
            while (row.next()) {
                ids.add(row.getString(1));
            }
        }
        return ids;
    }

    private static void insert(Connection connection, String tenant, String id) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO sample (tenant_id, id) VALUES (?, ?)")) {
            insert.setString(1, tenant);
            insert.setString(2, id);
            insert.executeUpdate();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
