package io.wattledger.pricing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.MeteredUsage;
import io.wattledger.contracts.message.RatedUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Commercial models through the doors: tiers, a reservation, support and a negotiated price, by the day and by the month. */
@QuarkusTest
@WithSuite
class CommercialPathTest {

    private static final String TENANT = "tenant-commercial";
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private static final String CATALOG = """
            {"catalog": 1, "name": "test",
             "sites": [{"id": "com-site", "name": "Narvik", "country": "NO", "biddingZone": "NO4",
               "timeZone": "Europe/Oslo", "state": "live", "pue": [{"validFrom": "2026-01-01", "value": "1.10"}]}],
             "skus": [
               {"id": "com-tiers", "name": "H100", "gpuModel": "H100", "memoryGib": 80, "nominalWattsPerGpu": "1000",
                "loadFactor": "0.5"},
               {"id": "com-held", "name": "H100", "gpuModel": "H100", "memoryGib": 80, "nominalWattsPerGpu": "1000",
                "loadFactor": "0.5"},
               {"id": "com-list", "name": "H100", "gpuModel": "H100", "memoryGib": 80, "nominalWattsPerGpu": "1000",
                "loadFactor": "0.5"}],
             "tariffs": [{"id": "com-tariff", "name": "Commercial", "currency": "EUR", "versions": [{
               "validFrom": "2026-01-01", "components": [
                 {"id": "gpu", "kind": "gpu-hour", "description": "GPU time",
                  "prices": [{"sku": "com-list", "term": "on-demand", "pricePerGpuHour": "3.00"}]},
                 {"id": "tiers", "kind": "tiers", "description": "GPU time", "mode": "GRADUATED",
                  "scope": {"skus": ["com-tiers"]},
                  "tiers": [{"upToGpuHours": "10", "pricePerGpuHour": "2.00"}, {"pricePerGpuHour": "1.00"}]},
                 {"id": "held", "kind": "reserved-capacity", "description": "Reserved",
                  "reservations": [{"sku": "com-held", "site": "com-site", "gpus": 1, "pricePerGpuHour": "1.00",
                    "overagePricePerGpuHour": "4.00"}]},
                 {"id": "support", "kind": "support", "description": "Support",
                  "components": ["gpu", "tiers"], "percent": "10"}]}]}],
             "tariffOverrides": [{"id": "com-o", "tenant": "tenant-commercial", "tariff": "com-tariff",
               "validFrom": "2026-03-10T12:15:00Z", "components": [
                 {"id": "gpu", "kind": "gpu-hour", "description": "GPU time",
                  "prices": [{"sku": "com-list", "term": "on-demand", "pricePerGpuHour": "PRICE"}]}]}]}
            """;

    @Test
    void ratesDaysAndTheMonthAndRatesAgainExactlyWhatDependsOnAChangedSlot() {
        put("2.00").statusCode(200).body("created", equalTo(6));
        put("2.00").statusCode(200).body("unchanged", equalTo(6));
        AccountFacts account = new AccountFacts(
                TENANT,
                1,
                List.of(new ContractFacts(
                        "com-2026",
                        Instant.parse("2026-02-28T23:00:00Z"),
                        Instant.parse("2026-03-31T22:00:00Z"),
                        "com-tariff",
                        "Europe/Oslo",
                        "EUR")));
        TestKafka.send(List.of(new ProducerRecord<>(Topics.ACCOUNTS, bytes(TENANT), WireJson.write(account))));
        slot("com-list", NOON, 1, 3_600_000);
        slot("com-list", NOON.plusSeconds(900), 1, 3_600_000);
        slot("com-tiers", NOON, 1, 30 * 3_600_000L);
        slot("com-held", NOON, 1, 1_800_000);
        awaitSettled();

        Map<String, RatedUsage> first = latest();
        // 3.00 until the quarter-hour from which 2.00 is negotiated; support is 10 % of both.
        assertThat(amount(first, "gpu")).isEqualByComparingTo("5");
        assertThat(first.get("default/com-site/com-list/2026-03-10T12:15:00Z").overrides())
                .containsExactly("com-o");
        // Ten hours at 2.00 and twenty at 1.00; 743 hours are held and a quarter of an hour is used above.
        assertThat(amount(first, "tiers")).isEqualByComparingTo("40");
        assertThat(amount(first, "held")).isEqualByComparingTo("744");
        assertThat(amount(first, "support")).isEqualByComparingTo("4.5");

        slot("com-tiers", NOON, 2, 40 * 3_600_000L);
        awaitSettled();
        Map<String, RatedUsage> second = latest();
        assertThat(amount(second, "tiers")).isEqualByComparingTo("50");
        assertThat(amount(second, "support")).isEqualByComparingTo("5.5");
        assertThat(second.keySet()).isEqualTo(first.keySet());
        second.forEach((key, record) -> {
            boolean depends = key.startsWith("default/com-site/com-tiers/") || key.startsWith("default/-/-/");
            assertThat(record.revision()).as(key).isEqualTo(first.get(key).revision() + (depends ? 1 : 0));
        });
        explainsAChargeOfTheMonth();

        put("1.50")
                .statusCode(409)
                .body("code", equalTo("tariff-version-sealed"))
                .body("errors[0].pointer", equalTo("/tariffOverrides/0"));
    }

