package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static io.wattledger.metering.doors.Usage.data;
import static io.wattledger.metering.doors.Usage.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.message.SkuFacts;
import jakarta.inject.Inject;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithSuite
class RefusalsTest {

    private static final String SINGLE = "application/cloudevents+json";

    @Inject
    TenantScope scope;

    private final String tenant = Usage.newTenant();

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @Test
    void keepsWhatHttpRefusesWithItsBytesAndTheReason() {
        byte[] body = Usage.structured(event(tenant, "1", data("atlantis", 8)));
        send(body).statusCode(422);

        JsonPath list = Books.read("/api/v1/refusals?tenants=" + tenant);
        assertThat(list.getList("items")).hasSize(1);
        assertThat(list.getMap("items[0]"))
                .containsEntry("tenant", tenant)
                .containsEntry("state", "open")
                .containsEntry("door", "http")
                .containsEntry("attempts", 1)
                .containsEntry("code", "unknown-site")
                .containsEntry("field", "data.site")
                .containsEntry("value", "atlantis")
                .containsEntry("source", Usage.SOURCE)
                .containsEntry("eventId", "1")
                .containsEntry("site", "atlantis")
                .doesNotContainKey("place");
        JsonPath shown = Books.read("/api/v1/refusals/" + list.getString("items[0].id"));
        assertThat(shown.getString("content.text")).isEqualTo(new String(body, UTF_8));
        assertThat(shown.getString("event")).isEqualTo(new String(body, UTF_8));
        assertThat(shown.getMap("sentHeaders").keySet()).containsExactly("content-type");
        assertThat(headers(deadLetter(list.getString("items[0].id"), "1")))
                .containsEntry("wattledger-code", "unknown-site")
                .containsKey("content-type");
    }

    @Test
    void countsTheSameRefusedEventSentAgainAsAnotherAttempt() {
        byte[] body = Usage.structured(event(tenant, "1", data("atlantis", 8)));
        send(body).statusCode(422);
        send(body).statusCode(422);
        send(body).statusCode(422);

        JsonPath list = Books.read("/api/v1/refusals?tenants=" + tenant);
        assertThat(list.getList("items.attempts")).isEqualTo(List.of(3));
        Books.assertBooks(tenant, 3, 0, 0, 0, 3);
    }

    @Test
    void keepsEachRefusedEventOfABatchByItself() {
        byte[] batch = Usage.batch(List.of(
                event(tenant, "1", data("atlantis", 8)), event(tenant, "2"), event(tenant, "3", data("glomfjord", 0))));
        given().auth()
                .oauth2(TestTokens.collector(tenant))
                .contentType("application/cloudevents-batch+json")
                .accept("application/json")
                .body(batch)
                .post("/api/v1/events")
                .then()
                .statusCode(200);

        JsonPath list = Books.read("/api/v1/refusals?code=gpu-count-out-of-range&tenants=" + tenant);
        assertThat(list.getList("items.eventId")).isEqualTo(List.of("3"));
        assertThat(Books.read("/api/v1/refusals/" + list.getString("items[0].id"))
                        .getString("content.text"))
                .isEqualTo(new String(Usage.structured(event(tenant, "3", data("glomfjord", 0))), UTF_8));
        assertThat(Books.read("/api/v1/refusals?tenants=" + tenant).getList("items"))
                .hasSize(2);
    }

    @Test
    void keepsABodyThatCannotBeToldApartIntoEvents() {
        given().auth()
                .oauth2(TestTokens.collector(tenant))
                .contentType("application/cloudevents-batch+json")
                .body("[{\"id\":".getBytes(UTF_8))
                .post("/api/v1/events")
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed-json"));

        Books.assertBooks(tenant, 1, 0, 0, 0, 1);
        assertThat(Books.read("/api/v1/refusals?tenants=" + tenant).getList("items.code"))
                .isEqualTo(List.of("malformed-json"));
    }

