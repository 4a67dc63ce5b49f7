package io.wattledger.pricing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.oneOf;

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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The path through pricing: slots, accounts and prices come in, rated days go out, through real Kafka and PostgreSQL. */
@QuarkusTest
@WithSuite
class PathTest {

    private static final Instant DAY = Instant.parse("2026-10-24T22:00:00Z");
    private static final String RATES = "date,EURNOK\n2026-10-23,11.50\n2026-10-26,12.00\n";
    private static final String A44 = "SYNTH_A44_NO4_2026-10-25_PT15M_A03_100slots.xml";
    private static final String A44_REVISION_2 = "SYNTH_A44_NO4_2026-10-25_PT15M_A03_revision2.xml";

    @Test
    void ratesTheHundredQuartersOfTheLongDayEachAtItsOwnPrice() {
        apply(TestCatalog.norway("a")).body("created", equalTo(5));
        account("tenant-a", 1, "tariff-a", "2025-12-31T23:00:00Z", null);
        document("a", A44).body("indices[0].added", equalTo(100));
        rates("a").body("indices[0].added", equalTo(2));
        slots("tenant-a", "a", 1, 7200);

        RatedUsage day = await(
                "tenant-a",
                one -> one.milliGpuSeconds() == 720_000_000L && one.gaps().isEmpty());

        // 100 quarters of 8 GPUs: 200 GPU-hours at 20.00. Energy: 0.5 kW × 1.1 a GPU; 110 kWh spread evenly.
        assertThat(charge(day, "gpu-time").amount()).isEqualByComparingTo("4000");
        // A flat 1 MW over that day is 197.6375 EUR; here 4.4 kW flow. The last rate before that Sunday is Friday's.
        BigDecimal expected = new BigDecimal("197.6375")
                .multiply(new BigDecimal("0.0044"))
                .multiply(new BigDecimal("11.50"))
                .add(new BigDecimal("35.00").multiply(new BigDecimal("0.110")));
        assertThat(charge(day, "energy").amount()).isEqualByComparingTo(expected);
        assertThat(charge(day, "energy").quantity()).isEqualByComparingTo("110");
        assertThat(charge(day, "energy").documents()).hasSize(2);
        assertThat(day.tariff()).isEqualTo("tariff-a");
        assertThat(day.periodEnd()).isEqualTo(Instant.parse("2026-10-25T23:00:00Z"));

        apply(TestCatalog.norway("a")).body("created", equalTo(0)).body("unchanged", equalTo(5));
        balance("tenant-a", 720_000_000L, 720_000_000L, 0);
        awaitSettled();
        assertThat(given().get("/q/metrics").asString())
                .containsPattern("(?m)^wattledger_pricing_balance_received_milli_gpu_seconds [1-9]")
                .containsPattern("(?m)^wattledger_pricing_balance_rated_milli_gpu_seconds [1-9]")
                .containsPattern("(?m)^wattledger_pricing_balance_difference_milli_gpu_seconds 0\\.0$");
    }

    @Test
    void ratesADayAgainWhenItsPricesAreRevisedAndNotWhenTheOldDocumentComesBack() {
        apply(TestCatalog.norway("b"));
        account("tenant-b", 1, "tariff-b", "2025-12-31T23:00:00Z", null);
        document("b", A44);
        rates("b");
        slots("tenant-b", "b", 1, 7200);
        // All hundred quarters: a day is rated more than once where they come in slowly.
        RatedUsage first = await(
                "tenant-b",
                one -> one.milliGpuSeconds() == 720_000_000L && one.gaps().isEmpty());

        document("b", A44_REVISION_2).body("indices[0].added", equalTo(0));
        RatedUsage second = await("tenant-b", one -> one.revision() > first.revision());
        BigDecimal difference = charge(second, "energy")
                .amount()
                .subtract(charge(first, "energy").amount());
        assertThat(difference)
                .isEqualByComparingTo(new BigDecimal("6.1375")
                        .multiply(new BigDecimal("0.0044"))
                        .multiply(new BigDecimal("11.50")));

        document("b", A44).body("indices[0].alreadyKnown", equalTo(true)).body("indices[0].changed", equalTo(0));
        given().auth()
                .oauth2(TestTokens.auditor())
                .queryParam("from", "2026-10-24T22:00:00Z")
                .queryParam("to", "2026-10-25T23:00:00Z")
                .get("/api/v1/price-series/NO4-b/points")
                .then()
                .statusCode(200)
                .body("items", hasSize(100))
                .body("items.revision", hasItem(2));
        given().auth()
                .oauth2(TestTokens.auditor())
                .queryParam("from", "2026-10-25")
                .queryParam("to", "2026-10-26")
                .get("/api/v1/price-series/NO4-b/completeness")
                .then()
                .body("items[0].expected", equalTo(100))
                .body("items[0].state", equalTo("final"))
                .body("items[1].known", equalTo(0));
    }

