package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static io.wattledger.metering.doors.Usage.data;
import static io.wattledger.metering.doors.Usage.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import jakarta.inject.Inject;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is refused is kept as it came, with the reason. */
@QuarkusTest
@WithSuite
class RefusalsTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

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
        RefusalDoor.send(tenant, body).statusCode(422);

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
        assertThat(RefusalDoor.headers(RefusalDoor.deadLetter(list.getString("items[0].id"), "1")))
                .containsEntry("wattledger-code", "unknown-site")
                .containsKey("content-type");
    }

    @Test
    void countsTheSameRefusedEventSentAgainAsAnotherAttempt() {
        byte[] body = Usage.structured(event(tenant, "1", data("atlantis", 8)));
        RefusalDoor.send(tenant, body).statusCode(422);
        RefusalDoor.send(tenant, body).statusCode(422);
        RefusalDoor.send(tenant, body).statusCode(422);

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
                .header("traceparent", TRACE)
                .body(batch)
                .post("/api/v1/events")
                .then()
                .statusCode(200);

        JsonPath list = Books.read("/api/v1/refusals?code=gpu-count-out-of-range&tenants=" + tenant);
        assertThat(list.getList("items.eventId")).isEqualTo(List.of("3"));
        assertThat(Books.read("/api/v1/refusals/" + list.getString("items[0].id"))
                        .getString("content.text"))
                .isEqualTo(new String(Usage.structured(event(tenant, "3", data("glomfjord", 0))), UTF_8));
        assertThat(Books.read("/api/v1/refusals/" + list.getString("items[0].id"))
                        .getMap("sentHeaders"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("content-type", "application/cloudevents+json", "traceparent", TRACE));
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
    void listsPageByPageWithoutLossAndByFilters() {
        for (int i = 0; i < 7; i++) {
            RefusalDoor.send(tenant, Usage.structured(event(tenant, "e" + i, data("atlantis-" + i % 2, 8))))
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
        RefusalDoor.asOperator()
                .get(of + "&state=lost")
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItem("state"));
    }

    @Test
    void showsATenantItsOwnRefusalsOnly() {
        String other = Usage.newTenant();
        RefusalDoor.send(tenant, Usage.structured(event(tenant, "1", data("atlantis", 8))))
                .statusCode(422);
        String id = RefusalDoor.onlyId(tenant);

        RefusalDoor.asTenant(tenant, "/api/v1/refusals").statusCode(200).body("items", hasSize(1));
        RefusalDoor.asTenant(tenant, "/api/v1/refusals/" + id).statusCode(200);
        RefusalDoor.asTenant(other, "/api/v1/refusals?tenants=" + tenant)
                .statusCode(200)
                .body("items", hasSize(0));
        String foreign = RefusalDoor.asTenant(other, "/api/v1/refusals/" + id)
                .statusCode(404)
                .extract()
                .asString();
        String nothing = "ref_00000000000000000000000000000000";
        String unknown = RefusalDoor.asTenant(other, "/api/v1/refusals/" + nothing)
                .statusCode(404)
                .extract()
                .asString();
        assertThat(foreign).contains(id).isEqualTo(unknown.replace(nothing, id));
        RefusalDoor.asTenant(other, "/api/v1/refusals/1").statusCode(404).body("detail", containsString("'1'"));
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
        RefusalDoor.send(tenant, Usage.structured(event(tenant, "1", data("atlantis", 8))))
                .statusCode(422);
        setOpen(100_000);
        RefusalDoor.send(tenant, Usage.structured(event(tenant, "2", data("atlantis", 8))))
                .statusCode(422);

        assertThat(Books.read("/api/v1/refusals?tenants=" + tenant).getList("items.eventId"))
                .isEqualTo(List.of("1"));
        Books.assertBooks(tenant, 2, 0, 0, 0, 2);
        assertThat(given().get("/q/metrics").then().extract().asString())
                .containsPattern("(?m)^wattledger_metering_refusals_unlisted_total [1-9]");
        TestKafka.await(
                Topics.USAGE_EVENTS_DEAD_LETTERS,
                records -> records.stream().anyMatch(one -> one.value() != null && tells(one.value(), "\"2\"")));

        setOpen(99_999);
        RefusalDoor.send(tenant, Usage.structured(event(tenant, "3", data("atlantis", 8))))
                .statusCode(422);
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
        String id = RefusalDoor.onlyId(tenant);
        JsonPath shown = Books.read("/api/v1/refusals/" + id);
        assertThat(shown.getLong("refusal.bytes")).isEqualTo(large.length);
        assertThat(shown.getBoolean("isWhole")).isFalse();
        assertThat(shown.getString("refusal.place")).startsWith(Topics.USAGE_EVENTS + "/0/");
        ConsumerRecord<byte[], byte[]> letter = RefusalDoor.deadLetter(id, "1");
        assertThat(RefusalDoor.headers(letter))
                .containsEntry("wattledger-whole-length", Integer.toString(large.length));
        assertThat(letter.value()).hasSize(64 * 1024);
        RefusalDoor.replay(id, null).statusCode(422).body("code", equalTo("refusal-incomplete"));
        RefusalDoor.replay(id, Usage.structured(event(null, "large"))).statusCode(200);
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
        RefusalDoor.send(
                        tenant,
                        ("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"prompt\",\"data\":" + data
                                        + "}")
                                .getBytes(UTF_8))
                .statusCode(422);

        assertThat(RefusalDoor.headers(RefusalDoor.deadLetter(RefusalDoor.onlyId(tenant), "1"))
                        .get("wattledger-field"))
                .startsWith("data.nnn")
                .hasSizeLessThan(300);
    }

    @Test
    void refusesACursorThatItDidNotGiveOut() {
        for (int i = 1; i <= 2; i++) {
            RefusalDoor.send(tenant, Usage.structured(event(tenant, Integer.toString(i), data("atlantis", 8))))
                    .statusCode(422);
        }
        String list = "/api/v1/refusals?limit=1&tenants=" + tenant;
        String cursor = Books.read(list).getString("nextCursor");
        String text = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
        for (String other : List.of(text.substring(0, text.length() - 1), text.replace(tenant, "a\u0000b"))) {
            String forged = Base64.getUrlEncoder().withoutPadding().encodeToString(other.getBytes(UTF_8));

            RefusalDoor.asOperator()
                    .get(list + "&cursor=" + forged)
                    .then()
                    .statusCode(422)
                    .body("errors[0].pointer", equalTo("cursor"));
        }
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
}