    @Test
    void metersARepairedEventAndClosesTheRefusal() {
        byte[] body = Usage.structured(event(tenant, "1", data("atlantis", 8)));
        send(body).statusCode(422);
        String id = onlyId();

        replay(id, Usage.structured(event(null, "1", data("glomfjord", 8))))
                .statusCode(200)
                .body("action", equalTo("replayed"))
                .body("event.id", equalTo("1"));

        JsonPath shown = Books.read("/api/v1/refusals/" + id);
        assertThat(shown.getString("refusal.state")).isEqualTo("replayed");
        assertThat(shown.getString("content.text")).isEqualTo(new String(body, UTF_8));
        assertThat(shown.getMap("steps[0]"))
                .containsEntry("actor", "test-operator")
                .containsEntry("action", "replayed");
        assertThat(shown.getMap("steps[0].event"))
                .containsEntry("tenant", tenant)
                .containsEntry("source", Usage.SOURCE);
        assertThat(shown.getString("steps[0].repaired.text")).contains("glomfjord");
        Books.assertBooks(tenant, 2, 1, 0, 0, 1);
        assertThat(Books.metered(tenant)).isEqualTo(28_800_000);
        replay(id, null).statusCode(409).body("code", equalTo("refusal-closed"));
        Books.assertBooks(tenant, 2, 1, 0, 0, 1);
    }

    @Test
    void recordsAnotherAttemptWhenTheRepairedEventFailsToo() {
        send(Usage.structured(event(tenant, "1", data("atlantis", 8)))).statusCode(422);
        String id = onlyId();

        replay(id, Usage.structured(event(null, "1", data("glomfjord", 0))))
                .statusCode(422)
                .body("code", equalTo("gpu-count-out-of-range"))
                .body("errors.pointer", hasItem("/data/gpuCount"));
        replay(id, Usage.structured(event("somebody-else", "1")))
                .statusCode(422)
                .body("code", equalTo("tenant-mismatch"));

        JsonPath shown = Books.read("/api/v1/refusals/" + id);
        assertThat(shown.getString("refusal.state")).isEqualTo("open");
        assertThat(shown.getInt("refusal.attempts")).isEqualTo(3);
        assertThat(shown.getString("refusal.code")).isEqualTo("unknown-site");
        assertThat(shown.getList("steps.code")).isEqualTo(List.of("gpu-count-out-of-range", "tenant-mismatch"));
        assertThat(new String(deadLetter(id, "2").value(), UTF_8)).contains("\"gpuCount\":0");
        Books.assertBooks(tenant, 3, 0, 0, 0, 3);
    }

    @Test
    void tellsThatARepairedEventContradictsOneThatStands() {
        send(Usage.structured(event(tenant, "1"))).statusCode(202);
        send(Usage.structured(event(tenant, "1", data("atlantis", 8)))).statusCode(422);
        String id = onlyId();

        replay(id, Usage.structured(event(null, "1", data("glomfjord", 4))))
                .statusCode(409)
                .body("code", equalTo("conflicting-event"));
        replay(id, Usage.structured(event(null, "1"))).statusCode(200);

        Books.assertBooks(tenant, 4, 1, 1, 1, 1);
        assertThat(Books.read("/api/v1/refusals/" + id).getList("steps.action"))
                .isEqualTo(List.of("conflict", "replayed"));
    }

    @Test
    void replaysAllOfAReasonOnceTheCatalogIsAmended() {
        String sku = "b200-" + tenant;
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            String data = data("glomfjord", 1).replace("h100-sxm", sku);
            records.add(
                    i % 2 == 0
                            ? Usage.binaryRecord(tenant, event(tenant, "job-" + i, data))
                            : Usage.structuredRecord(tenant, event(tenant, "job-" + i, data)));
        }
        records.add(Usage.binaryRecord(tenant, event(tenant, "other", data("atlantis", 1))));
        TestKafka.send(records);
        Books.await(tenant, 8, 0, 0, 0, 8);

