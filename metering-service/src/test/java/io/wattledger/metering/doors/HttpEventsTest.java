package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static io.wattledger.metering.doors.Usage.data;
import static io.wattledger.metering.doors.Usage.event;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithSuite
class HttpEventsTest {

    private static final String SINGLE = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";

    @TestHTTPResource
    URI address;

    private final String tenant = Usage.newTenant();

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @Test
    void metersASingleEventOnceHoweverOftenItComes() {
        post(SINGLE, Usage.structured(event(tenant, "1"))).statusCode(202).body("outcome", equalTo("metered"));
        post(SINGLE, Usage.structured(event(null, "1"))).statusCode(202).body("outcome", equalTo("duplicate"));

        Books.assertBooks(tenant, 2, 1, 1, 0, 0);
        assertThat(Books.metered(tenant)).isEqualTo(28_800_000);
    }

    @Test
    void itIsTheSameInWhateverOrderItNamesItsDevices() {
        String first = "\"1 of " + tenant + "\"";
        String second = "\"2 of " + tenant + "\"";
        String data = data("glomfjord", 2).replace("{", "{\"devices\":[%s,%s],");

        post(SINGLE, Usage.structured(event(tenant, "1", data.formatted(second, first))))
                .statusCode(202)
                .body("outcome", equalTo("metered"));
        post(SINGLE, Usage.structured(event(tenant, "1", data.formatted(first, second))))
                .statusCode(202)
                .body("outcome", equalTo("duplicate"));
        Books.assertBooks(tenant, 2, 1, 1, 0, 0);
    }

    @Test
    void takesBinaryMode() {
        sender().contentType("application/json")
                .header("ce-specversion", "1.0")
                .header("ce-id", "job%20%C3%A5")
                .header("ce-source", Usage.SOURCE)
                .header("ce-type", "io.wattledger.gpu.allocation.interval.v1")
                .body(data("glomfjord", 8))
                .post("/api/v1/events")
                .then()
                .statusCode(202)
                .body("id", equalTo("job å"))
                .body("outcome", equalTo("metered"));
    }

