package io.wattledger.pricing.flow;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.RatedUsage;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Months that nobody used are charged for what is due anyway, and one account that cannot be read is in nobody's way. */
@QuarkusTest
@WithSuite
class OpenMonthsTest {

    private static final String CATALOG = """
            {"catalog": 1,
             "sites": [{"id": "open-site", "name": "Narvik", "country": "NO", "biddingZone": "NO4",
               "timeZone": "Europe/Oslo", "state": "live", "pue": [{"validFrom": "2026-01-01", "value": "1.10"}]}],
             "skus": [{"id": "open-sku", "name": "H100", "gpuModel": "H100", "memoryGib": 80,
               "nominalWattsPerGpu": "1000", "loadFactor": "0.5"}],
             "tariffs": [{"id": "open-tariff", "name": "Reserved", "currency": "EUR", "versions": [{
               "validFrom": "2026-01-01", "components": [
                 {"id": "held", "kind": "reserved-capacity", "description": "Reserved",
                  "reservations": [{"sku": "open-sku", "site": "open-site", "gpus": 1, "pricePerGpuHour": "1.00",
                    "overagePricePerGpuHour": "4.00"}]}]}]}]}
            """;

    @Inject
    TenantScope scope;

    @Test
    void anAccountThatCannotBeReadIsSetAsideUntilItIsStatedAgain() {
        given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body(CATALOG)
                .put("/api/v1/catalog")
                .then()
                .statusCode(200);
        scope.inTransactionDo(List.of("open-broken"), connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "INSERT INTO account (tenant_id, revision, facts) VALUES ('open-broken', 1, 'half a')");
            }
        });
        state("open-sound", 1);
        // March has 743 hours in Norway.
        assertThat(awaitHeld("open-sound")).isEqualByComparingTo("743");
        assertThat(held("open-broken")).isNull();

        state("open-broken", 2);
        assertThat(awaitHeld("open-broken")).isEqualByComparingTo("743");
    }

    private static void state(String tenant, long revision) {
        AccountFacts account = new AccountFacts(
                tenant,
                revision,
                List.of(new ContractFacts(
                        "march",
                        Instant.parse("2026-02-28T23:00:00Z"),
                        Instant.parse("2026-03-31T22:00:00Z"),
                        "open-tariff",
                        "Europe/Oslo",
                        "EUR")));
        TestKafka.send(List.of(new ProducerRecord<>(
                Topics.ACCOUNTS, tenant.getBytes(StandardCharsets.UTF_8), WireJson.write(account))));
    }

    private static BigDecimal awaitHeld(String tenant) {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> held(tenant), held -> held != null);
    }

    /** What the month of a tenant is charged for its reservation; null while it is not rated. */
    private static BigDecimal held(String tenant) {
        return TestKafka.readAll(Topics.RATED_USAGE).stream()
                .map(record -> message(record.value()))
                .filter(message -> message.tenant().equals(tenant) && message.ofMonth())
                .map(message -> message.charges().stream()
                        .filter(charge -> charge.component().equals("held"))
                        .map(Charge::amount)
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    private static RatedUsage message(byte[] value) {
        try {
            return WireJson.read(value, RatedUsage.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