        TestKafka.send(List.of(Usage.reference(Topics.SKUS, sku, new SkuFacts(sku, "NVIDIA B200", "B200", 192, 1))));
        String filter = "?code=unknown-sku&limit=3&tenants=" + tenant;
        List<String> actions = new ArrayList<>();
        String next = "";
        while (next != null) {
            JsonPath page = asOperator()
                    .post("/api/v1/refusals/replay" + filter + next)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            actions.addAll(page.getList("items.action"));
            String cursor = page.getString("nextCursor");
            next = cursor == null ? null : "&cursor=" + cursor;
        }

        assertThat(actions).hasSize(7).containsOnly("replayed");
        Books.assertBooks(tenant, 15, 7, 0, 0, 8);
        assertThat(Books.metered(tenant)).isEqualTo(7 * 3_600_000);
        assertThat(Books.read("/api/v1/refusals?state=open&tenants=" + tenant).getList("items.eventId"))
                .isEqualTo(List.of("other"));
    }

    @Test
    void discardsWithAReasonAndKeepsWhoDidIt() {
        send(Usage.structured(event(tenant, "1", data("atlantis", 8)))).statusCode(422);
        String id = onlyId();

        discard(id, "{}").statusCode(422).body("errors.pointer", hasItem("/reason"));
        discard(id, "{\"reason\":\" \"}").statusCode(422);
        discard(id, "{\"reason\":\"a\\u0000\"}").statusCode(422);
        discard(id, "{\"reason\":\"\\ud800\"}").statusCode(422);
        discard(id, "{\"reason\":\"a test of the collector\"}").statusCode(200).body("action", equalTo("discarded"));
        discard(id, "{\"reason\":\"again\"}").statusCode(409).body("code", equalTo("refusal-closed"));
        replay(id, null).statusCode(409);

        JsonPath shown = Books.read("/api/v1/refusals/" + id);
        assertThat(shown.getString("refusal.state")).isEqualTo("discarded");
        assertThat(shown.getList("steps.reason")).isEqualTo(List.of("a test of the collector"));
        assertThat(shown.getList("steps.actor")).isEqualTo(List.of("test-operator"));
        Books.assertBooks(tenant, 1, 0, 0, 0, 1);
    }

    @Test
    void replaysBinaryModeOfHttpAsItCame() {
        String site = "later-" + tenant;
        given().auth()
                .oauth2(TestTokens.collector(tenant))
                .contentType("application/json")
                .header("ce-specversion", "1.0")
                .header("ce-id", "job%20%C3%A5")
                .header("ce-source", Usage.SOURCE)
                .header("ce-type", "io.wattledger.gpu.allocation.interval.v1")
                .body(data(site, 8))
                .post("/api/v1/events")
                .then()
                .statusCode(422);
        String id = onlyId();
        assertThat(Books.read("/api/v1/refusals/" + id).getString("event")).contains("\"id\":\"job å\"");
        TestKafka.send(List.of(Usage.reference(Topics.SITES, site, Usage.site(site, "LIVE", 1))));

        replay(id, null).statusCode(200).body("event.id", equalTo("job å"));

        assertThat(Books.metered(tenant)).isEqualTo(28_800_000);
    }

    @Test
    void listsPageByPageWithoutLossAndByFilters() {
        for (int i = 0; i < 7; i++) {
            send(Usage.structured(event(tenant, "e" + i, data("atlantis-" + i % 2, 8))))
                    .statusCode(422);
        }
        List<String> seen = new ArrayList<>();
        String next = "";
        while (next != null) {
            JsonPath page = Books.read("/api/v1/refusals?limit=3&tenants=" + tenant + next);
            seen.addAll(page.getList("items.eventId"));
            String cursor = page.getString("nextCursor");
            next = cursor == null ? null : "&cursor=" + cursor;
        }
        assertThat(seen).containsExactly("e6", "e5", "e4", "e3", "e2", "e1", "e0");
        String of = "/api/v1/refusals?tenants=" + tenant;
        assertThat(Books.read(of + "&site=atlantis-1").getList("items")).hasSize(3);
        assertThat(Books.read(of + "&source=/elsewhere").getList("items")).isEmpty();
        assertThat(Books.read(of + "&to=2024-01-01T00:00:00Z").getList("items")).isEmpty();
        assertThat(Books.read(of + "&from=2024-01-01T00:00:00Z&state=open").getList("items"))
                .hasSize(7);
        asOperator().get(of + "&state=lost").then().statusCode(422).body("errors.pointer", hasItem("state"));
    }

    @Test
    void showsATenantItsOwnRefusalsOnly() {
        String other = Usage.newTenant();
        send(Usage.structured(event(tenant, "1", data("atlantis", 8)))).statusCode(422);
        String id = onlyId();

        asTenant(tenant, "/api/v1/refusals").statusCode(200).body("items", hasSize(1));
        asTenant(tenant, "/api/v1/refusals/" + id).statusCode(200);
        asTenant(other, "/api/v1/refusals?tenants=" + tenant).statusCode(200).body("items", hasSize(0));
        String foreign = asTenant(other, "/api/v1/refusals/" + id)
                .statusCode(404)
                .extract()
                .asString();
        String unknown = asTenant(other, "/api/v1/refusals/ref_00000000000000000000000000000000")
                .statusCode(404)
                .extract()
                .asString();
        assertThat(foreign).isEqualTo(unknown);
        asTenant(other, "/api/v1/refusals/1").statusCode(404);
        for (String action : List.of("/replay", "/discard")) {
            given().auth()
                    .oauth2(TestTokens.tenant(tenant))
                    .post("/api/v1/refusals/" + id + action)
                    .then()
                    .statusCode(403);
        }
    }

    @Test
    void keepsNoMoreThanThereIsRoomForAndLosesNothing() {
        send(Usage.structured(event(tenant, "1", data("atlantis", 8)))).statusCode(422);
        setOpen(100_000);
        send(Usage.structured(event(tenant, "2", data("atlantis", 8)))).statusCode(422);

        assertThat(Books.read("/api/v1/refusals?tenants=" + tenant).getList("items.eventId"))
                .isEqualTo(List.of("1"));
        Books.assertBooks(tenant, 2, 0, 0, 0, 2);
        assertThat(given().get("/q/metrics").then().extract().asString())
                .containsPattern("(?m)^wattledger_metering_refusals_unlisted_total [1-9]");
        TestKafka.await(
                Topics.USAGE_EVENTS_DEAD_LETTERS,
                records -> records.stream().anyMatch(one -> one.value() != null && tells(one.value(), "\"2\"")));

        setOpen(99_999);
        send(Usage.structured(event(tenant, "3", data("atlantis", 8)))).statusCode(422);
        assertThat(Books.read("/api/v1/refusals?tenants=" + tenant).getList("items.eventId"))
                .isEqualTo(List.of("3", "1"));
    }

    @Test
    void isNotHeldUpByARecordThatIsTooLargeForTheDeadLetters() {
        byte[] large = ("{\"site\":\"atlantis\",\"padding\":\"" + "x".repeat(6 * 1024 * 1024) + "\"}").getBytes(UTF_8);
        ProducerRecord<byte[], byte[]> poison = Usage.binaryRecord(tenant, event(tenant, "large"));
        sendLarge(new ProducerRecord<>(poison.topic(), 0, poison.key(), large, poison.headers()));
        TestKafka.send(List.of(Usage.binaryRecord(tenant, event(tenant, "after"))));

        Books.await(tenant, 2, 1, 0, 0, 1);
        Books.awaitNothingPending();
        String id = onlyId();
        JsonPath shown = Books.read("/api/v1/refusals/" + id);
        assertThat(shown.getLong("refusal.bytes")).isEqualTo(large.length);
        assertThat(shown.getBoolean("isWhole")).isFalse();
        assertThat(shown.getString("refusal.place")).startsWith(Topics.USAGE_EVENTS + "/0/");
        ConsumerRecord<byte[], byte[]> letter = deadLetter(id, "1");
        assertThat(headers(letter)).containsEntry("wattledger-whole-length", Integer.toString(large.length));
        assertThat(letter.value()).hasSize(64 * 1024);
        replay(id, null).statusCode(422).body("code", equalTo("refusal-incomplete"));
        replay(id, Usage.structured(event(null, "large"))).statusCode(200);
    }

    /** Whether a letter is of this tenant and holds a text. */
    private boolean tells(byte[] value, String text) {
        String letter = new String(value, UTF_8);
        return letter.contains("\"" + tenant + "\"") && letter.contains(text);
    }

    private void setOpen(long records) {
        scope.inTransactionDo(List.of(tenant), connection -> {
            try (Statement update = connection.createStatement()) {
                update.executeUpdate("UPDATE refusal_stock SET open_records = " + records);
            }
        });
    }

    /** One dead letter above the broker's limit would hold up all that follow it. */
    @Test
    void publishesTheDeadLetterOfAnEventWithVeryLongNames() {
        String name = "{\"" + "n".repeat(45_000) + "\":";
        String data = name.repeat(18) + "\"\\u0000\"" + "}".repeat(18);
        send(("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"prompt\",\"data\":" + data + "}")
                        .getBytes(UTF_8))
                .statusCode(422);

        assertThat(headers(deadLetter(onlyId(), "1")).get("wattledger-field"))
                .startsWith("data.nnn")
                .hasSizeLessThan(300);
    }

    @Test
    void refusesACursorThatItDidNotGiveOut() {
        for (int i = 1; i <= 2; i++) {
            send(Usage.structured(event(tenant, Integer.toString(i), data("atlantis", 8))))
                    .statusCode(422);
        }
        String list = "/api/v1/refusals?limit=1&tenants=" + tenant;
        String cursor = Books.read(list).getString("nextCursor");
        String text = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
        String forged = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.substring(0, text.length() - 1).getBytes(UTF_8));

        asOperator()
                .get(list + "&cursor=" + forged)
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("cursor"));
    }

    private static void sendLarge(ProducerRecord<byte[], byte[]> record) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
                "max.request.size",
                16 * 1024 * 1024,
                "compression.type",
                "lz4");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record);
            producer.flush();
        }
    }

    private ValidatableResponse send(byte[] body) {
        return given().auth()
                .oauth2(TestTokens.collector(tenant))
                .contentType(SINGLE)
                .body(body)
                .post("/api/v1/events")
                .then();
    }

    private String onlyId() {
        List<String> ids = Books.read("/api/v1/refusals?tenants=" + tenant).getList("items.id");
        assertThat(ids).hasSize(1);
        return ids.getFirst();
    }

    private static RequestSpecification asOperator() {
        return given().auth().oauth2(TestTokens.operator());
    }

    private static ValidatableResponse asTenant(String tenant, String path) {
        return given().auth().oauth2(TestTokens.tenant(tenant)).get(path).then();
    }

    private static ValidatableResponse replay(String id, byte[] body) {
        var request = asOperator();
        if (body != null) {
            request = request.contentType(SINGLE).body(body);
        }
        return request.post("/api/v1/refusals/" + id + "/replay").then();
    }

    private static ValidatableResponse discard(String id, String body) {
        return asOperator()
                .contentType("application/json")
                .body(body)
                .post("/api/v1/refusals/" + id + "/discard")
                .then();
    }

    private static ConsumerRecord<byte[], byte[]> deadLetter(String refusal, String attempt) {
        return TestKafka.await(
                        Topics.USAGE_EVENTS_DEAD_LETTERS,
                        records -> records.stream().anyMatch(one -> isOf(one, refusal, attempt)))
                .stream()
                .filter(one -> isOf(one, refusal, attempt))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isOf(ConsumerRecord<byte[], byte[]> record, String refusal, String attempt) {
        Map<String, String> headers = headers(record);
        return refusal.equals(headers.get("wattledger-refusal")) && attempt.equals(headers.get("wattledger-attempt"));
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }
}
