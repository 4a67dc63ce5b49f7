package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.testing.TestTokens;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** What the service says of a tenant's events, as an operator reads it. */
final class Books {

    private Books() {}

    /** Waits until the books of a tenant say: received, metered, duplicate, conflicting, refused. */
    static void await(String tenant, long received, long metered, long duplicate, long conflicting, long refused) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertBooks(tenant, received, metered, duplicate, conflicting, refused));
    }

    static void assertBooks(
            String tenant, long received, long metered, long duplicate, long conflicting, long refused) {
        JsonPath balance = balance(tenant);
        assertThat(List.of(
                        balance.getLong("events.received"),
                        balance.getLong("events.metered"),
                        balance.getLong("events.duplicate"),
                        balance.getLong("events.conflicting"),
                        balance.getLong("events.refused")))
                .as("received, metered, duplicate, conflicting, refused")
                .containsExactly(received, metered, duplicate, conflicting, refused);
        assertThat(balance.getLong("events.difference")).isZero();
        assertThat(balance.getLong("milliGpuSeconds.difference")).isZero();
    }

    static long metered(String tenant) {
        return balance(tenant).getLong("milliGpuSeconds.metered");
    }

    static JsonPath balance(String tenant) {
        return read("/api/v1/balance?tenants=" + tenant);
    }

    static JsonPath read(String path) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Waits until nothing is on its way any more. */
    static void awaitNothingPending() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(read("/api/v1/progress").getLong("pending")).isZero());
    }
}
