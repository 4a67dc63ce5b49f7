package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static io.wattledger.metering.doors.Usage.data;
import static io.wattledger.metering.doors.Usage.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.cloudevents.CloudEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithSuite
class BooksTest {

    private final String tenant = Usage.newTenant();
    private final String other = "site-" + tenant;

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @Test
    void showsUsagePerUtcDay() {
        TestKafka.send(List.of(
                Usage.binaryRecord(
                        tenant,
                        event(tenant, "1", data("glomfjord", 1, "2024-03-01T23:00:00Z", "2024-03-02T02:00:00Z"))),
                Usage.binaryRecord(
                        tenant,
                        event(tenant, "2", data("glomfjord", 1, "2024-03-02T00:00:00Z", "2024-03-02T00:00:01Z")))));
        Books.await(tenant, 2, 2, 0, 0, 0);

        JsonPath usage = usage("2024-03-01T00:00:00Z", "2024-03-03T00:00:00Z", "");
        assertThat(usage.getList("items.day")).isEqualTo(List.of("2024-03-01", "2024-03-02"));
        assertThat(usage.getList("items.milliGpuSeconds")).isEqualTo(List.of(3_600_000, 7_201_000));
        assertThat(usage.getMap("items[0]"))
                .containsEntry("tenant", tenant)
                .containsEntry("site", "glomfjord")
                .containsEntry("sku", "h100-sxm")
                .doesNotContainKey("project");
        assertThat(usage("2024-03-02T00:15:00Z", "2024-03-03T00:00:00Z", "&byProject=true")
                        .getMap("items[0]"))
                .containsEntry("project", "weather")
                .containsEntry("milliGpuSeconds", 6_300_000);
    }

    @Test
    void showsUsagePageByPage() {
        Fleet.publishSite(other);
        TestKafka.send(List.of(
                Usage.binaryRecord(
                        tenant, event(tenant, "1", data(other, 1, "2024-03-01T00:00:00Z", "2024-03-06T00:00:00Z"))),
                Usage.binaryRecord(
                        tenant,
                        event(tenant, "2", data("glomfjord", 1, "2024-03-01T00:00:00Z", "2024-03-03T00:00:00Z")))));
        Books.await(tenant, 2, 2, 0, 0, 0);

        for (String split : List.of("", "&byProject=true")) {
            List<Object> whole =
                    usage("2024-03-01T00:00:00Z", "2024-03-07T00:00:00Z", split).getList("items");
            List<Object> paged = new ArrayList<>();
            List<Integer> sizes = new ArrayList<>();
            String cursor = "";
            while (cursor != null) {
                JsonPath page = usage("2024-03-01T00:00:00Z", "2024-03-07T00:00:00Z", split + "&limit=3" + cursor);
                paged.addAll(page.getList("items"));
                sizes.add(page.getList("items").size());
                String next = page.getString("nextCursor");
                cursor = next == null ? null : "&cursor=" + next;
            }

            assertThat(whole).hasSize(7);
            assertThat(sizes).containsExactly(3, 3, 1);
            assertThat(paged).isEqualTo(whole);
        }
    }

