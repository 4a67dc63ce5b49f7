package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.wattledger.chassis.testing.OwnerDatabase;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.message.UsageWatermark;
import java.io.IOException;
import java.net.URI;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithSuite
class WatermarksTest {

    private static final String SINGLE = "application/cloudevents+json";
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final String tenant = Usage.newTenant();
    private final String site = "watched-" + tenant;

    @BeforeEach
    void site() {
        TestKafka.send(List.of(Usage.reference(Topics.SITES, site, Usage.site(site, "LIVE", 1))));
    }

    @Test
    void isTheEarliestOfTheActiveCollectors() throws IOException {
        sendAs(TestTokens.collector(tenant), beat("/a", "2024-03-10T00:00:00Z", null))
                .statusCode(202);
        sendAs(TestTokens.collector(tenant), beat("/b", "2024-03-05T00:00:00Z", null))
                .statusCode(202);
        assertThat(completeUntil(tenant)).isEqualTo("2024-03-05T00:00:00Z");

        sendAs(TestTokens.collector(tenant), beat("/b", "2024-03-05T00:00:00Z", "retired"))
                .statusCode(202);
        assertThat(completeUntil(tenant)).isEqualTo("2024-03-10T00:00:00Z");
        UsageWatermark published = awaitPublished(tenant, 3);
        assertThat(published.completeUntil()).isEqualTo(Instant.parse("2024-03-10T00:00:00Z"));
        assertThat(published.activeCollectors()).isEqualTo(1);
        assertThat(published.collectors().getFirst().collector()).isEqualTo("/a");

        sendAs(TestTokens.collector(tenant), beat("/a", "2024-03-11T00:00:00Z", "retired"))
                .statusCode(202);
        assertThat(completeUntil(tenant)).isNull();
        assertThat(awaitPublished(tenant, 4).collectors()).isEmpty();
    }

    @Test
    void neverGoesBackInWhateverOrderTheHeartbeatsCome() {
        List<Integer> days =
                new ArrayList<>(IntStream.rangeClosed(1, 20).boxed().toList());
        Collections.shuffle(days, new Random(7));
        Instant before = Instant.EPOCH;
        for (int day : days) {
            sendAs(TestTokens.collector(tenant), beat("/a", "2024-03-%02dT00:00:00Z".formatted(day), null))
                    .statusCode(202);
            Instant now = Instant.parse(completeUntil(tenant));
            assertThat(now).isAfterOrEqualTo(before);
            before = now;
        }
        assertThat(before).isEqualTo(Instant.parse("2024-03-20T00:00:00Z"));
        Books.assertBooks(tenant, 20, 20, 0, 0, 0);
    }

    @Test
    void takesOperatorsForAllTenantsAndNothingElseOfThem() {
        sendAs(TestTokens.operator(), beat("/everybody", "2024-03-10T00:00:00Z", null))
                .statusCode(202);

        assertThat(completeUntil("-")).isEqualTo("2024-03-10T00:00:00Z");
        sendAs(TestTokens.operator(), Usage.event(tenant, "1")).statusCode(403);
        sendAs(TestTokens.operator(), Usage.event(null, "1")).statusCode(403);
        JsonPath seen = given().auth()
                .oauth2(TestTokens.tenant(tenant))
                .get("/api/v1/watermarks")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(seen.getList("items.site")).contains(site);
        assertThat(seen.getList("items.tenant")).containsOnly("-");
    }

    /** Whoever sends the whole batch again because of one event would send it for ever. */
    @Test
    void keepsWhatAnOperatorCannotSendAndTakesTheOthersOfItsBatch() {
        String unnamed = "{\"specversion\":\"1.0\",\"id\":\"no-type-" + tenant + "\",\"source\":\"/" + tenant
                + "\",\"data\":{\"site\":\"" + site + "\"}}";
        String first = new String(Usage.structured(beat("/everybody", "2024-03-10T00:00:00Z", null)), UTF_8);
        String foreign = new String(Usage.structured(Usage.event(null, "foreign-" + tenant)), UTF_8);
        String last = new String(Usage.structured(beat("/everybody", "2024-03-11T00:00:00Z", null)), UTF_8);

        given().auth()
                .oauth2(TestTokens.operator())
                .contentType("application/cloudevents-batch+json")
                .accept("application/json")
                .body(("[" + String.join(",", first, unnamed, foreign, last) + "]").getBytes(UTF_8))
                .post("/api/v1/events")
                .then()
                .statusCode(200)
                .body("items.outcome", equalTo(List.of("metered", "refused", "refused", "metered")))
                .body("items[1].code", equalTo("not-a-cloudevent"))
                .body("items[2].code", equalTo("tenant-mismatch"));

        assertThat(completeUntil("-")).isEqualTo("2024-03-11T00:00:00Z");
        JsonPath kept = Books.read("/api/v1/refusals?tenants=-&source=/" + tenant);
        assertThat(kept.getList("items.code")).containsExactly("not-a-cloudevent");
        sendAs(TestTokens.operator(), unnamed.getBytes(UTF_8))
                .statusCode(400)
                .body("code", equalTo("not-a-cloudevent"));
    }

