package io.wattledger.metering.doors;

import static io.wattledger.metering.doors.Meters.as;
import static io.wattledger.metering.doors.Meters.create;
import static io.wattledger.metering.doors.Meters.event;
import static io.wattledger.metering.doors.Meters.figures;
import static io.wattledger.metering.doors.Meters.ingest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generic events by every door, and requests that nothing sensible sends. */
@QuarkusTest
@WithSuite
class MeterDoorsTest {

    private final String tenant = Usage.newTenant();

    @Test
    void readsEventsFromKafkaInBothModes() {
        create(tenant, "tokens", "SUM");
        TestKafka.send(List.of(
                Usage.binaryRecord(tenant, prompt("1", "{\"tokens\":0.1}")),
                Usage.structuredRecord(tenant, prompt("2", "{\"tokens\":\"0.2\"}")),
                Usage.binaryRecord(tenant, prompt("1", "{\"tokens\":0.10}")),
                Usage.binaryRecord(tenant, prompt("3", "{\"tokens\":1e999}")),
                Usage.binaryRecord(tenant, prompt("1", "{\"tokens\":9}"))));
        Books.await(tenant, 5, 2, 1, 1, 1);

        assertThat(figures(tenant, "tokens", "?subject=customer-1")).containsExactly("0.3");
        ingest(
                        tenant,
                        event("2", "customer-1", "2024-03-01T00:00:00Z", "{\"tokens\":\"0.2\"}")
                                .replace("\"source\":\"app\"", "\"source\":\"" + Usage.SOURCE + "\""))
                .statusCode(204);
        Books.assertBooks(tenant, 6, 2, 2, 1, 1);
    }

    private CloudEvent prompt(String id, String data) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create(Usage.SOURCE))
                .withType("prompt")
                .withSubject("customer-1")
                .withTime(OffsetDateTime.parse("2024-03-01T00:00:00Z"))
                .withDataContentType("application/json")
                .withData(data.getBytes(UTF_8))
                .withExtension("tenantid", tenant)
                .build();
    }

    /** No value is not every value: an answer about nothing would be taken for one about everything. */
    @ParameterizedTest
    @ValueSource(strings = {"null", "[]"})
    void refusesAFilterWithoutValues(String values) {
        create(tenant, "tokens", "SUM");

        as(tenant)
                .contentType("application/json")
                .body(("{\"filterGroupBy\":{\"model\":" + values + "}}").getBytes(UTF_8))
                .post("/api/v1/meters/tokens/query")
                .then()
                .statusCode(400)
                .body("detail", containsString("names no value"));
    }

    /** Whoever sends these is told why all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"GET /api/v1/meters/a%00b HTTP/1.1", "BREW /api/v1/meters HTTP/1.1"})
    void refusesOddRequestsWithAProblemToo(String requestLine) throws IOException {
        String answer = raw(requestLine + "\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                + TestTokens.tenant(tenant) + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 4").containsIgnoringCase("content-type: application/problem+json\r\n");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port);
                OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream()) {
            out.write(request.getBytes(UTF_8));
            out.flush();
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