    private static ValidatableResponse put(String price) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body(CATALOG.replace("PRICE", price))
                .put("/api/v1/catalog")
                .then();
    }

    private static void slot(String sku, Instant start, long revision, long milliGpuSeconds) {
        MeteredUsage slot = new MeteredUsage(
                TENANT, "default", "com-site", sku, start, revision, milliGpuSeconds, 0, 0, null, null);
        TestKafka.send(
                List.of(new ProducerRecord<>(Topics.METERED_USAGE, 0, bytes(slot.recordKey()), WireJson.write(slot))));
    }

    /** The last revision of each record of the tenant, by its key without the tenant. */
    private static Map<String, RatedUsage> latest() {
        Map<String, RatedUsage> latest = new TreeMap<>();
        TestKafka.readAll(Topics.RATED_USAGE).forEach(record -> {
            RatedUsage message = message(record.value());
            if (message.tenant().equals(TENANT)) {
                latest.merge(
                        message.recordKey().substring(TENANT.length() + 1),
                        message,
                        (one, other) -> one.revision() > other.revision() ? one : other);
            }
        });
        return latest;
    }

    private static BigDecimal amount(Map<String, RatedUsage> records, String component) {
        return records.values().stream()
                .flatMap(record -> record.charges().stream())
                .filter(charge -> charge.component().equals(component))
                .map(Charge::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static RatedUsage message(byte[] value) {
        try {
            return WireJson.read(value, RatedUsage.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitSettled() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> TestProgress.isSettled(Topics.METERED_USAGE, Topics.ACCOUNTS)
                        && TestKafka.readAll(Topics.RATED_USAGE).stream()
                                .map(record -> message(record.value()))
                                .anyMatch(one -> one.tenant().equals(TENANT) && one.ofMonth()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void explainsAChargeOfTheMonth() {
        explanation("support")
                .accept(ContentType.JSON)
                .get("/api/v1/rated-months/explanation")
                .then()
                .statusCode(200)
                .body("isSame", equalTo(true))
                .body("explanation.terms.kind", equalTo("support"))
                .body("explanation.charges[0].amount", equalTo("5"))
                .body("explanation.madeFrom.component", contains("gpu", "tiers"))
                .body("explanation.madeFrom.amount", contains("0", "50"));
        String text = explanation("tiers")
                .accept(ContentType.TEXT)
                .get("/api/v1/rated-months/explanation")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(text)
                .contains("tiers, tier-1, com-site, com-tiers: 10 GPU-hours at 2 = 20 EUR unrounded")
                .contains("tiers, tier-2, com-site, com-tiers: 30 GPU-hours at 1 = 30 EUR unrounded")
                .contains("2026-03-10", "the same to the last digit");
        explanation("nothing").get("/api/v1/rated-months/explanation").then().statusCode(404);
    }

    private static RequestSpecification explanation(String component) {
        return given().auth()
                .oauth2(TestTokens.tenant(TENANT))
                .queryParam("contract", "com-2026")
                .queryParam("month", "2026-03-01")
                .queryParam("project", "default")
                .queryParam("periodStart", "2026-02-28T23:00:00Z")
                .queryParam("component", component);
    }
}
