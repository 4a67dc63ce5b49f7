package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.message.MeteredUsage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The energy of nodes through Kafka, HTTP and PostgreSQL, to the published slots. */
@QuarkusTest
@WithSuite
class NodeEnergyTest {

    private static final String SITE = "glomfjord";
    private static final String MIDNIGHT = "2024-03-01T00:00:00Z";
    private static final String ONE = "2024-03-01T01:00:00Z";

    private final String tenant = Usage.newTenant();
    private final String other = Usage.newTenant();
    private final String node = "node-of-" + tenant;

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    /** C53 and C54: counters give 0.65 and 0.70 kWh, the node 8.4 of which counters show 5.2: 2.15 kWh for two GPUs. */
    @Test
    void theNodeIsSharedAmongItsTenantsAndCorrectionsLeadBack() {
        List<CloudEvent> mine = new ArrayList<>();
        List<CloudEvent> theirs = new ArrayList<>();
        use(mine, 0, 126_272_101_025L, 128_612_101_025L);
        use(mine, 1, 0, 2_520_000_000L);
        IntStream.range(2, 8).forEach(gpu -> use(theirs, gpu, 5, 2_310_000_005L));
        Fleet.sendAll(tenant, mine.toArray(CloudEvent[]::new));
        TestKafka.send(List.of(Usage.binaryRecord(SITE, report("r1-" + tenant, MIDNIGHT, ONE, 8, 30_240_000_000L))));
        Fleet.sendAll(other, theirs.toArray(CloudEvent[]::new));
        awaitRead(30_240_000_000L);

        assertMeasured(tenant, 7_200_000, 7_740_000_000L);
        assertMeasured(other, 21_600_000, 22_500_000_000L);
        assertBooks(30_240_000_000L, 30_240_000_000L, 0, 0);
        Map<String, MeteredUsage> slots = awaitPublished(4, 1_935_000_000L);
        assertThat(slots.values())
                .extracting(MeteredUsage::measuredMilliGpuSeconds)
                .containsOnly(1_800_000L);

        post(superseding("r1-" + tenant, report("r2-" + tenant, MIDNIGHT, ONE, 8, 25_920_000_000L)), 202);
        awaitRead(25_920_000_000L);
        assertMeasured(tenant, 7_200_000, 6_660_000_000L);
        awaitPublished(4, 1_665_000_000L);

        post(superseding("r2-" + tenant, report("r3-" + tenant, MIDNIGHT, ONE, 8, 30_240_000_000L)), 202);
        awaitRead(30_240_000_000L);
        assertMeasured(tenant, 7_200_000, 7_740_000_000L);
        assertMeasured(other, 21_600_000, 22_500_000_000L);

        post(withdrawal("w-" + tenant, "r3-" + tenant), 202);
        Books.awaitNothingPending();
        assertMeasured(tenant, 7_200_000, 4_860_000_000L);
        assertThat(books().getList("items")).noneMatch(item -> item.toString().contains("node=" + node + ","));
    }

    /** C57: 45 minutes are measured with 0.720 kWh, 15 are left to the tariff until the node's meter says more. */
    @Test
    void aHoleInTheMeasurementStaysOneUntilTheDataArrives() {
        List<CloudEvent> mine = new ArrayList<>();
        mine.add(Fleet.claim("use", SITE, gpu(0), MIDNIGHT, ONE));
        Fleet.sendAll(tenant, mine.toArray(CloudEvent[]::new));
        post(report("r1-" + tenant, MIDNIGHT, "2024-03-01T00:45:00Z", 1, 2_592_000_000L), 202);
        awaitRead(2_592_000_000L);

        assertMeasured(tenant, 2_700_000, 2_592_000_000L);
        // What pricing takes for the rest: 10.2 kW / 8 at a load factor of 0.76 for what is not measured.
        assertThat(2_592_000_000L + 969 * 900_000L).isEqualTo(3_464_100_000L);

        post(report("r2-" + tenant, "2024-03-01T00:45:00Z", ONE, 1, 800_000_000L), 202);
        awaitRead(3_392_000_000L);
        assertMeasured(tenant, 3_600_000, 3_392_000_000L);
    }

    @Test
    void gpusWithoutTenantAreTheOperatorsAndDoubtsAreShown() {
        List<CloudEvent> mine = new ArrayList<>();
        use(mine, 0, 0, 400_000_000L);
        Fleet.sendAll(tenant, mine.toArray(CloudEvent[]::new));
        post(report("r1-" + tenant, MIDNIGHT, ONE, 4, 2_400_000_000L), 202);
        awaitRead(2_400_000_000L);

        assertMeasured(tenant, 3_600_000, 900_000_000L);
        assertBooks(2_400_000_000L, 900_000_000L, 1_500_000_000L, 0);

        post(superseding("r1-" + tenant, report("r2-" + tenant, MIDNIGHT, ONE, 4, 399_999_996L)), 202);
        awaitRead(399_999_996L);
        assertMeasured(tenant, 3_600_000, 400_000_000L);
        assertBooks(399_999_996L, 0, 0, 399_999_996L);
        assertThat(mine(books()).get("doubts").toString()).contains("counters-above-node");
    }