    /** Each character of an id stands for a byte of the header. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            job%C3%A5     | 202 |
            job\u00c3\u00a5 | 202 |
            job%E5        | 422 | job%E5
            job\u00e5      | 422 | base64:am9i5Q==
            """)
    void refusesHeadersThatAreNoUtf8(String id, int status, String kept) throws IOException {
        String answer = sendBytes(id, data("glomfjord", 8));

        assertThat(answer).startsWith("HTTP/1.1 " + status);
        if (kept == null) {
            assertThat(answer).contains("\"id\":\"job\u00e5\"");
            return;
        }
        assertThat(answer).contains("\"code\":\"invalid-field\"", "\"pointer\":\"/id\"", "must be UTF-8");
        assertThat(Books.read("/api/v1/refusals/" + RefusalDoor.onlyId(tenant)).getString("sentHeaders.'ce-id'"))
                .isEqualTo(kept);
    }

    /** What clients in Java do not send: bytes beyond ASCII in a header. */
    private String sendBytes(String id, String body) throws IOException {
        String head = """
                POST /api/v1/events HTTP/1.1
                Host: %s
                Connection: close
                Authorization: Bearer %s
                Content-Type: application/json
                Content-Length: %d
                ce-specversion: 1.0
                ce-source: /s
                ce-type: io.wattledger.gpu.allocation.interval.v1
                ce-id: %s

                """.formatted(address.getHost(), TestTokens.collector(tenant), body.length(), id);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write((head.replace("\n", "\r\n") + body).getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void tellsAConflictFromADuplicateAndKeepsBothContents() {
        post(SINGLE, Usage.structured(event(tenant, "1"))).statusCode(202);

        post(SINGLE, Usage.structured(event(tenant, "1", data("glomfjord", 4))))
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", equalTo("conflicting-event"));

        Books.assertBooks(tenant, 2, 1, 0, 1, 0);
        assertThat(Books.metered(tenant)).isEqualTo(28_800_000);
        assertThat(Books.read("/api/v1/conflicts?tenants=" + tenant).getString("items[0].standing"))
                .contains("\"gpuCount\":8");
        assertThat(Books.read("/api/v1/conflicts?tenants=" + tenant).getString("items[0].other"))
                .contains("\"gpuCount\":4");
    }

    @Test
    void takesMediaTypesInAnyCase() {
        post("Application/CloudEvents+JSON", Usage.structured(event(tenant, "1")))
                .statusCode(202);
        post("application/CloudEvents-Batch+json", Usage.batch(List.of(event(tenant, "2"))))
                .statusCode(200);

        Books.assertBooks(tenant, 2, 2, 0, 0, 0);
    }

    /** The content type is that of the data, and an event may leave it out; a request that says nothing at all is no event. */
    @Test
    void takesARequestWithoutContentTypeForBinaryMode() throws IOException, InterruptedException {
        String type = "io.wattledger.gpu.allocation.interval.v1";

        assertThat(send("ce-specversion", "1.0", "ce-id", "1", "ce-source", "/s", "ce-type", type))
                .isEqualTo(202);
        assertThat(send("Content-Type", "", "ce-specversion", "1.0", "ce-id", "2", "ce-source", "/s", "ce-type", type))
                .isEqualTo(202);
        assertThat(send("ce-specversion", "1.0", "ce-id", "3", "ce-id", "4", "ce-source", "/s", "ce-type", type))
                .as("two headers of one name")
                .isEqualTo(422);
        assertThat(send()).isEqualTo(400);

        Books.assertBooks(tenant, 4, 2, 0, 0, 2);
    }

    private int send(String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/api/v1/events"))
                .header("Authorization", "Bearer " + TestTokens.collector(tenant))
                .POST(HttpRequest.BodyPublishers.ofString(data("glomfjord", 8)));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    /** The data of both is the same; a person must see nevertheless in what they differ. */
    @Test
    void showsInWhatEventsDifferWhoseDataIsTheSame() {
        String event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"%s\",\"subject\":\"%s\"}";
        post(SINGLE, event.formatted("prompt", "a").getBytes(UTF_8)).statusCode(202);
        post(SINGLE, event.formatted("prompt", "b").getBytes(UTF_8)).statusCode(409);

        JsonPath conflicts = Books.read("/api/v1/conflicts?tenants=" + tenant);
        assertThat(conflicts.getMap("items[0].standingAttributes"))
                .isEqualTo(Map.of("type", "prompt", "source", "/s", "id", "1", "subject", "a"));
        assertThat(conflicts.getMap("items[0].otherAttributes"))
                .isEqualTo(Map.of("type", "prompt", "source", "/s", "id", "1", "subject", "b"));
    }

    @Test
    void saysWhyASecondCorrectionIsInConflict() {
        post(SINGLE, correction("2")).statusCode(202);
        post(SINGLE, correction("3"))
                .statusCode(409)
                .body("code", equalTo("conflicting-event"))
                .body("title", equalTo("The event that it corrects was corrected before"))
                .body("detail", containsString("id 1 was corrected or withdrawn before"));
    }

    private static byte[] correction(String id) {
        return """
                {"specversion": "1.0", "id": "%s", "source": "/s", "type": "io.wattledger.usage.withdrawn.v1",
                 "data": {"id": "1", "reason": "never ran"}}""".formatted(id).getBytes(UTF_8);
    }

    @Test
    void answersForEachItemOfABatch() {
        byte[] batch = Usage.batch(List.of(
                event(tenant, "1"),
                event(tenant, "1"),
                event(tenant, "1", data("glomfjord", 4)),
                event(tenant, "2", data("atlantis", 8)),
                event("somebody-else", "3"),
                event(tenant, "4")));

        post(BATCH, batch)
                .statusCode(200)
                .body(
                        "items.outcome",
                        equalTo(List.of("metered", "duplicate", "conflict", "refused", "refused", "metered")))
                .body("items.id", equalTo(List.of("1", "1", "1", "2", "3", "4")))
                .body("items[3].code", equalTo("unknown-site"))
                .body("items[3].detail", equalTo("data.site is atlantis: name a site of the catalog"))
                .body("items[4].code", equalTo("tenant-mismatch"));

        Books.assertBooks(tenant, 6, 2, 1, 1, 2);
        Books.assertBooks("somebody-else", 0, 0, 0, 0, 0);
    }

    @Test
    void takesAThousandEventsAtOnceAndNoMore() {
        post(BATCH, Usage.batch(Usage.events(tenant, 1000))).statusCode(200).body("items", hasSize(1000));
        Books.assertBooks(tenant, 1000, 1000, 0, 0, 0);

        post(BATCH, Usage.batch(Usage.events(tenant, 1001)))
                .statusCode(413)
                .body("code", equalTo("too-large"))
                .body("detail", containsString("1001 events"));
        Books.assertBooks(tenant, 1000, 1000, 0, 0, 0);
    }

    @Test
    void refusesABodyAboveAMebibyte() {
        byte[] large = ("[" + " ".repeat(1024 * 1024) + "]").getBytes(UTF_8);

        post(BATCH, large)
                .statusCode(413)
                .contentType("application/problem+json")
                .body("code", equalTo("too-large"));
    }

    @Test
    void answersAnEmptyBatchWithNothing() {
        post(BATCH, "[]".getBytes(UTF_8)).statusCode(200).body("items", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"specversion":             | 400 | malformed-json
            {"id":"1"}                  | 400 | not-a-cloudevent
            {"specversion":"0.3"}       | 400 | unsupported-specversion
            """)
    void refusesWhatIsNoCloudEvent(String body, int status, String code) {
        post(SINGLE, body.getBytes(UTF_8)).statusCode(status).body("code", equalTo(code));
        Books.assertBooks(tenant, 1, 0, 0, 0, 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            atlantis  | 8  | 2024-03-01T01:00:00Z | unknown-site           | /data/site
            drawn     | 8  | 2024-03-01T01:00:00Z | site-not-in-service    | /data/site
            glomfjord | -1 | 2024-03-01T01:00:00Z | gpu-count-out-of-range | /data/gpuCount
            glomfjord | 0  | 2024-03-01T01:00:00Z | gpu-count-out-of-range | /data/gpuCount
            glomfjord | 8  | 2024-02-01T01:00:00Z | end-not-after-start    | /data/end
            glomfjord | 8  | 9999-01-01T00:00:00Z | in-the-future          | /data/end
            """)
    void refusesWhatBreaksARule(String site, int gpus, String end, String code, String pointer) {
        String data = data(site, gpus, "2024-03-01T00:00:00Z", end);

        post(SINGLE, Usage.structured(event(tenant, "1", data)))
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("errors.pointer", hasItems(pointer));
        Books.assertBooks(tenant, 1, 0, 0, 0, 1);
        assertThat(Books.metered(tenant)).isZero();
    }

    @Test
    void refusesAnotherTenantThanThatOfTheToken() {
        // Nobody's, as a pipeline names what it knows no tenant of, is not the token's either.
        for (String named : List.of("somebody-else", "-")) {
            post(SINGLE, Usage.structured(event(named, "1"))).statusCode(422).body("code", equalTo("tenant-mismatch"));
        }
        assertThat(Books.metered(tenant)).isZero();
    }

    @Test
    void refusesOtherMediaTypes() {
        post("text/csv", "a,b".getBytes(UTF_8)).statusCode(415).body("code", equalTo("unsupported-media-type"));
        post("application/cloudevents+xml", "<e/>".getBytes(UTF_8)).statusCode(415);
    }

    @Test
    void asksForATokenOfACollectorWithATenant() {
        byte[] body = Usage.structured(event(tenant, "1"));

        given().contentType(SINGLE).body(body).post("/api/v1/events").then().statusCode(401);
        postAs(TestTokens.tenant(tenant), body).statusCode(403);
        postAs(TestTokens.operator(), body).statusCode(403);
        postAs(TestTokens.token("collector", null), body).statusCode(403);
        postAs(TestTokens.collector("-"), body).statusCode(403);
        postAs(TestTokens.forAnotherAudience("collector", tenant), body).statusCode(401);
        Books.assertBooks(tenant, 0, 0, 0, 0, 0);
    }

    @Test
    void metersEachEventOnceWhenManySendTheSameAtOnce() {
        byte[] batch = Usage.batch(Usage.events(tenant, 200));

        List<Integer> statuses = IntStream.range(0, 8)
                .parallel()
                .mapToObj(sender -> post(BATCH, batch).extract().statusCode())
                .toList();

        assertThat(statuses).containsOnly(200);
        Books.assertBooks(tenant, 1600, 200, 1400, 0, 0);
        assertThat(Books.metered(tenant)).isEqualTo(200 * 28_800_000L);
    }

    private ValidatableResponse post(String contentType, byte[] body) {
        return sender().contentType(contentType)
                .body(body)
                .post("/api/v1/events")
                .then();
    }

    private static ValidatableResponse postAs(String token, byte[] body) {
        return given().auth()
                .oauth2(token)
                .contentType(SINGLE)
                .body(body)
                .post("/api/v1/events")
                .then();
    }

    private RequestSpecification sender() {
        EncoderConfig plain = EncoderConfig.encoderConfig()
                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                .encodeContentTypeAs("text/csv", ContentType.TEXT);
        return given().config(RestAssuredConfig.config().encoderConfig(plain))
                .accept("application/json")
                .auth()
                .oauth2(TestTokens.collector(tenant));
    }
}
