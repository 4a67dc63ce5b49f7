package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.contracts.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Asks for refusals as tests do. */
final class RefusalDoor {

    private static final String SINGLE = "application/cloudevents+json";

    private RefusalDoor() {}

    /** Sends an event in structured mode, as a collector of the tenant. */
    static ValidatableResponse send(String tenant, byte[] body) {
        return given().auth()
                .oauth2(TestTokens.collector(tenant))
                .contentType(SINGLE)
                .body(body)
                .post("/api/v1/events")
                .then();
    }

    /** The id of the only refusal that a tenant has. */
    static String onlyId(String tenant) {
        List<String> ids = Books.read("/api/v1/refusals?tenants=" + tenant).getList("items.id");
        assertThat(ids).hasSize(1);
        return ids.getFirst();
    }

    static RequestSpecification asOperator() {
        return given().auth().oauth2(TestTokens.operator());
    }

    static ValidatableResponse asTenant(String tenant, String path) {
        return given().auth().oauth2(TestTokens.tenant(tenant)).get(path).then();
    }

    /** Tries again: the event in {@code body}, or the one that was refused where that is null. */
    static ValidatableResponse replay(String id, byte[] body) {
        var request = asOperator();
        if (body != null) {
            request = request.contentType(SINGLE).body(body);
        }
        return request.post("/api/v1/refusals/" + id + "/replay").then();
    }

    static ValidatableResponse discard(String id, String body) {
        return asOperator()
                .contentType("application/json")
                .body(body)
                .post("/api/v1/refusals/" + id + "/discard")
                .then();
    }

    /** The dead letter of an attempt, once it is there. */
    static ConsumerRecord<byte[], byte[]> deadLetter(String refusal, String attempt) {
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

    static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }
}
