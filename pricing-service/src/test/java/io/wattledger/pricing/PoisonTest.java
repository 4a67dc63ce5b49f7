package io.wattledger.pricing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.OwnerDatabase;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.MeteredUsage;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;

/** What cannot be taken in or rated is in nobody's way, and is shown. */
@QuarkusTest
@WithSuite
class PoisonTest {

    /** Not among those that are stated well: what is stated anew takes the place of what lies aside. */
    private static final Instant SLOT = Instant.parse("2026-10-20T10:00:00Z");

    @Inject
    TenantScope scope;

    @Test
    void aTenantWhoseDaysCannotBeRatedHoldsNobodyUp() {
        PathTest.apply(TestCatalog.norway("poison"));
        // First in every order.
        String broken = "-a-poisoned";
        scope.inTransactionDo(List.of(broken), connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "INSERT INTO account (tenant_id, revision, facts) VALUES ('" + broken + "', 1, 'half a')");
            }
        });
        PathTest.slots(broken, "poison", 1, 7200);
        PathTest.account("tenant-poison", 1, "tariff-poison", "2025-12-31T23:00:00Z", null);
        PathTest.slots("tenant-poison", "poison", 1, 7200);

        PathTest.await("tenant-poison", one -> one.milliGpuSeconds() == 720_000_000L);
        awaitGap(broken, startsWith("rating: "));
        assertThat(given().get("/q/metrics").asString())
                .containsPattern("(?m)^wattledger_pricing_ratings_failed [1-9]");

        // At once, though it rests: what it is rated from has changed.
        PathTest.account(broken, 2, "tariff-poison", "2025-12-31T23:00:00Z", null);
        PathTest.await(broken, one -> one.milliGpuSeconds() == 720_000_000L);
        given().auth()
                .oauth2(TestTokens.operator())
                .get("/api/v1/gaps")
                .then()
                .body(
                        "items.findAll { it.tenant == '" + broken + "' && it.gap.missing.startsWith('rating') }",
                        hasSize(0));
    }

    @Test
    void daysWhoseConnectionIsEndedEachTimeHoldNobodyUpHoweverManyTheyAre() throws SQLException {
        PathTest.apply(TestCatalog.norway("idles"));
        // First in every order.
        String broken = "-a-idles";
        asOwner("""
                CREATE FUNCTION idle_for_too_long() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'idle for too long' USING ERRCODE = '25P03'; END $$;
                CREATE TRIGGER idles BEFORE DELETE ON dirty_day FOR EACH ROW WHEN (OLD.tenant_id = '%s')
                EXECUTE FUNCTION idle_for_too_long()
                """.formatted(broken));
        try {
            for (String sku : List.of("one", "two", "three")) {
                PathTest.slots(broken, "idles", sku, 1, 7200);
            }
            PathTest.account("tenant-idles", 1, "tariff-idles", "2025-12-31T23:00:00Z", null);
            PathTest.slots("tenant-idles", "idles", 1, 7200);

            PathTest.await("tenant-idles", one -> one.milliGpuSeconds() == 720_000_000L);
            awaitGap(broken, containsString("idle for too long"));
        } finally {
            asOwner("DROP TRIGGER idles ON dirty_day; DROP FUNCTION idle_for_too_long()");
        }
    }

    private static void awaitGap(String tenant, Matcher<String> missing) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().auth()
                        .oauth2(TestTokens.operator())
                        .get("/api/v1/gaps")
                        .then()
                        .body("items.findAll { it.tenant == '" + tenant + "' }.gap.missing", hasItem(missing)));
    }

    private static void asOwner(String statements) throws SQLException {
        try (Connection connection = OwnerDatabase.source().getConnection();
                Statement execute = connection.createStatement()) {
            execute.execute(statements);
        }
    }

    @Test
    void aTotalThatCannotBeStoredOrSummedUpIsSetAsideAndHoldsNobodyUp() {
        PathTest.apply(TestCatalog.norway("edge"));
        PathTest.account("tenant-edge", 1, "tariff-edge", "2025-12-31T23:00:00Z", null);
        MeteredUsage unstorable = total("de\u0000fault", 1);
        MeteredUsage endless = total("default", Long.MAX_VALUE / 2 + 1);
        MeteredUsage namelessTenant = new MeteredUsage("two\u001ftenants", "p", "s", "k", SLOT, 1, 1, 0, 0, null, null);
        TestKafka.send(List.of(record(unstorable), record(endless), record(namelessTenant)));
        PathTest.slots("tenant-edge", "edge", 1, 7200);

        PathTest.await("tenant-edge", one -> one.milliGpuSeconds() == 720_000_000L);
        given().auth()
                .oauth2(TestTokens.operator())
                .get("/api/v1/unreadable-records")
                .then()
                .body("items.reason", hasItem(startsWith("it has no effect: ERROR: invalid byte sequence")))
                .body(
                        "items.reason",
                        hasItem(startsWith("it has no effect: ERROR: new row violates row-level security")))
                .body(
                        "items.reason",
                        hasItem(startsWith("slot 2026-10-20T10:00:00Z states 4611686018427387904 milli")));
    }

    private static MeteredUsage total(String project, long milliGpuSeconds) {
        return new MeteredUsage(
                "tenant-edge", project, "site-edge", "sku-edge", SLOT, 9, milliGpuSeconds, 0, 0, null, null);
    }

    private static ProducerRecord<byte[], byte[]> record(MeteredUsage total) {
        return new ProducerRecord<>(
                Topics.METERED_USAGE, 0, total.recordKey().getBytes(StandardCharsets.UTF_8), WireJson.write(total));
    }
}