    @Test
    void refusesTheCursorOfAnotherQuestion() {
        TestKafka.send(List.of(Usage.binaryRecord(
                tenant, event(tenant, "1", data("glomfjord", 1, "2024-03-01T00:00:00Z", "2024-03-06T00:00:00Z")))));
        Books.await(tenant, 1, 1, 0, 0, 0);
        String cursor = usage("2024-03-01T00:00:00Z", "2024-03-07T00:00:00Z", "&limit=1")
                .getString("nextCursor");

        given().auth()
                .oauth2(TestTokens.auditor())
                .get("/api/v1/usage?from=2024-03-01T00:00:00Z&to=2024-03-08T00:00:00Z&tenants=nobody," + tenant
                        + "&cursor=" + cursor)
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItem("cursor"));
    }

    private JsonPath usage(String from, String to, String more) {
        return Books.read("/api/v1/usage?tenants=nobody," + tenant + "&from=" + from + "&to=" + to + more);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            usage?to=2024-03-01T00:00:00Z,                                 from
            usage?from=2024-03-01T00:00:00Z,                               to
            usage?from=yesterday&to=2024-03-01T00:00:00Z,                  from
            usage?from=2024-03-01T00:01:00Z&to=2024-03-02T00:00:00Z,       from
            usage?from=2024-03-01T00:00:00Z&to=2024-03-01T00:00:00Z,       to
            refusals?limit=0,                                              limit
            refusals?code=nope,                                            code
            refusals?from=2024-03-02T00:00:00Z&to=2024-03-01T00:00:00Z,    to
            double-allocations?from=2024-03-02T00:00:00Z&to=2024-03-01T00:00:00Z, to
            conflicts?limit=1001,                                          limit
            conflicts?from=2024-03-02T00:00:00Z&to=2024-03-01T00:00:00Z,   to
            usage?from=2024-03-01T00:00:00Z&to=2024-03-02T00:00:00Z&limit=0, limit
            usage?from=2024-03-01T00:00:00Z&to=2024-03-02T00:00:00Z&cursor=x, cursor
            """)
    void namesTheParameterThatIsWrong(String request, String parameter) {
        given().auth()
                .oauth2(TestTokens.auditor())
                .get("/api/v1/" + request)
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors.pointer", hasItem(parameter));
    }

    /** No row holds U+0000, and PostgreSQL takes it for a fault of the connection. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "refusals?source=%00",
                "refusals?tenants=a%00",
                "conflicts?source=%00",
                "usage?from=2024-03-01T00:00:00Z&to=2024-03-02T00:00:00Z&tenants=%00",
                "allocations?tenants=%00",
                "balance?tenants=%00",
                "balance/recount?tenants=%00",
                "double-allocations?device=%00",
                "energy-doubts?site=%00",
                "watermarks?tenants=%00",
                "usage?from=2024-03-01T00:00:00Z&to=2024-03-02T00:00:00Z&limit=many",
                "refusals?limit=99999999999"
            })
    void refusesAValueThatNothingCanHave(String request) {
        given().urlEncodingEnabled(false)
                .auth()
                .oauth2(TestTokens.auditor())
                .get("/api/v1/" + request)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("malformed-request"));
    }

    @ParameterizedTest
    @CsvSource({"refusals?cod=unknown-sku, cod", "balance?groupBy=hour&tenant=a, tenant", "progress?x=1, x"})
    void refusesAQueryKeyThatItDoesNotKnow(String request, String key) {
        given().auth()
                .oauth2(TestTokens.auditor())
                .get("/api/v1/" + request)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("malformed-request"))
                .body("errors.pointer", hasItem(key));
    }

    @Test
    void describesItself() {
        given().get("/api/v1/openapi.json")
                .then()
                .statusCode(200)
                .body("openapi", startsWith("3.1"))
                .body("info.contact.email", equalTo("metering@wattledger.example"))
                .body(
                        "paths.'/events'.post.requestBody.content.keySet()",
                        hasItems(
                                "application/cloudevents+json",
                                "application/cloudevents-batch+json",
                                "application/json"))
                .body("paths.'/events'.post.responses.keySet()", hasItems("200", "202", "409", "413", "422"))
                .body("paths", hasKey("/usage"))
                .body("paths", hasKey("/balance"))
                .body("paths.'/usage'.get.operationId", equalTo("getUsage"));
    }

    @Test
    void countsEventsInItsMetrics() {
        CloudEvent conflicting = event(tenant, "1", data("glomfjord", 7));
        TestKafka.send(List.of(Usage.binaryRecord(tenant, event(tenant, "1"))));
        TestKafka.send(
                List.of(Usage.binaryRecord(tenant, event(tenant, "1")), Usage.binaryRecord(tenant, conflicting)));
        Books.await(tenant, 3, 1, 1, 1, 0);

        String metrics =
                given().get("/q/metrics").then().statusCode(200).extract().asString();

        assertThat(metrics)
                .contains("wattledger_metering_events_total{door=\"kafka\",outcome=\"metered\"}")
                .contains("wattledger_metering_events_total{door=\"kafka\",outcome=\"duplicate\"}")
                .contains("wattledger_metering_events_total{door=\"kafka\",outcome=\"conflict\"}")
                .containsPattern("(?m)^wattledger_metering_balance_events_milli_gpu_seconds [1-9]")
                .containsPattern("(?m)^wattledger_metering_balance_metered_milli_gpu_seconds [1-9]")
                .containsPattern("(?m)^wattledger_metering_balance_held_milli_gpu_seconds [0-9]")
                // Another test adds tallies and slots that no event brought.
                .containsPattern("(?m)^wattledger_metering_balance_difference_milli_gpu_seconds -?[0-9]");
        assertThat(metrics)
                .containsPattern("(?m)^wattledger_metering_balance_received_events [1-9]")
                .containsPattern("(?m)^wattledger_metering_balance_metered_events [1-9]")
                .containsPattern("(?m)^wattledger_metering_balance_difference_events 0\\.0$");
    }

    @Test
    void saysWhetherItIsReady() {
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void saysHowFarItHasCome() {
        TestKafka.send(List.of(Usage.binaryRecord(tenant, event(tenant, "1"))));
        Books.await(tenant, 1, 1, 0, 0, 0);
        Books.awaitNothingPending();

        given().auth()
                .oauth2(TestTokens.operator())
                .get("/api/v1/progress")
                .then()
                .body("consumed.topic", hasItems("usage-events.v1", "sites.v1", "skus.v1"))
                .body("pendingByName", hasKey("slots"))
                .body("consumed", not(hasSize(0)));
    }
}
