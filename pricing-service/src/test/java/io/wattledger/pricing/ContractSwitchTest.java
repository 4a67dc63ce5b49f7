package io.wattledger.pricing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.MeteredUsage;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.flow.DirtyMonths;
import io.wattledger.pricing.flow.EvidenceBook;
import io.wattledger.pricing.flow.EvidenceBook.RecordRevision;
import io.wattledger.pricing.flow.MonthKey;
import io.wattledger.pricing.flow.RatedDays;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Billing months that go from one contract of a tenant to another: their records keep the key and get further revisions. */
@QuarkusTest
@WithSuite
class ContractSwitchTest {

    private static final Instant FEBRUARY = Instant.parse("2026-01-31T23:00:00Z");
    private static final Instant MARCH = Instant.parse("2026-02-28T23:00:00Z");
    private static final Instant APRIL = Instant.parse("2026-03-31T22:00:00Z");

    private static final String CATALOG = """
            {"catalog": 1, "name": "test",
             "sites": [{"id": "sw-site", "name": "Narvik", "country": "NO", "biddingZone": "NO4",
               "timeZone": "Europe/Oslo", "state": "live", "pue": [{"validFrom": "2026-01-01", "value": "1.10"}]}],
             "skus": [{"id": "sw-sku", "name": "H100", "gpuModel": "H100", "memoryGib": 80, "nominalWattsPerGpu": "1000",
               "loadFactor": "0.5"}],
             "tariffs": [
               {"id": "sw-two", "name": "Two", "currency": "EUR", "versions": [{"validFrom": "2026-01-01", "components": [
                 {"id": "tiers", "kind": "tiers", "description": "GPU time", "mode": "GRADUATED", "scope": {"skus": ["sw-sku"]},
                  "tiers": [{"pricePerGpuHour": "2.00"}]}]}]},
               {"id": "sw-three", "name": "Three", "currency": "EUR", "versions": [{"validFrom": "2026-01-01", "components": [
                 {"id": "tiers", "kind": "tiers", "description": "GPU time", "mode": "GRADUATED", "scope": {"skus": ["sw-sku"]},
                  "tiers": [{"pricePerGpuHour": "3.00"}]}]}]}]}
            """;

    @Inject
    TenantScope scope;

    @Inject
    RatedDays ratedDays;

    @Inject
    DirtyMonths dirtyMonths;

    @Inject
    EvidenceBook evidence;

    /** Months of a batch are rated in the order of their contracts, so that the one from which they go may come first or last. */
    @ParameterizedTest
    @CsvSource({"tenant-switch-a, a-old, b-new", "tenant-switch-z, z-old, b-new"})
    void ratesMonthsAgainThatGoToAnotherContractAndBack(String tenant, String old, String young) {
        PathTest.apply(CATALOG);
        account(tenant, 1, two(old, FEBRUARY, null));
        slot(tenant, Instant.parse("2026-03-10T12:00:00Z"), 10);
        slot(tenant, Instant.parse("2026-04-10T12:00:00Z"), 20);
        PathTest.awaitSettled();
        assertMonth(tenant, MARCH, old, "20");
        assertMonth(tenant, APRIL, old, "40");

        account(tenant, 2, two(old, FEBRUARY, MARCH), three(young, MARCH, null));
        PathTest.awaitSettled();
        assertMonth(tenant, MARCH, young, "30");
        assertMonth(tenant, APRIL, young, "60");

        account(tenant, 3, two(old, FEBRUARY, APRIL), three(young, APRIL, null));
        PathTest.awaitSettled();
        assertMonth(tenant, MARCH, old, "20");
        assertMonth(tenant, APRIL, young, "60");

        account(tenant, 4, two(old, FEBRUARY, null));
        PathTest.awaitSettled();
        assertMonth(tenant, MARCH, old, "20");
        assertMonth(tenant, APRIL, old, "40");

        account(tenant, 5);
        PathTest.awaitSettled();
        assertThat(published(tenant, MARCH).getLast().charges()).isEmpty();
        assertThat(published(tenant, APRIL).getLast().charges()).isEmpty();
        assertNoneFailed();
    }