    /**
     * A machine that reports under two names for a time in which nobody had its GPU: what its counter shows then is taken off
     * twice, so that less is left than was estimated later. No more is published as estimated than as measured.
     */
    @Test
    void aDeviceOfTwoNodesHoldsNothingUp() {
        Fleet.sendAll(
                tenant,
                Fleet.claim("use", SITE, gpu(0), "2024-03-01T00:10:00Z", "2024-03-01T00:15:00Z"),
                Fleet.reading("a", SITE, gpu(0), MIDNIGHT, "10000"),
                Fleet.reading("b", SITE, gpu(0), "2024-03-01T00:05:00Z", "11000"),
                Fleet.reading("reset", SITE, gpu(0), "2024-03-01T00:15:00Z", "5000"));
        for (String name : List.of(node, node + "-long")) {
            post(
                    Fleet.event(
                            "r-" + name,
                            UsageEventTypes.NODE_ENERGY_INTERVAL,
                            "{'site':'%s','node':'%s','devices':['%s'],'start':'%s','end':'%s','millijoules':1000}"
                                    .formatted(SITE, name, gpu(0), MIDNIGHT, "2024-03-01T00:05:00Z")),
                    202);
        }

        MeteredUsage slot = awaitPublished(1, 1_500).values().iterator().next();
        assertThat(slot.estimatedMillijoules()).isEqualTo(1_500);
        Books.awaitNothingPending();
    }

    @Test
    void aTenantsCollectorSendsNone() {
        int status = given().auth()
                .oauth2(TestTokens.collector(tenant))
                .contentType("application/cloudevents+json")
                .body(Usage.structured(report("x-" + tenant, MIDNIGHT, ONE, 1, 1)))
                .post("/api/v1/events")
                .statusCode();
        assertThat(status).isEqualTo(422);
        int seen = given().auth()
                .oauth2(TestTokens.tenant(tenant))
                .get("/api/v1/node-energy?from=2024-03-01T00:00:00Z&to=2024-03-02T00:00:00Z")
                .statusCode();
        assertThat(seen).isEqualTo(403);
    }

    private String gpu(int number) {
        return node + "-" + number;
    }

    private void use(List<CloudEvent> events, int gpu, long before, long after) {
        events.add(Fleet.claim("use-" + gpu, SITE, gpu(gpu), MIDNIGHT, ONE));
        events.add(Fleet.reading("a-" + gpu, SITE, gpu(gpu), MIDNIGHT, Long.toString(before)));
        events.add(Fleet.reading("b-" + gpu, SITE, gpu(gpu), ONE, Long.toString(after)));
    }

    private CloudEvent report(String id, String start, String end, int gpus, long millijoules) {
        String devices =
                String.join("','", IntStream.range(0, gpus).mapToObj(this::gpu).toList());
        return Fleet.event(
                id,
                UsageEventTypes.NODE_ENERGY_INTERVAL,
                "{'site':'%s','node':'%s','devices':['%s'],'start':'%s','end':'%s','millijoules':%d}"
                        .formatted(SITE, node, devices, start, end, millijoules));
    }

    private static CloudEvent superseding(String target, CloudEvent event) {
        return CloudEventBuilder.v1(event)
                .withExtension(UsageEventTypes.SUPERSEDES_EXTENSION, target)
                .withExtension(UsageEventTypes.CORRECTION_REASON_EXTENSION, "the meter was read anew")
                .build();
    }

    private static CloudEvent withdrawal(String id, String target) {
        return Fleet.withdrawal(id, target);
    }

    private static void post(CloudEvent event, int status) {
        given().auth()
                .oauth2(TestTokens.operator())
                .contentType("application/cloudevents+json")
                .body(Usage.structured(event))
                .post("/api/v1/events")
                .then()
                .statusCode(status);
    }

    private static JsonPath books() {
        return Books.read("/api/v1/node-energy?limit=1000&from=2024-03-01T00:00:00Z&to=2024-03-02T00:00:00Z");
    }

    private Map<String, Object> mine(JsonPath books) {
        List<Map<String, Object>> items = books.getList("items");
        return items.stream()
                .filter(item -> node.equals(item.get("node")))
                .findFirst()
                .orElse(Map.of());
    }

    private void awaitRead(long millijoules) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(String.valueOf(mine(books()).get("readMillijoules")))
                        .isEqualTo(Long.toString(millijoules)));
        Books.awaitNothingPending();
    }

    private void assertBooks(long read, long given, long operator, long doubtful) {
        assertThat(mine(books()))
                .extracting(
                        item -> number(item, "readMillijoules"),
                        item -> number(item, "givenMillijoules"),
                        item -> number(item, "operatorMillijoules"),
                        item -> number(item, "doubtfulMillijoules"),
                        item -> number(item, "differenceMillijoules"))
                .containsExactly(read, given, operator, doubtful, 0L);
    }

    private static long number(Map<String, Object> item, String member) {
        return Long.parseLong(String.valueOf(item.get(member)));
    }

    private static void assertMeasured(String whose, long covered, long millijoules) {
        JsonPath usage = Fleet.usage(whose);
        assertThat(List.of(sum(usage, "measuredMilliGpuSeconds"), sum(usage, "measuredMillijoules")))
                .as("covered by measurement, and the energy")
                .containsExactly(covered, millijoules);
    }

    private static long sum(JsonPath usage, String member) {
        return usage.getList("items." + member, Long.class).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** The latest published slots, once there are so many and each has so much energy. */
    private Map<String, MeteredUsage> awaitPublished(int count, long millijoules) {
        Map<String, MeteredUsage> latest = new HashMap<>();
        TestKafka.await(Topics.METERED_USAGE, records -> {
            latest.clear();
            records.forEach(record -> keep(record, latest));
            return latest.size() == count
                    && latest.values().stream().allMatch(slot -> slot.measuredMillijoules() == millijoules);
        });
        return latest;
    }

    private void keep(ConsumerRecord<byte[], byte[]> record, Map<String, MeteredUsage> latest) {
        try {
            MeteredUsage usage = WireJson.read(record.value(), MeteredUsage.class);
            if (usage.tenant().equals(tenant)) {
                latest.put(new String(record.key(), UTF_8), usage);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
