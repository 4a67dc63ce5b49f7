package io.wattledger.chassis.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.Writes.ManyRows;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithSuite
class WritesTest {

    private static final String TENANT = "writer";
    private static final String INSERT = "INSERT INTO sample (tenant_id, id) VALUES (?, ?)";
    private static final ManyRows MANY = new ManyRows("INSERT INTO sample (tenant_id, id) VALUES", "?, ?", "");
    private static final String RENAME = "UPDATE sample SET id = ? WHERE id = ?";

    @Inject
    TenantScope scope;

    @BeforeEach
    void noRows() {
        scope.inTransactionDo(List.of(TENANT), connection -> {
            try (Statement delete = connection.createStatement()) {
                delete.execute("DELETE FROM sample");
            }
        });
    }

    @Test
    void sendsNothingBeforeItIsFlushedAndAllOfItOnceThen() {
        scope.inTransactionDo(List.of(TENANT), connection -> {
            Writes writes = new Writes(connection);
            insert(writes, "one");
            insert(writes, "two");
            assertThat(ids(connection)).isEmpty();
            writes.flush();
            assertThat(ids(connection)).containsExactly("one", "two");
            writes.flush();
            assertThat(ids(connection)).containsExactly("one", "two");
        });
    }

    @Test
    void sendsStatementsInTheOrderInWhichEachWasFirstAskedFor() {
        List<String> ids = scope.inTransaction(TENANT, connection -> {
            Writes writes = new Writes(connection);
            insert(writes, "one");
            rename(writes, "one", "first");
            insert(writes, "two");
            rename(writes, "two", "second");
            writes.flush();
            return ids(connection);
        });
        assertThat(ids).containsExactly("first", "second");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 64, 65, 131})
    void sendsManyRowsWithoutLosingOrDoublingOne(int rows) {
        List<String> ids =
                IntStream.range(0, rows).mapToObj("row-%03d"::formatted).toList();
        List<String> stored = scope.inTransaction(TENANT, connection -> {
            Writes writes = new Writes(connection);
            ids.forEach(id -> writes.add(MANY, TENANT, id));
            assertThat(ids(connection)).isEmpty();
            writes.flush();
            writes.flush();
            return ids(connection);
        });
        assertThat(stored).containsExactlyElementsOf(ids);
    }

    @Test
    void sendsManyRowsInTheirTurnAmongOtherStatements() {
        List<String> ids = scope.inTransaction(TENANT, connection -> {
            Writes writes = new Writes(connection);
            writes.add(MANY, TENANT, "one");
            rename(writes, "one", "first");
            writes.add(MANY, TENANT, "two");
            rename(writes, "two", "second");
            writes.flush();
            return ids(connection);
        });
        assertThat(ids).containsExactly("first", "second");
    }

    @Test
    void refusesAllOfManyRowsWhereOneIsOfAnotherTenant() {
        assertThatThrownBy(() -> scope.inTransactionDo(List.of(TENANT), connection -> {
                    Writes writes = new Writes(connection);
                    writes.add(MANY, TENANT, "one");
                    writes.add(MANY, "somebody-else", "two");
                    writes.flush();
                }))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("row-level security");
        assertThat(scope.inTransaction(TENANT, WritesTest::ids)).isEmpty();
    }

    @Test
    void failsWhereARowThatMustBeThereIsNot() {
        assertThatThrownBy(() -> scope.inTransactionDo(List.of(TENANT), connection -> {
                    Writes writes = new Writes(connection);
                    insert(writes, "one");
                    rename(writes, "one", "first");
                    rename(writes, "two", "second");
                    writes.flush();
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0 rows were changed, not one: " + RENAME);
        assertThat(scope.inTransaction(TENANT, WritesTest::ids)).isEmpty();
    }

    private static void insert(Writes writes, String id) {
        writes.add(INSERT, statement -> {
            statement.setString(1, TENANT);
            statement.setString(2, id);
        });
    }

    private static void rename(Writes writes, String id, String newId) {
        writes.change(RENAME, statement -> {
            statement.setString(1, newId);
            statement.setString(2, id);
        });
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
}
