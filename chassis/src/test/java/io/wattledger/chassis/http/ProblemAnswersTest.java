package io.wattledger.chassis.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithSuite
class ProblemAnswersTest {

    @TestHTTPResource
    URI address;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"amount":"-1"}           | 422 | invalid
            {"amount":"0"}            | 500 | internal-error
            {"amount":1.5}            | 400 | malformed-request
            {"amount":"1","more":"2"} | 400 | malformed-request
            {"amount":                | 400 | malformed-request
            """)
    void answersABadBodyWithAProblem(String body, int status, String code) {
        assertProblem(
                as(TestTokens.operator())
                        .contentType("application/json")
                        .body(body)
                        .post("/api/v1/samples"),
                status,
                code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"amount":"1","more":"2"}         | the member /more is not known here; known are [amount, day]
            {"amount":"1","a/b~c":"2"}        | the member /a~1b~0c is not known here; known are [amount, day]
            [1]                               | the body is missing or of the wrong type
            {"amount":"x"}                    | 'x' of the member /amount is no decimal number in quotes such as "12.50"
            {"amount":"1","day":"2026-02-30"} | '2026-02-30' of the member /day is no date such as 2026-10-31
            {"amount":"1","day":[1]}          | the member /day is missing or of the wrong type
            """)
    void saysWhatIsWrongWithAMember(String body, String detail) {
        assertThat(as(TestTokens.operator())
                        .contentType("application/json")
                        .body(body)
                        .post("/api/v1/samples")
                        .jsonPath()
                        .getString("detail"))
                .startsWith(detail);
    }

    @ParameterizedTest
    @CsvSource({"numbered?limit=abc", "paged?limit=abc", "numbered?limit=99999999999", "paged?limit=1.5"})
    void saysThatAParameterCannotBeRead(String path) {
        Response answer = as(TestTokens.operator()).get("/api/v1/samples/" + path);

        assertProblem(answer, 400, "malformed-request");
        assertThat(answer.jsonPath().getString("detail")).contains(path.substring(path.indexOf('=') + 1));
    }

    @ParameterizedTest
    @CsvSource({"dryRun=1", "dryRun", "dryRun=", "dryRun=yes", "dryRun=TRUE", "dryRun=true&dryRun=false"})
    void takesNothingButTrueForTrueAndFalseForFalse(String query) {
        Response answer = as(TestTokens.operator()).post("/api/v1/samples/dry?" + query);

        assertProblem(answer, 400, "malformed-request");
        assertThat(answer.jsonPath().getString("errors[0].pointer")).isEqualTo("dryRun");
        assertThat(as(TestTokens.operator())
                        .post("/api/v1/samples/dry?dryRun=true")
                        .asString())
                .isEqualTo("true");
        assertThat(as(TestTokens.operator())
                        .post("/api/v1/samples/dry?dryRun=false")
                        .asString())
                .isEqualTo("false");
        assertThat(as(TestTokens.operator()).post("/api/v1/samples/dry").asString())
                .isEqualTo("false");
    }

    /** The framework takes an empty filter for one that is left out, and of two values the first. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            numbered?limit=           | limit  | must have a value, or be left out
            numbered?limit=1&limit=2  | limit  | must be given once
            numbered?limit=1.0        | limit  | must be a whole number of at most nine digits
            chosen?site=              | site   | must have a value, or be left out
            chosen?site               | site   | must have a value, or be left out
            chosen?site=a&site=b      | site   | must be given once
            chosen?names=,%20,        | names  | must have a value, or be left out
            chosen?names=a&names=     | names  | must have a value, or be left out
            chosen?cursor=a&cursor=b  | cursor | must be given once
            """)
    void takesNoEmptyFilterForNoneAndNoneOfTwo(String path, String key, String rule) {
        Response answer = as(TestTokens.operator()).urlEncodingEnabled(false).get("/api/v1/samples/" + path);

        assertProblem(answer, 400, "malformed-request");
        assertThat(answer.jsonPath().getString("errors[0].pointer")).isEqualTo(key);
        assertThat(answer.jsonPath().getString("errors[0].detail")).isEqualTo(rule);
    }

    @Test
    void takesSeveralValuesWhereSeveralBelongAndAnEmptyCursorForTheFirstPage() {
        assertThat(as(TestTokens.operator())
                        .get("/api/v1/samples/chosen?site=x&names=a,b&names=c&cursor=")
                        .asString())
                .isEqualTo("x [a,b, c] null");
    }

    @ParameterizedTest
    @CsvSource({"gzip, 415", "'identity, br', 415", "identity, 200", "'', 200"})
    void unpacksNoBody(String encoding, int status) {
        Response answer = as(TestTokens.operator())
                .header("Content-Encoding", encoding)
                .contentType("application/json")
                .body("{\"amount\":\"1\"}")
                .post("/api/v1/samples");

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 415) {
            assertProblem(answer, 415, "unsupported-media-type");
            assertThat(answer.jsonPath().getString("detail")).contains(encoding);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", " null "})
    void refusesABodyThatIsMissingWhereOneIsNeeded(String body) {
        Response needed = as(TestTokens.operator())
                .contentType("application/json")
                .body(body)
                .post("/api/v1/samples");
        Response optional = as(TestTokens.operator())
                .contentType("application/json")
                .body(body)
                .post("/api/v1/samples/perhaps");

        assertProblem(needed, 400, "malformed-request");
        assertThat(needed.jsonPath().getString("detail")).isEqualTo("the body is missing");
        assertThat(optional.statusCode()).isEqualTo(200);
        assertThat(optional.asString()).isEqualTo("false");
    }

    @Test
    void asksForAnotherTryWhereOthersWorkOnTheSame() {
        assertProblem(as(TestTokens.operator()).post("/api/v1/samples/contended"), 503, "unavailable");
    }

    @Test
    void answersWhatTheFrameworkRefusesWithAProblemToo() {
        assertProblem(as(TestTokens.operator()).get("/api/v1/nowhere"), 404, "not-found");
        Response other = as(TestTokens.operator()).delete("/api/v1/samples");
        assertProblem(other, 405, "method-not-allowed");
        assertThat(other.jsonPath().getString("detail")).contains("OPTIONS lists those that are");
        assertThat(as(TestTokens.operator()).options("/api/v1/samples").header("Allow"))
                .contains("POST")
                .doesNotContain("DELETE");
        assertProblem(
                as(TestTokens.operator()).contentType("text/csv").body("x").post("/api/v1/samples"),
                415,
                "unsupported-media-type");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Accept       | ''                          | 200 |
            Accept       | ' '                         | 200 |
            Accept       | ', application/json,'       | 200 |
            Accept       | 'text/html, *; q=.2'        | 200 |
            Accept       | text/html                   | 406 | not-acceptable
            Accept       | json                        | 400 | malformed-request
            Accept       | 'application/json, /'       | 400 | malformed-request
            Accept       | application/json;q=much     | 400 | malformed-request
            Accept       | application/json;q=2        | 400 | malformed-request
            Content-Type | 'application/json '         | 200 |
            Content-Type | json                        | 415 | unsupported-media-type
            Content-Type | ;charset=utf-8              | 415 | unsupported-media-type
            """)
    void takesEmptyMediaTypesForNoneAndRefusesWhatIsNone(String header, String value, int status, @Nullable String code)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/api/v1/samples"))
                .header("Authorization", "Bearer " + TestTokens.operator())
                .setHeader("Content-Type", "application/json")
                .setHeader(header, value)
                .POST(HttpRequest.BodyPublishers.ofString("{\"amount\":\"1\"}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).contains(code == null ? "\"amount\":\"1\"" : "\"code\":\"" + code + "\"");
            if (status == 400 || status == 415) {
                assertThat(answer.body())
                        .contains("header " + header + " is no media type: send one such as application/json");
            }
        }
    }

    /** Whoever sends one would take it for having held. */
    @ParameterizedTest
    @CsvSource({
        "POST, dry, If-Match, false",
        "POST, dry, If-Unmodified-Since, false",
        "POST, conditional, If-Unmodified-Since, false",
        "POST, conditional, if-match, true",
        "GET, numbered, If-Match, true"
    })
    void refusesAConditionForAChangeThatIsNotLookedAt(String method, String path, String header, boolean isKnown) {
        Response answer = as(TestTokens.operator()).header(header, "\"7\"").request(method, "/api/v1/samples/" + path);

        if (isKnown) {
            assertThat(answer.statusCode()).isEqualTo(200);
        } else {
            assertProblem(answer, 400, "malformed-request");
            assertThat(answer.jsonPath().getString("errors[0].pointer")).isEqualTo(header);
            assertThat(answer.jsonPath().getString("detail")).contains("leave it out");
        }
    }

    /** The settings of the tests close what lies below the metrics, as an operator may close all of it. */
    @Test
    void figuresCanBeKeptFromAllButThoseWhoReadEverything() {
        String closed = "/q/metrics/closed";
        assertThat(given().get(closed).statusCode()).isEqualTo(401);
        assertThat(as(TestTokens.tenant("a")).get(closed).statusCode()).isEqualTo(403);
        assertThat(as(TestTokens.collector("a")).get(closed).statusCode()).isEqualTo(403);
        for (String token : List.of(TestTokens.auditor(), TestTokens.operator())) {
            as(token).get(closed).then().statusCode(200).body(containsString("wattledger_topic_unread_records"));
        }
        assertThat(given().get("/q/metrics").statusCode()).isEqualTo(200);
        assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"samples/", "samples/numbered/", "samples/numbered//", "samples/tenant/?limit=1", "nowhere/"})
    void knowsNoPathThatEndsWithASlash(String path) {
        assertProblem(as(TestTokens.operator()).urlEncodingEnabled(false).get("/api/v1/" + path), 404, "not-found");
    }

    /** The framework would take them for {@code samples/dry}: with an empty name in the path for what stands for all. */
    @ParameterizedTest
    @CsvSource({
        "samples//dry",
        "samples/./dry",
        "samples/%2e/dry",
        "samples/x/../dry",
        "samples/x/%2E./dry",
        "samples/dry/.",
        "samples/dry/%2e"
    })
    void knowsNoPathThatCouldBeAnother(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address.resolve("/api/v1/") + path))
                .header("Authorization", "Bearer " + TestTokens.operator())
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
            assertThat(answer.body()).contains("\"code\":\"not-found\"", "a segment that is empty, '.' or '..'");
        }
    }

    @Test
    void answersABodyThatIsTooLargeWithAProblem() {
        assertProblem(
                as(TestTokens.operator())
                        .contentType("application/json")
                        .body("{\"amount\":\"" + "1".repeat(70_000) + "\"}")
                        .post("/api/v1/samples"),
                413,
                "too-large");
    }

    /** The launcher names all tenants of a catalog in a query. */
    @Test
    void takesAQueryThatNamesTwentyThousandTenants() {
        String names =
                IntStream.range(0, 20_000).mapToObj("tenant-%07d"::formatted).collect(Collectors.joining(","));

        Response answer = as(TestTokens.operator()).queryParam("names", names).get("/api/v1/samples/chosen");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.asString()).isEqualTo("null [" + names + "] null");
    }

    /** Over HTTP/2 what a slow reader has not taken yet of a stream would pile up in memory. */
    @Test
    void speaksHttp1ToWhoeverPrefersHttp2() throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(address.resolve("/q/health")).build();

            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void asksForATokenAndForARole() {
        assertProblem(given().get("/api/v1/samples/tenant"), 401, "unauthenticated");
        assertProblem(as("not.a.token").get("/api/v1/samples/tenant"), 401, "unauthenticated");
        assertProblem(
                as(TestTokens.forAnotherAudience(Roles.TENANT, "a")).get("/api/v1/samples/tenant"),
                401,
                "unauthenticated");
        assertProblem(as(TestTokens.auditor()).get("/api/v1/samples/tenant"), 403, "forbidden");
        assertProblem(as(TestTokens.operator()).get("/api/v1/samples/tenant"), 403, "forbidden");
    }

    @Test
    void takesTheTenantFromTheToken() {
        as(TestTokens.tenant("a"))
                .get("/api/v1/samples/tenant")
                .then()
                .statusCode(200)
                .body("[0]", equalTo("a"));
    }

    /** The tables keep what is nobody's under the first of them, and the second is how the database is told several tenants. */
    @ParameterizedTest
    @ValueSource(strings = {"-", "a\u001fb", "a\n", "\u0000", " "})
    void knowsNoTenantThatIsNobodyOrSeveral(String tenant) {
        assertProblem(as(TestTokens.tenant(tenant)).get("/api/v1/samples/tenant"), 403, "forbidden");
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }

    private static void assertProblem(Response response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.contentType()).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(response.jsonPath().getString("code")).isEqualTo(code);
        assertThat(response.asString()).doesNotContain("secret").doesNotContain("Exception");
        assertThat(response.header("API-Version")).isEqualTo(ApiHeaders.API_VERSION);
    }
}