    @Test
    void keepsUsageWithoutContractOpenAndRatesItOnceThereIsOne() {
        apply(TestCatalog.norway("c"));
        slots("tenant-c", "c", 1, 7200);
        awaitSettled();
        balance("tenant-c", 720_000_000L, 0, 720_000_000L);
        given().auth()
                .oauth2(TestTokens.operator())
                .get("/api/v1/gaps")
                .then()
                .body("items.findAll { it.tenant == 'tenant-c' }.gap.missing", hasItem("contract"));
        assertThat(ratedOf("tenant-c")).isEmpty();

        account("tenant-c", 1, "tariff-c", "2026-10-25T10:00:00Z", null);
        RatedUsage part = await("tenant-c", one -> true);
        assertThat(part.periodStart()).isEqualTo(Instant.parse("2026-10-25T10:00:00Z"));
        assertThat(part.gaps()).extracting("missing").containsOnly("NO4-c");
        awaitSettled();
        balance("tenant-c", 720_000_000L, 52L * 7_200_000L, 48L * 7_200_000L);
    }

    @Test
    void publishesZeroTotalsWhenTheUsageOfADayIsTakenBack() {
        apply(TestCatalog.norway("d"));
        account("tenant-d", 1, "tariff-d", "2025-12-31T23:00:00Z", null);
        slots("tenant-d", "d", 1, 7200);
        RatedUsage first = await("tenant-d", one -> one.milliGpuSeconds() == 720_000_000L);
        slots("tenant-d", "d", 2, 0);
        RatedUsage emptied = await("tenant-d", one -> one.milliGpuSeconds() == 0);
        assertThat(emptied.revision()).isEqualTo(first.revision() + 1);
        assertThat(emptied.charges()).isEmpty();
    }

    @Test
    void refusesToChangeAVersionUnderWhichChargesWereMade() {
        apply(TestCatalog.norway("e"));
        apply(TestCatalog.norway("e", "21.00")).body("changed", equalTo(1));
        account("tenant-e", 1, "tariff-e", "2025-12-31T23:00:00Z", null);
        slots("tenant-e", "e", 1, 7200);
        await("tenant-e", one -> true);
        put(TestCatalog.norway("e", "22.00"))
                .statusCode(409)
                .body("code", equalTo("tariff-version-sealed"))
                .body("errors[0].pointer", equalTo("/tariffs/0/versions/0"));
    }

    @Test
    void showsATenantItsOwnDaysOnly() {
        apply(TestCatalog.norway("f"));
        account("tenant-f", 1, "tariff-f", "2025-12-31T23:00:00Z", null);
        account("tenant-g", 1, "tariff-f", "2025-12-31T23:00:00Z", null);
        slots("tenant-f", "f", 1, 7200);
        slots("tenant-g", "f", 1, 3600);
        await("tenant-f", one -> true);
        await("tenant-g", one -> true);
        days(TestTokens.tenant("tenant-f"), "tenant-g").body("items.tenant.unique()", equalTo(List.of("tenant-f")));
        days(TestTokens.operator(), "tenant-g").body("items.tenant.unique()", equalTo(List.of("tenant-g")));
        days(TestTokens.tenant("nobody"), "tenant-g").body("items", hasSize(0));
    }

    @Test
    void setsARecordThatCannotBeReadAsideAndGoesOn() {
        apply(TestCatalog.norway("h"));
        account("tenant-h", 1, "tariff-h", "2025-12-31T23:00:00Z", null);
        TestKafka.send(List.of(
                new ProducerRecord<>(Topics.METERED_USAGE, 0, bytes("empty"), null),
                new ProducerRecord<>(Topics.METERED_USAGE, 0, bytes("broken"), bytes("{\"tenant\":\"tenant-h\","))));
        slots("tenant-h", "h", 1, 7200);
        await("tenant-h", one -> true);
        awaitSettled();
        given().auth()
                .oauth2(TestTokens.operator())
                .get("/api/v1/unreadable-records")
                .then()
                .body("items.topic", hasItem(Topics.METERED_USAGE))
                .body("items.reason", hasItem("the record has no value"));
    }

    static ValidatableResponse days(String token, String tenant) {
        return given().auth()
                .oauth2(token)
                .queryParam("tenant", tenant)
                .queryParam("from", "2026-10-01T00:00:00Z")
                .queryParam("to", "2026-11-01T00:00:00Z")
                .get("/api/v1/rated-days")
                .then()
                .statusCode(200);
    }

