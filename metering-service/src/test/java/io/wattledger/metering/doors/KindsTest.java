package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.message.SkuFacts;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Starts, stops and heartbeats from the door to the slots, and what is corrected of them. */
@QuarkusTest
@WithSuite
class KindsTest {

    private static final long HOUR = 3_600_000;

    @Inject
    TenantScope scope;

    private final String tenant = Usage.newTenant();
    private final Collector collector = new Collector(tenant, "site-" + tenant);

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @BeforeEach
    void site() {
        TestKafka.send(List.of(Usage.reference(Topics.SITES, collector.site, Usage.site(collector.site, "LIVE", 1))));
    }

    @Test
    void metersFromStartToStopWhicheverComesFirstAndHoweverOften() {
        assertThat(collector.report(collector.stop("stop", "vm", "2024-03-01T01:00:00Z")))
                .containsExactly("metered");
        assertThat(collector.milliGpuSeconds(scope)).isZero();
        assertThat(collector.report(
                        collector.start("start", "vm", "2024-03-01T00:00:00Z", 8),
                        collector.start("start", "vm", "2024-03-01T00:00:00Z", 8),
                        collector.stop("stop", "vm", "2024-03-01T01:00:00Z"),
                        collector.stop("stop again", "vm", "2024-03-01T01:00:00Z")))
                .containsExactly("metered", "duplicate", "duplicate", "metered");

        assertThat(collector.milliGpuSeconds(scope)).isEqualTo(8 * HOUR);
        Books.await(tenant, 5, 3, 2, 0, 0);
        assertThat(allocations("closed").getMap("items[0]"))
                .containsEntry("allocation", "vm")
                .containsEntry("startedAt", "2024-03-01T00:00:00Z")
                .containsEntry("stoppedAt", "2024-03-01T01:00:00Z")
                .doesNotContainKey("meteredUntil");
    }

    @Test
    void metersAnOpenAllocationUpToTheWatermarkAndNoFurther() {
        collector.report(collector.start("start", "vm", "2024-03-01T00:00:00Z", 8));
        assertThat(collector.milliGpuSeconds(scope)).isZero();
        assertThat(allocations("open").getMap("items[0]")).doesNotContainKey("meteredUntil");

        collector.completeUntil(scope, Instant.parse("2024-03-01T00:20:00Z"));
        awaitGpuTime(8 * HOUR / 3);
        collector.completeUntil(scope, Instant.parse("2024-03-01T03:00:00Z"));
        awaitGpuTime(24 * HOUR);
        assertThat(allocations("open").getMap("items[0]")).containsEntry("meteredUntil", "2024-03-01T03:00:00Z");

        collector.report(collector.stop("late", "vm", "2024-03-01T02:00:00Z"));
        assertThat(collector.milliGpuSeconds(scope)).isEqualTo(16 * HOUR);
        assertThat(allocations("open").getList("items")).isEmpty();
        Books.await(tenant, 2, 2, 0, 0, 0);
    }

