package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static io.wattledger.metering.doors.Meters.as;
import static io.wattledger.metering.doors.Meters.create;
import static io.wattledger.metering.doors.Meters.event;
import static io.wattledger.metering.doors.Meters.figures;
import static io.wattledger.metering.doors.Meters.ingest;
import static io.wattledger.metering.doors.Meters.query;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithSuite
class MetersTest {

    private static final String METER = """
            {"slug":"tokens_total","name":"Tokens","description":"of all models","aggregation":"SUM","eventType":"prompt",
             "eventFrom":"2020-01-01T00:00:00.000Z","valueProperty":"$.tokens","metadata":{"owner":"ai"},
             "groupBy":{"model":"$.model","type":"$.type"}}""";

    private final String tenant = Usage.newTenant();

    @Test
    void makesShowsChangesAndDeletesAMeter() {
        String id = create(tenant, METER)
                .statusCode(201)
                .header("Location", startsWith("http"))
                .body("slug", equalTo("tokens_total"))
                .body("aggregation", equalTo("SUM"))
                .body("valueProperty", equalTo("$.tokens"))
                .body("eventFrom", equalTo("2020-01-01T00:00:00Z"))
                .body("metadata.owner", equalTo("ai"))
                .body("groupBy.type", equalTo("$.type"))
                .extract()
                .path("id");
        for (String idOrSlug : List.of(id, "tokens_total")) {
            as(tenant).get("/api/v1/meters/" + idOrSlug).then().statusCode(200).body("id", equalTo(id));
        }

        as(tenant)
                .contentType("application/json")
                .body("{\"groupBy\":{\"model\":\"$.model\"}}".getBytes(UTF_8))
                .put("/api/v1/meters/tokens_total")
                .then()
                .statusCode(200)
                .body("name", equalTo("tokens_total"))
                .body("description", nullValue())
                .body("valueProperty", equalTo("$.tokens"))
                .body("groupBy.keySet()", hasSize(1));

        as(tenant).delete("/api/v1/meters/" + id).then().statusCode(204);
        as(tenant).get("/api/v1/meters/" + id).then().statusCode(404).body("code", equalTo("not-found"));
        as(tenant).delete("/api/v1/meters/" + id).then().statusCode(404);
        as(tenant).get("/api/v1/meters").then().statusCode(200).body("", hasSize(0));
        create(tenant, METER).statusCode(201);
        as(tenant)
                .get("/api/v1/meters?includeDeleted=true&orderBy=createdAt&order=DESC")
                .then()
                .statusCode(200)
                .body("", hasSize(2))
                .body("[1].id", equalTo(id))
                .body("[1].deletedAt", startsWith("20"));
        as(tenant)
                .get("/api/v1/meters?pageSize=1&page=3")
                .then()
                .statusCode(200)
                .body("", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"slug":"a b","aggregation":"SUM"}                             | 400 | invalid-meter     | /slug
            {"slug":"a","aggregation":"MEDIAN","eventType":"t"}            | 400 | invalid-meter     | /aggregation
            {"slug":"a","aggregation":"COUNT","eventType":"io.wattledger.x"} | 400 | invalid-meter   | /eventType
            {"slug":"a","aggregation":"COUNT","eventType":"t","groupBy":{"m":null}} | 400 | malformed-request | /groupBy/m
            {"slug":"a","aggregation":"COUNT","eventType":"t","groupBy":{"m/n":null}} | 400 | malformed-request | /groupBy/m~1n
            {"slug":"a","aggregation":"COUNT","eventType":"t","groupBy":{"m~n":"$.m"}} | 400 | invalid-meter | /groupBy/m~0n
            {"slug":"a","aggregation":"COUNT","eventType":"t","window":1}  | 400 | malformed-request | /window
            {"slug":{}}                                                    | 400 | malformed-request | /slug
            {"slug":                                                       | 400 | malformed-request |
            [1]                                                            | 400 | malformed-request |
            """)
    void refusesAMeterThatIsWrong(String meter, int status, String code, String pointer) {
        create(tenant, meter)
                .statusCode(status)
                .header("Content-Type", "application/problem+json")
                .body("code", equalTo(code));
        if (pointer != null) {
            assertThat(create(tenant, meter).extract().jsonPath().getList("errors.pointer"))
                    .contains(pointer);
        }
    }

    @Test
    void aSlugIsOneOfItsKindAmongTheTenantsMeters() {
        create(tenant, METER).statusCode(201);
        create(tenant, METER).statusCode(409).body("code", equalTo("meter-exists"));
        create(Usage.newTenant(), METER).statusCode(201);
    }

    @Test
    void aMeterIsTheTenantsAlone() {
        String stranger = Usage.newTenant();
        String id = create(tenant, METER).statusCode(201).extract().path("id");
        ingest(tenant, event("1", "s", "2024-03-01T00:00:00Z", "{\"tokens\":1}"))
                .statusCode(204);

        for (String path : List.of("/api/v1/meters/" + id, "/api/v1/meters/" + id + "/query?tenant=" + stranger)) {
            String own = as(stranger).get(path).then().statusCode(404).extract().asString();
            assertThat(own)
                    .isEqualTo(as(stranger)
                            .get(path.replace(id, "mtr_0"))
                            .asString()
                            .replace("mtr_0", id));
        }
        for (String path : List.of("/api/v1/meters", "/api/v1/events", "/api/v1/meters/" + id + "/query")) {
            as(stranger)
                    .get(path + "?tenant=" + tenant)
                    .then()
                    .statusCode(400)
                    .body("detail", equalTo("tenant is not the tenant of the token, " + stranger + ": leave it out"));
        }
        for (String path : List.of("/api/v1/meters", "/api/v1/events?tenant=" + stranger)) {
            as(stranger).get(path).then().statusCode(200).body("", hasSize(0));
        }
        for (String path : List.of("/api/v1/events?from=", "/api/v1/meters/" + id + "/query?to=")) {
            as(tenant).get(path).then().statusCode(400).body("detail", containsString("or be left out"));
        }

        String asked = "/api/v1/meters/tokens_total/query?tenant=" + tenant;
        for (String token : List.of(TestTokens.operator(), TestTokens.auditor(), TestTokens.tenant(tenant))) {
            given().auth().oauth2(token).get(asked).then().statusCode(200).body("data[0].value", equalTo(1));
        }
        given().auth()
                .oauth2(TestTokens.operator())
                .get("/api/v1/meters")
                .then()
                .statusCode(400);
        given().auth()
                .oauth2(TestTokens.auditor())
                .delete(asked.replace("/query", ""))
                .then()
                .statusCode(403);
        given().auth()
                .oauth2(TestTokens.tenant(tenant))
                .contentType(Meters.BATCH)
                .body("[]")
                .post("/api/v1/events")
                .then()
                .statusCode(403);
    }

    @Test
    void readsEventsThatCameBeforeIt() {
        ingest(
                        tenant,
                        event("1", "a", "2024-03-01T00:00:00Z", "{\"tokens\":\"0.1\",\"model\":\"large\"}"),
                        event("2", "b", "2024-03-01T00:00:00Z", "{\"tokens\":0.2,\"model\":\"small\"}"),
                        event("1", "a", "2024-03-01T00:00:00Z", "{\"model\":\"large\",\"tokens\":\"0.1\"}"))
                .statusCode(204);
        create(tenant, METER).statusCode(201);

        query(tenant, "tokens_total", "")
                .statusCode(200)
                .body("data", hasSize(1))
                .body("data[0].valueExact", equalTo("0.3"))
                .body("data[0].windowStart", equalTo("2024-03-01T00:00:00Z"))
                .body("data[0].windowEnd", equalTo("2024-03-01T00:01:00Z"))
                .body("data[0].containsKey('subject')", equalTo(true))
                .body("data[0].subject", nullValue())
                .body("data[0].groupBy", equalTo(Map.of()))
                .body("unreadableEvents", equalTo(0));
        assertThat(query(tenant, "tokens_total", "").extract().asString()).contains("\"value\":0.3,");
    }

    @Test
    void takesBracketsAsTheyStandAndPercentEncoded() {
        create(tenant, METER).statusCode(201);
        ingest(
                        tenant,
                        event("1", "a", "2024-03-01T00:00:00Z", "{\"tokens\":1,\"model\":\"large\"}"),
                        event("2", "b", "2024-03-01T00:00:00Z", "{\"tokens\":2,\"model\":\"så små\"}"),
                        event("3", "c", "2024-03-01T00:00:00Z", "{\"tokens\":4}"))
                .statusCode(204);

        assertThat(figures(tenant, "tokens_total", "?filterGroupBy[model]=large"))
                .containsExactly("1");
        assertThat(figures(tenant, "tokens_total", "?filterGroupBy[model]=s%C3%A5%20sm%C3%A5"))
                .containsExactly("2");
        assertThat(figures(tenant, "tokens_total", "?filterGroupBy%5Bmodel%5D=large"))
                .containsExactly("1");
        assertThat(figures(tenant, "tokens_total", "?filterGroupBy[model]=large&filterGroupBy[type]=x"))
                .isEmpty();
        assertThat(figures(tenant, "tokens_total", "?subject=a&subject=c")).containsExactly("1", "4");
        query(tenant, "tokens_total", "?groupBy=model")
                .body("data.groupBy.model", equalTo(Arrays.asList("large", "så små", null)))
                .body("data[2].groupBy.containsKey('model')", equalTo(true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?windowSize=WEEK                                                | /windowSize
            ?windowSize=DAY&windowTimeZone=Mars                             | /windowTimeZone
            ?from=yesterday                                                 | from
            ?from=2024-03-01T00:00:00                                       | from
            ?from=2024-03-01T00:00:00Z&to=2024-03-01T00:00:00Z              | /to
            ?groupBy=colour                                                 | /groupBy
            ?filterGroupBy[colour]=red                                      | /filterGroupBy
            ?filterGroupBy=red                                              | filterGroupBy
            ?filterCustomerId=1                                             | filterCustomerId
            ?advancedMeterGroupByFilters=%7B%7D                             | advancedMeterGroupByFilters
            ?windowsize=DAY                                                 | windowsize
            """)
    void refusesAQuestionThatIsWrong(String parameters, String pointer) {
        create(tenant, METER).statusCode(201);

        query(tenant, "tokens_total", parameters)
                .statusCode(400)
                .header("Content-Type", "application/problem+json")
                .body("code", equalTo("invalid-query"))
                .body("errors[0].pointer", equalTo(pointer));
    }

    @Test
    void answersInCsvToWhomAsks() {
        create(tenant, METER).statusCode(201);
        ingest(
                        tenant,
                        event("1", "a \\\"1\\\"", "2024-03-01T00:00:00Z", "{\"tokens\":1.50,\"model\":\"large, old\"}"),
                        event("2", "b", "2024-03-01T00:00:00Z", "{\"tokens\":\"x\"}"),
                        event("3", "b", "2024-03-01T00:00:00Z", "{\"tokens\":2}"))
                .statusCode(204);
        String question = "?windowSize=DAY&windowTimeZone=Europe/Oslo&groupBy=subject&groupBy=model";

        as(tenant)
                .accept("text/csv")
                .get("/api/v1/meters/tokens_total/query" + question)
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .header("Content-Disposition", "attachment; filename=\"tokens_total.csv\"")
                .header("Unreadable-Events", "1")
                .body(equalTo("window_start,window_end,subject,model,value\r\n"
                        + "2024-02-29T23:00:00Z,2024-03-01T23:00:00Z,\"a \"\"1\"\"\",\"large, old\",1.5\r\n"
                        + "2024-02-29T23:00:00Z,2024-03-01T23:00:00Z,b,,2\r\n"));
        as(tenant)
                .accept("text/csv")
                .contentType("application/json")
                .body("{}")
                .post("/api/v1/meters/tokens_total/query")
                .then()
                .statusCode(200)
                .body(startsWith("window_start,window_end,subject,value\r\n"));
        as(tenant)
                .header("Accept", "text/html, */*;q=0.1")
                .get("/api/v1/meters/tokens_total/query")
                .then()
                .statusCode(200)
                .contentType("application/json");
        as(tenant)
                .accept("text/csv")
                .get("/api/v1/meters/nothing/query")
                .then()
                .statusCode(404)
                .header("Content-Type", "application/problem+json");
        as(tenant)
                .accept("image/png")
                .get("/api/v1/meters/tokens_total/query")
                .then()
                .statusCode(406)
                .header("Content-Type", "application/problem+json");
    }

    @Test
    void takesAQuestionInABody() {
        create(tenant, METER).statusCode(201);
        ingest(
                        tenant,
                        event("1", "a", "2024-03-01T00:00:00Z", "{\"tokens\":1,\"model\":\"large\",\"type\":\"in\"}"),
                        event("2", "a", "2024-03-31T00:59:59.999999Z", "{\"tokens\":2,\"model\":\"small\"}"),
                        event("3", "a", "2024-03-31T01:00:00Z", "{\"tokens\":4,\"model\":\"small\"}"),
                        event("4", "b", "2024-03-31T00:00:00Z", "{\"tokens\":8,\"model\":\"huge\"}"))
                .statusCode(204);

        as(tenant)
                .contentType("application/json")
                .accept("application/json")
                .body("""
                        {"clientId":"c","from":"2024-03-01T00:00:00.000Z","to":"2024-03-31T01:00:00.000Z",
                         "windowSize":"MONTH","windowTimeZone":"Europe/Oslo","subject":["a","b"],
                         "filterGroupBy":{"model":["large","small"]},"filterCustomerId":[],"groupBy":["model"]}""")
                .post("/api/v1/meters/tokens_total/query")
                .then()
                .statusCode(200)
                .body("from", equalTo("2024-03-01T00:00:00Z"))
                .body("windowSize", equalTo("MONTH"))
                .body("data.valueExact", equalTo(List.of("1", "2")))
                .body("data.subject", equalTo(List.of("a", "a")))
                .body("data.groupBy.model", equalTo(List.of("large", "small")))
                .body("data[0].windowStart", equalTo("2024-02-29T23:00:00Z"))
                .body("data[0].windowEnd", equalTo("2024-03-31T22:00:00Z"));
    }

    @Test
    void aValueThatCannotBeReadIsShownAndCountedAndNeverZero() {
        create(tenant, METER).statusCode(201);
        String[] unreadable = {
            "{}",
            "{\"tokens\":null}",
            "{\"tokens\":\"many\"}",
            "{\"tokens\":[1]}",
            "null",
            "{\"tokens\":1e38}",
            "{\"tokens\":\"007\"}",
            "{\"tokens\":\"NaN\"}",
            "{\"tokens\":true}",
            "{\"tokens\":1e-39}"
        };
        for (int i = 0; i < unreadable.length; i++) {
            ingest(tenant, event("bad-" + i, "s", "2024-03-01T00:00:00Z", unreadable[i]))
                    .statusCode(204);
        }

        query(tenant, "tokens_total", "")
                .statusCode(200)
                .body("data", hasSize(0))
                .body("unreadableEvents", equalTo(unreadable.length));
        as(tenant)
                .get("/api/v1/events")
                .then()
                .statusCode(200)
                .body("", hasSize(unreadable.length))
                .body(
                        "validationError.unique()",
                        equalTo(List.of("no value that counts for the meter tokens_total at $.tokens")));
        create(tenant, "counted", "COUNT");
        assertThat(figures(tenant, "counted", "")).containsExactly(Integer.toString(unreadable.length));
    }

    @Test
    void showsEventsThatNoMeterReads() {
        ingest(
                        tenant,
                        event("1", "a", "2024-03-01T00:00:00.123456789Z", "{\"b\":[1.50,{\"c\":null}],\"a\":\"å\"}"),
                        "{\"id\":\"2\",\"source\":\"app\",\"type\":\"other\",\"specversion\":\"1.0\"}")
                .statusCode(204);

        as(tenant)
                .get(
                        "/api/v1/events?id=1&subject=a&from=2024-03-01T00:00:00Z&to=2024-03-02T00:00:00Z&limit=10&clientId=c")
                .then()
                .statusCode(200)
                .body("", hasSize(1))
                .body("[0].event.time", equalTo("2024-03-01T00:00:00.123456Z"))
                .body("[0].event.data.a", equalTo("å"))
                .body("[0].event.data.b[1].containsKey('c')", equalTo(true))
                .body("[0].validationError", equalTo("no meter reads events of the type prompt"));
        as(tenant)
                .get("/api/v1/events?id=2")
                .then()
                .body("[0].event.containsKey('data')", equalTo(false))
                .body("[0].event.containsKey('subject')", equalTo(false))
                .body("[0].event.type", equalTo("other"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=1001", "from=now", "ingestedAtTo=2024-03-01", "id=%00", "customerId=1"})
    void refusesAListThatIsAskedForWrongly(String parameter) {
        as(tenant)
                .get("/api/v1/events?" + parameter)
                .then()
                .statusCode(400)
                .header("Content-Type", "application/problem+json")
                .body("detail", containsString(parameter.substring(0, parameter.indexOf('='))));
    }
}