    static ValidatableResponse apply(String catalog) {
        return put(catalog).statusCode(200);
    }

    private static ValidatableResponse put(String catalog) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body(catalog)
                .put("/api/v1/catalog")
                .then();
    }

    static ValidatableResponse document(String suffix, String file) {
        return upload().multiPart("file", file, resource(file), "application/xml")
                .multiPart("reading", "{\"format\":\"entsoe-a44\",\"series\":\"NO4-" + suffix + "\"}")
                .post("/api/v1/price-documents")
                .then()
                .statusCode(oneOf(200, 201));
    }

    static ValidatableResponse rates(String suffix) {
        return upload().multiPart("file", "rates.csv", bytes(RATES), "text/csv")
                .multiPart(
                        "reading",
                        "{\"format\":\"exchange-rate-csv\",\"columns\":{\"date\":\"date\",\"rates\":{\"EURNOK-" + suffix
                                + "\":\"EURNOK\"}}}")
                .post("/api/v1/price-documents")
                .then()
                .statusCode(oneOf(200, 201));
    }

    private static RequestSpecification upload() {
        return given().auth().oauth2(TestTokens.operator());
    }

    private static byte[] resource(String file) {
        try (var stream = PathTest.class.getResourceAsStream("/a44/" + file)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All hundred quarters of the day with clocks set back, each with so many GPU-seconds. */
    static void slots(String tenant, String suffix, long revision, long gpuSeconds) {
        slots(tenant, suffix, "sku-" + suffix, revision, gpuSeconds);
    }

    /** The same for another SKU. */
    static void slots(String tenant, String suffix, String sku, long revision, long gpuSeconds) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int quarter = 0; quarter < 100; quarter++) {
            MeteredUsage slot = new MeteredUsage(
                    tenant,
                    "default",
                    "site-" + suffix,
                    sku,
                    DAY.plusSeconds(900L * quarter),
                    revision,
                    gpuSeconds * 1000,
                    0,
                    0,
                    null,
                    null);
            records.add(new ProducerRecord<>(Topics.METERED_USAGE, 0, bytes(slot.recordKey()), WireJson.write(slot)));
        }
        TestKafka.send(records);
    }

    static void account(String tenant, long revision, String tariff, String start, String end) {
        AccountFacts facts = new AccountFacts(
                tenant,
                revision,
                List.of(new ContractFacts(
                        tenant + "-2026",
                        Instant.parse(start),
                        end == null ? null : Instant.parse(end),
                        tariff,
                        "Europe/Oslo",
                        "NOK")));
        TestKafka.send(List.of(new ProducerRecord<>(Topics.ACCOUNTS, bytes(tenant), WireJson.write(facts))));
    }

    static RatedUsage await(String tenant, Predicate<RatedUsage> condition) {
        List<ConsumerRecord<byte[], byte[]>> records = TestKafka.await(
                Topics.RATED_USAGE, all -> latest(tenant, all).filter(condition).isPresent());
        return latest(tenant, records).orElseThrow();
    }

    private static List<RatedUsage> ratedOf(String tenant) {
        return TestKafka.readAll(Topics.RATED_USAGE).stream()
                .map(PathTest::message)
                .filter(one -> one.tenant().equals(tenant))
                .toList();
    }

    private static Optional<RatedUsage> latest(String tenant, List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(PathTest::message)
                .filter(one -> one.tenant().equals(tenant))
                .max(Comparator.comparingLong(RatedUsage::revision));
    }

    static RatedUsage message(ConsumerRecord<byte[], byte[]> record) {
        try {
            return WireJson.read(record.value(), RatedUsage.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Charge charge(RatedUsage day, String component) {
        return day.charges().stream()
                .filter(one -> one.component().equals(component))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until everything that was sent is consumed and rated. */
    static void awaitSettled() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> TestProgress.isSettled(Topics.METERED_USAGE, Topics.ACCOUNTS));
    }

    private static void balance(String tenant, long received, long rated, long open) {
        given().auth()
                .oauth2(TestTokens.auditor())
                .queryParam("tenants", tenant)
                .get("/api/v1/balance")
                .then()
                .statusCode(200)
                .body("milliGpuSeconds.received", equalTo((Object) number(received)))
                .body("milliGpuSeconds.rated", equalTo((Object) number(rated)))
                .body("milliGpuSeconds.open", equalTo((Object) number(open)))
                .body("milliGpuSeconds.pending", equalTo(0));
    }

    private static Number number(long value) {
        return value > Integer.MAX_VALUE ? (Number) value : (Number) Math.toIntExact(value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
