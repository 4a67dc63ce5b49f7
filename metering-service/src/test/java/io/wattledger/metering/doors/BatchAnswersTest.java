package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static io.wattledger.metering.doors.Meters.as;
import static io.wattledger.metering.doors.Usage.data;
import static io.wattledger.metering.doors.Usage.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.cloudevents.CloudEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sender of a batch is told: each event's fate to who asks for it, and otherwise never success for a refusal. */
@QuarkusTest
@WithSuite
class BatchAnswersTest {

    private final String tenant = Usage.newTenant();

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/*", "*/*, application/problem+json"})
    void whoDoesNotAskForItemsIsToldByTheStatusAlone(String accept) {
        List<CloudEvent> events = List.of(event(tenant, "1"), event(tenant, "2"), event(tenant, "1"));

        post(accept, events).statusCode(204).body(blankOrNullString());
        post(accept, events).statusCode(204);
        Books.assertBooks(tenant, 6, 2, 4, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json;q=0.5, */*;q=0.1", "text/plain, application/json"})
    void whoAsksForItemsGetsThem(String accept) {
        post(accept, List.of(event(tenant, "1"))).statusCode(200).body("items", hasSize(1));
    }

    @Test
    void namesWhatWasNotTakenByItsPlaceAndTakesTheOthers() {
        post("*/*", List.of(event(tenant, "1"))).statusCode(204);

        post(
                        "*/*",
                        List.of(
                                event(tenant, "2"),
                                event(tenant, "1", data("glomfjord", 4)),
                                event(tenant, "3"),
                                event(tenant, "4", data("atlantis", 8))))
                .statusCode(422)
                .header("Content-Type", "application/problem+json")
                .body("code", equalTo("events-not-taken"))
                .body("detail", startsWith("2 of 4 events were not taken"))
                .body("errors.pointer", equalTo(List.of("/1", "/3/data/site")))
                .body(
                        "errors.detail",
                        equalTo(List.of(
                                "id 1, conflicting-event: source /slurm/test, id 1: the first one stands, and this one is kept to be looked"
                                        + " at; give the event a new id if it reports something else",
                                "id 4, unknown-site: data.site is atlantis: name a site of the catalog")));
        Books.assertBooks(tenant, 5, 3, 0, 1, 1);
        assertThat(Books.metered(tenant)).isEqualTo(3 * 28_800_000);
    }

    @Test
    void aReasonThatAllHaveInCommonIsThatOfTheAnswer() {
        post("*/*", List.of(event(tenant, "1"))).statusCode(204);
        post("*/*", List.of(event(tenant, "2"), event(tenant, "1", data("glomfjord", 4))))
                .statusCode(409)
                .body("code", equalTo("conflicting-event"));
        as(tenant)
                .contentType(Meters.BATCH)
                .body("[{\"id\":\"9\"}]".getBytes(UTF_8))
                .post("/api/v1/events")
                .then()
                .statusCode(400)
                .body("code", equalTo("not-a-cloudevent"))
                .body("errors[0].pointer", equalTo("/0/specversion"));
    }

    /** Clients of the OpenMeter API read the reason only where this header is exactly so. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/v1/nowhere      |                                  |             | 404
            GET    | /nowhere             |                                  |             | 404
            GET    | /                    |                                  |             | 404
            PATCH  | /api/v1/meters       | application/json                 | {}          | 405
            PUT    | /api/v1/events       | application/json                 | {}          | 405
            POST   | /api/v1/events       | text/csv                         | a,b         | 415
            POST   | /api/v1/meters       | text/plain                       | a           | 415
            POST   | /api/v1/events       | application/cloudevents-batch+json | {"a"      | 400
            POST   | /api/v1/events       | application/cloudevents-batch+json | [{"a":1   | 400
            POST   | /api/v1/meters       | application/json                 | {"a"        | 400
            POST   | /api/v1/meters       | application/json                 |             | 400
            GET    | /api/v1/meters?page=x |                                 |             | 400
            """)
    void everyRefusalIsAProblemWithoutCharset(String method, String path, String contentType, String body, int status) {
        var request = as(tenant);
        if (contentType != null) {
            request.contentType(contentType);
        }
        if (body != null) {
            request.body(body.getBytes(UTF_8));
        }
        request.request(method, path)
                .then()
                .statusCode(status)
                .header("Content-Type", "application/problem+json")
                .body("status", equalTo(status));
    }

    private ValidatableResponse post(String accept, List<CloudEvent> events) {
        return as(tenant)
                .contentType(Meters.BATCH)
                .accept(accept)
                .body(Usage.batch(events))
                .post("/api/v1/events")
                .then();
    }

    @Test
    void asksForAToken() {
        for (String token : List.of("", "wrong", TestTokens.forAnotherAudience("collector", tenant))) {
            given().auth()
                    .oauth2(token)
                    .get("/api/v1/meters")
                    .then()
                    .statusCode(401)
                    .header("Content-Type", "application/problem+json");
        }
    }
}
