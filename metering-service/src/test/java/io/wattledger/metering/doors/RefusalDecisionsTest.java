package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static io.wattledger.metering.doors.Usage.data;
import static io.wattledger.metering.doors.Usage.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.message.SkuFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of refused events that people repair, try again or give up. */
@QuarkusTest
@WithSuite
class RefusalDecisionsTest {

    private final String tenant = Usage.newTenant();

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @Test
    void metersARepairedEventAndClosesTheRefusal() {
        byte[] body = Usage.structured(event(tenant, "1", data("atlantis", 8)));
        RefusalDoor.send(tenant, body).statusCode(422);
        String id = RefusalDoor.onlyId(tenant);

        RefusalDoor.replay(id, Usage.structured(event(null, "1", data("glomfjord", 8))))
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
        RefusalDoor.replay(id, null).statusCode(409).body("code", equalTo("refusal-closed"));
        Books.assertBooks(tenant, 2, 1, 0, 0, 1);
    }

    @Test
    void countsAnEventWithoutTimeAsOfWhenItCameFirst() {
        String body = """
                {"id":"1","source":"app","type":"%s","data":{"tokens":1},"specversion":"1.0"}""";
        RefusalDoor.send(tenant, body.formatted("io.wattledger.prompt").getBytes(UTF_8))
                .statusCode(422);
        String id = RefusalDoor.onlyId(tenant);
        RefusalDoor.replay(id, null).statusCode(422);

        RefusalDoor.replay(id, body.formatted("prompt").getBytes(UTF_8)).statusCode(200);

        Instant firstAt = Instant.parse(Books.read("/api/v1/refusals/" + id).getString("refusal.firstRefusedAt"));
        JsonPath listed = Meters.as(tenant)
                .get("/api/v1/events")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(listed.getList("event.time")).containsExactly(firstAt.toString());
        assertThat(Instant.parse(listed.getString("[0].ingestedAt"))).isAfter(firstAt);
        Books.assertBooks(tenant, 3, 1, 0, 0, 2);
    }

    @Test
    void recordsAnotherAttemptWhenTheRepairedEventFailsToo() {
        RefusalDoor.send(tenant, Usage.structured(event(tenant, "1", data("atlantis", 8))))
                .statusCode(422);
        String id = RefusalDoor.onlyId(tenant);

        RefusalDoor.replay(id, Usage.structured(event(null, "1", data("glomfjord", 0))))
                .statusCode(422)
                .body("code", equalTo("gpu-count-out-of-range"))
                .body("errors.pointer", hasItem("/data/gpuCount"));
        RefusalDoor.replay(id, Usage.structured(event("somebody-else", "1")))
                .statusCode(422)
                .body("code", equalTo("tenant-mismatch"));

        JsonPath shown = Books.read("/api/v1/refusals/" + id);
        assertThat(shown.getString("refusal.state")).isEqualTo("open");
        assertThat(shown.getInt("refusal.attempts")).isEqualTo(3);
        assertThat(shown.getString("refusal.code")).isEqualTo("unknown-site");
        assertThat(shown.getList("steps.code")).isEqualTo(List.of("gpu-count-out-of-range", "tenant-mismatch"));
        assertThat(new String(RefusalDoor.deadLetter(id, "2").value(), UTF_8)).contains("\"gpuCount\":0");
        Books.assertBooks(tenant, 3, 0, 0, 0, 3);
    }

    @Test
    void tellsThatARepairedEventContradictsOneThatStands() {
        RefusalDoor.send(tenant, Usage.structured(event(tenant, "1"))).statusCode(202);
        RefusalDoor.send(tenant, Usage.structured(event(tenant, "1", data("atlantis", 8))))
                .statusCode(422);
        String id = RefusalDoor.onlyId(tenant);

        RefusalDoor.replay(id, Usage.structured(event(null, "1", data("glomfjord", 4))))
                .statusCode(409)
                .body("code", equalTo("conflicting-event"));
        RefusalDoor.replay(id, Usage.structured(event(null, "1"))).statusCode(200);

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
            JsonPath page = RefusalDoor.asOperator()
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
        RefusalDoor.send(tenant, Usage.structured(event(tenant, "1", data("atlantis", 8))))
                .statusCode(422);
        String id = RefusalDoor.onlyId(tenant);

        RefusalDoor.discard(id, "{}").statusCode(422).body("errors.pointer", hasItem("/reason"));
        RefusalDoor.discard(id, "{\"reason\":\" \"}").statusCode(422);
        RefusalDoor.discard(id, "{\"reason\":\"a\\u0000\"}").statusCode(422);
        RefusalDoor.discard(id, "{\"reason\":\"\\ud800\"}").statusCode(422);
        RefusalDoor.discard(id, "{\"reason\":\"a test of the collector\"}")
                .statusCode(200)
                .body("action", equalTo("discarded"));
        RefusalDoor.discard(id, "{\"reason\":\"again\"}").statusCode(409).body("code", equalTo("refusal-closed"));
        RefusalDoor.replay(id, null).statusCode(409);

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
        String id = RefusalDoor.onlyId(tenant);
        assertThat(Books.read("/api/v1/refusals/" + id).getString("event")).contains("\"id\":\"job å\"");
        TestKafka.send(List.of(Usage.reference(Topics.SITES, site, Usage.site(site, "LIVE", 1))));

        RefusalDoor.replay(id, null).statusCode(200).body("event.id", equalTo("job å"));

        assertThat(Books.metered(tenant)).isEqualTo(28_800_000);
    }
}
