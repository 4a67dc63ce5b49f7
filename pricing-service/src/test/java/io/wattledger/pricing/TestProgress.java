package io.wattledger.pricing;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Asks the service under test how far it has come. */
final class TestProgress {

    private TestProgress() {}

    /** Whether everything in the topics is consumed and nothing is pending. */
    static boolean isSettled(String... topics) {
        JsonPath progress = given().auth()
                .oauth2(TestTokens.auditor())
                .get("/api/v1/progress")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        if (progress.getLong("pending") != 0) {
            return false;
        }
        Map<String, Long> consumed = new HashMap<>();
        for (Map<String, Object> position : progress.<Map<String, Object>>getList("consumed")) {
            consumed.put(
                    position.get("topic") + "/" + position.get("partition"),
                    ((Number) position.get("nextOffset")).longValue());
        }
        for (String topic : topics) {
            List<ConsumerRecord<byte[], byte[]>> records = TestKafka.readAll(topic);
            boolean all = records.stream()
                    .allMatch(record -> consumed.getOrDefault(topic + "/" + record.partition(), 0L) > record.offset());
            if (!all) {
                return false;
            }
        }
        return true;
    }
}
