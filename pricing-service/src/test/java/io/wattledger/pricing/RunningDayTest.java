package io.wattledger.pricing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.MeteredUsage;
import io.wattledger.contracts.message.RatedUsage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A day that still runs is rated once, and again when it has rested or its terms have changed; the books say what rests. */
@QuarkusTest
@WithSuite
@TestProfile(RunningDayTest.LongRests.class)
class RunningDayTest {

    private static final String TENANT = "tenant-running";
    private static final long MILLI_GPU_SECONDS = 1_000;

    /** Longer than any run of this test. */
    public static final class LongRests implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("wattledger.pricing.rating.rest", "PT10M");
        }
    }

    @Test
    void isNotRatedWithEverySlotThatComes() {
        catalog("1.10");
        AccountFacts account = new AccountFacts(
                TENANT,
                1,
                List.of(new ContractFacts(
                        "contract",
                        Instant.parse("2025-12-31T23:00:00Z"),
                        null,
                        "tariff-running",
                        "Europe/Oslo",
                        "NOK")));
        TestKafka.send(List.of(new ProducerRecord<>(Topics.ACCOUNTS, bytes(TENANT), WireJson.write(account))));
        // Far enough ahead that the day runs as long as the test does.
        Instant slot = Instant.now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.DAYS);

        slot(slot, 1);
        await(MILLI_GPU_SECONDS, 0);
        slot(slot, 2);
        slot(slot.plusSeconds(900), 3);
        await(MILLI_GPU_SECONDS, 4 * MILLI_GPU_SECONDS);
        assertThat(revision()).isEqualTo(1);

        catalog("1.20");
        await(5 * MILLI_GPU_SECONDS, 0);
        assertThat(revision()).isEqualTo(2);
    }

    private static void catalog(String pue) {
        given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body(TestCatalog.norway("running").replace("1.10", pue))
                .put("/api/v1/catalog")
                .then()
                .statusCode(200);
    }

    /** Waits until all is consumed, nothing is pending, and so much is rated and resting. */
    private static void await(long rated, long resting) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(TestProgress.isSettled(Topics.METERED_USAGE)).isTrue();
            JsonPath books = given().auth()
                    .oauth2(TestTokens.auditor())
                    .queryParam("tenants", TENANT)
                    .get("/api/v1/balance")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath()
                    .setRootPath("milliGpuSeconds");
            assertThat(books.getLong("rated")).isEqualTo(rated);
            assertThat(books.getLong("resting")).isEqualTo(resting);
            assertThat(books.getLong("received")).isEqualTo(rated + resting);
            assertThat(books.getLong("pending")).isZero();
        });
    }

    private static void slot(Instant start, int revision) {
        MeteredUsage total = new MeteredUsage(
                TENANT,
                "project",
                "site-running",
                "sku-running",
                start,
                revision,
                MILLI_GPU_SECONDS * revision,
                0,
                0,
                null,
                null);
        TestKafka.send(
                List.of(new ProducerRecord<>(Topics.METERED_USAGE, bytes(total.recordKey()), WireJson.write(total))));
    }

    private static long revision() {
        return TestKafka.readAll(Topics.RATED_USAGE).stream()
                .map(PathTest::message)
                .filter(one -> one.tenant().equals(TENANT))
                .mapToLong(RatedUsage::revision)
                .max()
                .orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