    /** Nothing in the database would have kept the revisions of such a month apart. */
    @ParameterizedTest
    @CsvSource({"tenant-switch-c, a-old, b-new", "tenant-switch-y, z-old, b-new"})
    void goesOnWithARevisionThatWasStoredBeforeBasesWereKept(String tenant, String old, String young) {
        PathTest.apply(CATALOG);
        store(new RatedUsage(
                tenant,
                "default",
                RatedUsage.ALL,
                RatedUsage.ALL,
                MARCH,
                APRIL,
                LocalDate.parse("2026-03-01"),
                7,
                old,
                "sw-two",
                LocalDate.parse("2026-01-01"),
                "EUR",
                0,
                List.of(charge()),
                List.of(),
                null));
        slot(tenant, Instant.parse("2026-03-10T12:00:00Z"), 10);
        account(tenant, 1, two(old, FEBRUARY, MARCH), three(young, MARCH, null));
        scope.inTransactionDo(
                List.of(tenant),
                connection -> dirtyMonths.mark(
                        connection, new TreeSet<>(List.of(march(tenant, old), march(tenant, young))), Instant.now()));
        PathTest.awaitSettled();

        assertMonth(tenant, MARCH, young, "30");
        assertThat(published(tenant, MARCH).getFirst().revision()).isGreaterThan(7);
        assertNoneFailed();
    }

    private static Charge charge() {
        return new Charge(
                "tiers",
                null,
                ChargeKind.GPU_TIME,
                "GPU time",
                "sw-site",
                "sw-sku",
                BigDecimal.TEN,
                ChargeUnit.GPU_HOUR,
                BigDecimal.TWO,
                new BigDecimal("20"),
                0,
                0,
                List.of());
    }

    private static MonthKey march(String tenant, String contract) {
        return new MonthKey(tenant, contract, LocalDate.parse("2026-03-01"));
    }

    private void store(RatedUsage record) {
        scope.inTransactionDo(
                List.of(record.tenant()),
                connection -> ratedDays.save(
                        connection,
                        List.of(new RatedDays.Entry(
                                record,
                                new TreeSet<>(List.of(RatedDays.inputOf(march(record.tenant(), record.contract())))),
                                null,
                                null)),
                        Instant.now()));
    }

    /** What a reader of the topic has in the end, and that whoever is asked for evidence of it has some. */
    private void assertMonth(String tenant, Instant start, String contract, String amount) {
        List<RatedUsage> published = published(tenant, start);
        assertThat(published).extracting(RatedUsage::revision).isSorted().doesNotHaveDuplicates();
        RatedUsage last = published.getLast();
        assertThat(last.contract()).isEqualTo(contract);
        assertThat(last.charges()).hasSize(1);
        assertThat(last.charges().getFirst().amount()).isEqualByComparingTo(amount);
        List<RecordRevision> asked = List.of(
                new RecordRevision(last.project(), last.site(), last.sku(), last.periodStart(), last.revision()));
        Map<RecordRevision, String> bases =
                scope.inTransaction(tenant, connection -> evidence.bases(connection, tenant, asked));
        assertThat(bases).containsOnlyKeys(asked.getFirst());
    }

    private static List<RatedUsage> published(String tenant, Instant start) {
        return TestKafka.readAll(Topics.RATED_USAGE).stream()
                .map(PathTest::message)
                .filter(one -> one.ofMonth() && one.tenant().equals(tenant))
                .filter(one -> one.periodStart().equals(start))
                .toList();
    }

    private static void assertNoneFailed() {
        List<String> missing = given().auth()
                .oauth2(TestTokens.operator())
                .get("/api/v1/gaps")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.findAll { it.tenant.startsWith('tenant-switch') }.gap.missing");
        assertThat(missing).noneMatch(one -> one.startsWith("rating"));
    }

    private static ContractFacts two(String contract, Instant start, @Nullable Instant end) {
        return new ContractFacts(contract, start, end, "sw-two", "Europe/Oslo", "EUR");
    }

    private static ContractFacts three(String contract, Instant start, @Nullable Instant end) {
        return new ContractFacts(contract, start, end, "sw-three", "Europe/Oslo", "EUR");
    }

    private static void account(String tenant, long revision, ContractFacts... contracts) {
        AccountFacts facts = new AccountFacts(tenant, revision, List.of(contracts));
        TestKafka.send(List.of(
                new ProducerRecord<>(Topics.ACCOUNTS, tenant.getBytes(StandardCharsets.UTF_8), WireJson.write(facts))));
    }

    private static void slot(String tenant, Instant start, int gpuHours) {
        MeteredUsage slot = new MeteredUsage(
                tenant, "default", "sw-site", "sw-sku", start, 1, gpuHours * 3_600_000L, 0, 0, null, null);
        TestKafka.send(List.of(new ProducerRecord<>(
                Topics.METERED_USAGE, 0, slot.recordKey().getBytes(StandardCharsets.UTF_8), WireJson.write(slot))));
    }
}
