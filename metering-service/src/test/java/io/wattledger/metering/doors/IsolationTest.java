package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static io.wattledger.metering.doors.Usage.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.metering.event.Arrival;
import io.wattledger.metering.flow.AcceptUsage;
import io.wattledger.metering.flow.Assessed;
import io.wattledger.metering.flow.EventReading;
import io.wattledger.metering.flow.Outcome;
import io.wattledger.metering.flow.Received;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithSuite
class IsolationTest {

    private static final Set<String> WITHOUT_TENANTS =
            Set.of("consumed_position", "site_copy", "sku_copy", "flyway_schema_history");

    @Inject
    TenantScope scope;

    @Inject
    AcceptUsage acceptUsage;

    @Inject
    EventReading reading;

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @Test
    void everyTableWithTenantDataForcesRowLevelSecurityAndLeadsItsKeyWithTheTenant() {
        List<String> unprotected = texts("""
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT (
                    c.relrowsecurity AND c.relforcerowsecurity
                    AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)
                    AND (SELECT a.attname FROM pg_index i
                         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
                         WHERE i.indrelid = c.oid AND i.indisprimary) = 'tenant_id')
                """);

        assertThat(unprotected).containsExactlyInAnyOrderElementsOf(WITHOUT_TENANTS);
        assertThat(texts("SELECT table_name FROM information_schema.columns WHERE column_name = 'tenant_id'"
                        + " AND table_schema = 'public'"))
                .doesNotContainAnyElementsOf(WITHOUT_TENANTS);
    }

    @Test
    void nothingIsVisibleOrWritableOutsideTheTenantsOfTheTransaction() {
        String mine = Usage.newTenant();
        String theirs = Usage.newTenant();
        accept(mine, "1");

        assertThat(count(List.of(), mine)).isZero();
        assertThat(count(List.of(theirs), mine)).isZero();
        assertThat(count(List.of(mine), mine)).isEqualTo(1);
        assertThatThrownBy(() -> scope.inTransactionDo(
                        List.of(theirs),
                        connection -> execute(
                                connection,
                                "INSERT INTO event_tally VALUES ('" + mine + "', now(), 1, 1, 0, 0, 0, 0)")))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("row-level security");
    }

    /** What the intake may insert into: the values of a row of some tenant, whose name stands in front of them. */
    private static final Map<String, String> INTAKE = Map.of(
            "usage_event (tenant_id, event_key, content_hash, source, event_id, kind, project, site, sku, gpu_thousandths,"
                    + " starts_at, ends_at, received_at, data)",
            "uuid_send(gen_random_uuid()), sha256(''), 's', 'i', 1, 'p', 'x', 'y', 1, now(), now() + interval '1 s',"
                    + " now(), ''",
            "allocation (tenant_id, allocation_key, source, site, allocation, marks)",
            "uuid_send(gen_random_uuid()), 's', 'x', 'a', ''",
            "beat_allocation (tenant_id, allocation_key, source, site, allocation, beats)",
            "uuid_send(gen_random_uuid()), 's', 'x', 'a', ''");

    @Test
    void whatCopiesInReadsNothingAndIsConfinedToTheTenantsOfTheTransaction() {
        INTAKE.forEach((table, values) -> {
            String mine = Usage.newTenant();
            String theirs = Usage.newTenant();
            String name = table.substring(0, table.indexOf(' '));
            asIntake(List.of(mine), insert(table, mine, values));

            assertThatThrownBy(() -> asIntake(List.of(mine), "SELECT count(*) FROM " + name))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("permission denied");
            for (String tenant : List.of(theirs, "-")) {
                assertThatThrownBy(() -> asIntake(List.of(mine), insert(table, tenant, values)))
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContaining("row-level security of table \"" + name);
            }
            asIntake(List.of(mine, theirs), insert(table, theirs, values));
            assertThat(count(List.of(mine), mine, name)).isEqualTo(1);
            assertThat(count(List.of(theirs), theirs, name)).isEqualTo(1);
        });
    }