    @Test
    void listsOpenAllocationsPageByPageAndOnlyToTheirTenant() {
        List<String> starts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            starts.add(collector.start("s" + i, "vm-" + i, "2024-03-01T00:00:00Z", 1));
        }
        collector.report(starts.toArray(String[]::new));
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonPath page = given().auth()
                    .oauth2(TestTokens.tenant(tenant))
                    .get("/api/v1/allocations?state=open&limit=2" + cursor)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("items.allocation"));
            cursor = page.getString("nextCursor") == null ? null : "&cursor=" + page.getString("nextCursor");
        } while (cursor != null);

        assertThat(seen).containsExactlyInAnyOrder("vm-0", "vm-1", "vm-2", "vm-3", "vm-4");
        given().auth()
                .oauth2(TestTokens.tenant("nobody-else"))
                .get("/api/v1/allocations")
                .then()
                .body("items.size()", equalTo(0));
        given().auth()
                .oauth2(TestTokens.tenant(tenant))
                .get("/api/v1/allocations?state=half")
                .then()
                .statusCode(422);
    }

    @Test
    void metersWhatBeatsVouchForOnceAndFillsShortGaps() {
        collector.report(
                collector.beat("3", "pod", "2024-03-01T00:08:00Z", "2024-03-01T00:09:00Z"),
                collector.beat("1", "pod", "2024-03-01T00:00:00Z", "2024-03-01T00:01:00Z"));
        collector.report(
                collector.beat("1", "pod", "2024-03-01T00:00:00Z", "2024-03-01T00:01:00Z"),
                collector.beat("2", "pod", "2024-03-01T00:01:00Z", "2024-03-01T00:04:00Z"),
                collector.beat("another node", "pod", "2024-03-01T00:03:00Z", "2024-03-01T00:04:00Z"));

        assertThat(collector.slots(scope))
                .containsExactlyEntriesOf(
                        Map.of("default/" + collector.site + "/h100-sxm/2024-03-01T00:00:00Z", "540000~240000"));
        collector.report(collector.beat("between", "pod", "2024-03-01T00:04:00Z", "2024-03-01T00:08:00Z"));
        assertThat(collector.slots(scope).values()).containsExactly("540000");
        Books.await(tenant, 6, 5, 1, 0, 0);
    }

    /** Its beats vouch for two minutes, and gaps of up to twenty are filled; the same beats of another SKU fill none of it. */
    @Test
    void fillsTheGapsThatThePolicyOfTheSkuFills() {
        TestKafka.send(List.of(
                Usage.reference(Topics.SKUS, "patient", new SkuFacts("patient", "Beats seldom", "L40S", 48, 1))));
        for (String sku : List.of("patient", "h100-sxm")) {
            collector.report(beat(sku, "00:02:00"), beat(sku, "00:15:00"));
        }

        String site = "default/" + collector.site;
        assertThat(collector.slots(scope))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        site + "/patient/2024-03-01T00:00:00Z", "900000~660000",
                        site + "/h100-sxm/2024-03-01T00:00:00Z", "120000"));
    }

    /** A beat that does not say since when. */
    private String beat(String sku, String time) {
        return Collector.event(
                sku + time, "gpu.allocation.heartbeat.v1", """
                {"allocation":"%s","site":"%s","sku":"%s","gpuCount":1,"at":"2024-03-01T%sZ"}""".formatted(sku, collector.site, sku, time));
    }

    @Test
    void aCorrectionTakesThePlaceOfItsTargetWhicheverComesFirst() {
        collector.report(
                collector.interval("wrong", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z", 8),
                Collector.superseding(
                        "wrong", collector.interval("right", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z", 4)));
        collector.report(Collector.superseding(
                "wrong too", collector.interval("right too", "2024-03-01T02:00:00Z", "2024-03-01T03:00:00Z", 1)));
        assertThat(collector.report(collector.interval("wrong too", "2024-03-01T02:00:00Z", "2024-03-01T03:00:00Z", 8)))
                .containsExactly("metered");
        assertThat(collector.milliGpuSeconds(scope)).isEqualTo(5 * HOUR);

        collector.report(Collector.superseding(
                "right", collector.interval("last", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z", 2)));
        assertThat(collector.milliGpuSeconds(scope)).isEqualTo(3 * HOUR);
        collector.report(collector.withdrawal("w", "last"));
        assertThat(collector.milliGpuSeconds(scope)).isEqualTo(HOUR);
        Books.await(tenant, 6, 6, 0, 0, 0);
    }

    @Test
    void theSecondCorrectionOfAnEventIsAConflictAndNotMetered() {
        collector.report(collector.interval("1", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z", 8));
        String first =
                Collector.superseding("1", collector.interval("2", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z", 4));
        String second =
                Collector.superseding("1", collector.interval("3", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z", 2));
        assertThat(collector.report(first, second)).containsExactly("metered", "conflict");
        assertThat(collector.report(second, first, collector.withdrawal("4", "1")))
                .containsExactly("conflict", "duplicate", "conflict");
        assertThat(collector.report(collector.withdrawal("5", "3"))).containsExactly("metered");

        assertThat(collector.milliGpuSeconds(scope)).isEqualTo(4 * HOUR);
        JsonPath conflicts = Books.read("/api/v1/conflicts?tenants=" + tenant);
        assertThat(conflicts.getList("items.id")).containsExactlyInAnyOrder("3", "4");
        assertThat(conflicts.getString("items.find { it.id == '3' }.standing")).contains("\"gpuCount\":4");
        assertThat(conflicts.getInt("items.find { it.id == '3' }.timesSeen")).isEqualTo(2);
        assertThat(conflicts.getMap("items.find { it.id == '3' }.standingAttributes"))
                .containsEntry("id", "2")
                .containsEntry("type", "io.wattledger.gpu.allocation.interval.v1")
                .containsEntry("supersedes", "1");
        assertThat(conflicts.getMap("items.find { it.id == '3' }.otherAttributes"))
                .containsEntry("id", "3")
                .containsEntry("supersedes", "1")
                .containsKey("correctionreason");
        assertThat(conflicts.getMap("items.find { it.id == '4' }.otherAttributes"))
                .containsEntry("type", "io.wattledger.usage.withdrawn.v1")
                .containsEntry("id", "4");
        Books.await(tenant, 7, 3, 1, 3, 0);
    }

    @Test
    void marksAndBeatsCanBeCorrectedAndWithdrawn() {
        collector.report(
                collector.start("start", "vm", "2024-03-01T00:00:00Z", 8),
                collector.stop("stop", "vm", "2024-03-01T04:00:00Z"),
                collector.beat("beat", "pod", "2024-03-01T05:00:00Z", "2024-03-01T06:00:00Z"),
                Collector.superseding("stop", collector.stop("stop earlier", "vm", "2024-03-01T01:00:00Z")),
                Collector.superseding("start", collector.start("start smaller", "vm", "2024-03-01T00:00:00Z", 2)),
                collector.withdrawal("no beat", "beat"));

        assertThat(collector.milliGpuSeconds(scope)).isEqualTo(2 * HOUR);
        Books.await(tenant, 6, 6, 0, 0, 0);
    }

    @Test
    void aDeviceIsFreeAgainWhenWhatClaimedItIsWithdrawn() {
        String data = """
                {"site":"%s","sku":"h100-sxm","gpuCount":1,"devices":["GPU-%s"],"start":"2024-03-01T00:00:00Z",
                 "end":"2024-03-01T01:00:00Z"}""".formatted(collector.site, tenant);
        collector.report(
                Collector.event("a", "gpu.allocation.interval.v1", data),
                Collector.event("b", "gpu.allocation.interval.v1", data));
        awaitGpuTime(HOUR);

        collector.report(collector.withdrawal("not a", "a"));
        awaitGpuTime(HOUR);
        collector.report(collector.withdrawal("not b", "b"));
        awaitGpuTime(0);
        Books.await(tenant, 4, 4, 0, 0, 0);
    }

    @Test
    void aSlotThatIsTakenBackIsPublishedWithAHigherRevision() {
        collector.report(collector.interval("1", "2024-03-01T00:00:00Z", "2024-03-01T00:15:00Z", 8));
        collector.report(collector.withdrawal("2", "1"));

        TestKafka.await(
                Topics.METERED_USAGE,
                records -> records.stream().anyMatch(record -> {
                    String value = new String(record.value(), UTF_8);
                    return value.contains("\"" + tenant + "\"")
                            && value.contains("\"revision\":2,")
                            && value.contains("\"milliGpuSeconds\":0,");
                }));
    }

    @Test
    void whatIsReportedLongAfterItEndedIsMarkedAsLateAndMetered() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        collector.report(
                collector.interval("old", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z", 1),
                collector.interval(
                        "new",
                        now.minusSeconds(7200).toString(),
                        now.minusSeconds(3600).toString(),
                        1));

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(Books.balance(tenant).getLong("events.late")).isEqualTo(1));
        assertThat(collector.milliGpuSeconds(scope)).isEqualTo(2 * HOUR);
    }

    private void awaitGpuTime(long milliGpuSeconds) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(collector.milliGpuSeconds(scope)).isEqualTo(milliGpuSeconds));
    }

    private JsonPath allocations(String state) {
        return Books.read("/api/v1/allocations?state=" + state + "&tenants=" + tenant);
    }
}