    @Test
    void takesHeartbeatsFromKafkaWithAndWithoutTenant() {
        CloudEvent everybody = beat("/k", "2024-03-08T00:00:00Z", null);
        CloudEvent own = CloudEventBuilder.v1(beat("/k", "2024-03-07T00:00:00Z", null))
                .withExtension(UsageEventTypes.TENANT_EXTENSION, tenant)
                .build();
        List<ProducerRecord<byte[], byte[]>> records =
                List.of(Usage.structuredRecord(tenant, everybody), Usage.binaryRecord(tenant, own));
        TestKafka.send(records);

        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(completeUntil("-")).isEqualTo("2024-03-08T00:00:00Z");
            assertThat(completeUntil(tenant)).isEqualTo("2024-03-07T00:00:00Z");
        });
    }

    @Test
    void refusesWhatNoCollectorCanKnow() {
        sendAs(TestTokens.collector(tenant), beat("/a", "9999-01-01T00:00:00Z", null))
                .statusCode(422)
                .body("code", equalTo("in-the-future"));
        sendAs(TestTokens.collector(tenant), beat("/a", "2024-03-01T00:00:00Z", "asleep"))
                .statusCode(422)
                .body("code", equalTo("invalid-field"));
        assertThat(completeUntil(tenant)).isNull();
    }

    @Test
    void isPublishedAfterTheSlotsOfAllUsageThatWasReportedBefore() throws IOException {
        Usage.publishCatalog();
        for (int hour = 0; hour < 5; hour++) {
            String data = Usage.data(
                    site, 8, "2024-03-0%dT00:00:00Z".formatted(hour + 1), "2024-03-0%dT01:00:00Z".formatted(hour + 1));
            sendAs(TestTokens.collector(tenant), Usage.event(null, "job-" + hour, data))
                    .statusCode(202);
        }
        sendAs(TestTokens.collector(tenant), beat("/a", "2024-03-10T00:00:00Z", null))
                .statusCode(202);

        awaitPublished(tenant, 1);

        assertThat(TestKafka.readAll(Topics.METERED_USAGE).stream()
                        .filter(one -> new String(one.key(), UTF_8).startsWith(tenant + "/")))
                .as("slots that were published when the watermark had come")
                .hasSizeGreaterThanOrEqualTo(20);
    }

    /** It rested nine times as long as it had waited for Kafka; here it waits for the database, in the same transaction. */
    @Test
    void isPublishedSoonAfterOneThatTookLongToBeSent() throws Exception {
        try (var connection = OwnerDatabase.source().getConnection();
                Statement owner = connection.createStatement()) {
            owner.execute("""
                    CREATE FUNCTION takes_long() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN PERFORM pg_sleep(6); RETURN OLD; END $$;
                    CREATE TRIGGER takes_long BEFORE DELETE ON outbox FOR EACH ROW
                    WHEN (OLD.tenant_id = '%s') EXECUTE FUNCTION takes_long()""".formatted(tenant));
            try {
                sendAs(TestTokens.collector(tenant), beat("/a", "2024-03-10T00:00:00Z", null))
                        .statusCode(202);
                Books.awaitNothingPending();
            } finally {
                owner.execute("DROP TRIGGER takes_long ON outbox; DROP FUNCTION takes_long");
            }
        }
        awaitPublished(tenant, 1);

        sendAs(TestTokens.collector(tenant), beat("/a", "2024-03-11T00:00:00Z", null))
                .statusCode(202);

        assertThat(awaitPublished(tenant, 2).completeUntil()).isEqualTo(Instant.parse("2024-03-11T00:00:00Z"));
    }

    @Test
    void showsTheWatermarkOfASiteAmongTheMetrics() {
        sendAs(TestTokens.collector(tenant), beat("/a", "2024-03-10T00:00:00Z", null))
                .statusCode(202);

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                given().get("/q/metrics").then().extract().asString())
                        .containsPattern("(?m)^wattledger_metering_usage_watermark_seconds\\{site=\"" + site
                                + "\"\\} 1\\.7100288E9$")
                        .containsPattern("(?m)^wattledger_metering_usage_watermark_lag_seconds\\{site=\"" + site
                                + "\"\\} [1-9]"));
    }

    private CloudEvent beat(String collector, String until, String state) {
        String data = """
                {"site":"%s","completeUntil":"%s"%s}""".formatted(site, until, state == null ? "" : ",\"state\":\"" + state + "\"");
        return CloudEventBuilder.v1()
                .withId("beat-" + NEXT.incrementAndGet())
                .withSource(URI.create(collector))
                .withType(UsageEventTypes.COLLECTOR_HEARTBEAT)
                .withDataContentType("application/json")
                .withData(data.getBytes(UTF_8))
                .build();
    }

    private static ValidatableResponse sendAs(String token, CloudEvent event) {
        return sendAs(token, Usage.structured(event));
    }

    private static ValidatableResponse sendAs(String token, byte[] event) {
        return given().auth()
                .oauth2(token)
                .contentType(SINGLE)
                .body(event)
                .post("/api/v1/events")
                .then();
    }

    private String completeUntil(String ofTenant) {
        return Books.read("/api/v1/watermarks?tenants=" + tenant)
                .param("site", site)
                .param("tenant", ofTenant)
                .getString("items.find { it.site == site && it.tenant == tenant }?.completeUntil");
    }

    /** The message of that revision, which says how often the collectors of the tenant have moved on. */
    private UsageWatermark awaitPublished(String ofTenant, long revision) throws IOException {
        List<ConsumerRecord<byte[], byte[]>> records = TestKafka.await(
                Topics.USAGE_WATERMARKS, all -> all.stream().anyMatch(one -> is(one, ofTenant, revision)));
        return WireJson.read(
                records.stream()
                        .filter(one -> is(one, ofTenant, revision))
                        .findFirst()
                        .orElseThrow()
                        .value(),
                UsageWatermark.class);
    }

    private boolean is(ConsumerRecord<byte[], byte[]> record, String ofTenant, long revision) {
        return new String(record.key(), UTF_8).equals(ofTenant + "/" + site)
                && new String(record.value(), UTF_8).contains("\"revision\":" + revision + ",");
    }
}