    private void asIntake(List<String> tenants, String sql) {
        scope.inTransactionDo(tenants, connection -> execute(connection, "SET LOCAL ROLE metering_intake; " + sql));
    }

    private static String insert(String table, String tenant, String values) {
        return "INSERT INTO " + table + " SELECT '" + tenant + "', " + values;
    }

    @Test
    void eventsCannotBeChangedOrDeletedByTheService() {
        String tenant = Usage.newTenant();
        accept(tenant, "1");

        for (String sql : List.of("UPDATE usage_event SET gpu_thousandths = 1", "DELETE FROM usage_event")) {
            assertThatThrownBy(() -> scope.inTransactionDo(List.of(tenant), connection -> execute(connection, sql)))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void aTenantSeesItsOwnUsageOnlyWhateverItAsksFor() {
        String mine = Usage.newTenant();
        String theirs = Usage.newTenant();
        accept(mine, "1");
        accept(theirs, "1");

        given().auth()
                .oauth2(TestTokens.tenant(mine))
                .get("/api/v1/usage?from=2024-03-01T00:00:00Z&to=2024-04-01T00:00:00Z&tenants=" + theirs)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].tenant", equalTo(mine));
        for (String path : List.of("balance", "progress")) {
            given().auth()
                    .oauth2(TestTokens.tenant(mine))
                    .get("/api/v1/" + path)
                    .then()
                    .statusCode(403);
        }
    }

    @Test
    void anEventOfOneTenantIsNoDuplicateOfAnotherTenants() {
        String one = Usage.newTenant();
        String other = Usage.newTenant();

        assertThat(accept(one, "same")).isEqualTo(Outcome.Kind.METERED);
        assertThat(accept(other, "same")).isEqualTo(Outcome.Kind.METERED);
        assertThat(accept(one, "same")).isEqualTo(Outcome.Kind.DUPLICATE);
    }

    @Test
    void aBatchThatDiesBeforeItsCommitLeavesNothing() {
        String tenant = Usage.newTenant();
        List<Assessed> assessed = assess(tenant, "1");

        assertThatThrownBy(() -> scope.inTransactionDo(List.of(tenant), connection -> {
                    assertThat(acceptUsage.accept(assessed))
                            .extracting(Outcome::kind)
                            .containsExactly(Outcome.Kind.METERED);
                    throw new IllegalStateException("killed before the commit");
                }))
                .hasMessageContaining("killed");

        Books.assertBooks(tenant, 0, 0, 0, 0, 0);
        assertThat(count(List.of(tenant), tenant)).isZero();
        assertThat(accept(tenant, "1")).isEqualTo(Outcome.Kind.METERED);
    }

    private Outcome.Kind accept(String tenant, String id) {
        List<Assessed> assessed = assess(tenant, id);
        return scope.inTransaction(tenant, connection -> acceptUsage.accept(assessed))
                .getFirst()
                .kind();
    }

    private List<Assessed> assess(String tenant, String id) {
        Arrival arrival = reading.structured(Usage.structured(event(tenant, id)));
        return acceptUsage.assess(List.of(new Received(arrival, null)));
    }

    private long count(List<String> asTenants, String ofTenant) {
        return count(asTenants, ofTenant, "usage_event");
    }

    private long count(List<String> asTenants, String ofTenant, String table) {
        return scope.inTransaction(asTenants, connection -> {
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery("SELECT (SELECT count(*) FROM " + table + " WHERE tenant_id = '"
                            + ofTenant + "') + 0 * (SELECT count(*) FROM usage_slot)")) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private List<String> texts(String sql) {
        return scope.asOperator(connection -> {
            List<String> texts = new ArrayList<>();
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery(sql)) {
                while (row.next()) {
                    texts.add(row.getString(1));
                }
            }
            return texts;
        });
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
