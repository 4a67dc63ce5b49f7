package io.wattledger.pricing;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Preliminary and final values, rates and carbon factors as they were known, and days by their completeness. */
@QuarkusTest
@WithSuite
class ValueStateTest {

    private static final String PORTAL = "SYNTH_nordpool_dataportal_2026-10-25_NO4_Preliminary.json";

    @Test
    void aFinalPriceReplacesAPreliminaryOneAndIsNeverReplacedByOne() {
        put(TestCatalog.norway("v"));
        String preliminary = new String(SharedFiles.feed(PORTAL), StandardCharsets.UTF_8);
        String reading = "{\"format\":\"nordpool-dataportal\",\"series\":\"NO4-v\"}";
        upload("p.json", preliminary, reading)
                .statusCode(201)
                .body("indices[0].added", equalTo(100))
                .body("indices[0].preliminary", equalTo(100));
        completeness("/price-series/NO4-v", "2026-10-24", "2026-10-25")
                .body("items.state", contains("missing", "preliminary"))
                .body("items[0].expected", equalTo(96))
                .body("items[0].missing[0].start", equalTo("2026-10-23T22:00:00Z"))
                .body("items[0].missing[0].end", equalTo("2026-10-24T22:00:00Z"))
                .body("items[1].known", equalTo(100))
                .body("items[1].preliminary", equalTo(100))
                .body("items[1].missing", hasSize(0));
        Instant between = Instant.now();
        // Made earlier by its publisher, but final: one price differs, the others are only confirmed.
        String last = preliminary
                .replace("Preliminary", "Final")
                .replace("2026-10-24T11:00:12", "2026-10-24T10:00:00")
                .replaceFirst("\"NO4\": 4.1", "\"NO4\": 4.2");
        upload("f.json", last, reading).statusCode(201).body("indices[0].changed", equalTo(100));
        upload("p2.json", preliminary.replace("\"version\": 2", "\"version\": 9"), reading)
                .statusCode(201)
                .body("indices[0].changed", equalTo(0));
        points("/price-series/NO4-v/points", between.toString())
                .body("items[0].state", equalTo("preliminary"))
                .body("items[0].price", equalTo("4.1"))
                .body("items[0].revision", equalTo(1));
        points("/price-series/NO4-v/points", null)
                .body("items[0].state", equalTo("final"))
                .body("items[0].price", equalTo("4.2"))
                .body("items[0].revision", equalTo(2))
                .body("items[1].state", equalTo("final"));
        completeness("/price-series/NO4-v", "2026-10-25", "2026-10-25").body("items.state", contains("final"));
    }

    /** Sending all files again, in whatever order, takes no correction back. */
    @Test
    void aDocumentThatIsSentAgainChangesNothingUnlessItShallStandAgain() {
        put(TestCatalog.norway("resent"));
        String reading =
                "{\"format\":\"csv\",\"series\":\"NO4-resent\",\"columns\":{\"start\":\"start\",\"price\":\"price\"}}";
        String right = "start,price\n2026-10-25T10:00:00Z,50\n2026-10-25T10:15:00Z,60\n";
        upload("right.csv", right, reading).statusCode(201).body("indices[0].added", equalTo(2));
        upload("wrong.csv", right.replace(",50", ",500"), reading)
                .statusCode(201)
                .body("indices[0].changed", equalTo(1));
        Instant between = Instant.now();
        upload("right.csv", right, reading)
                .statusCode(200)
                .body("indices[0].alreadyKnown", equalTo(true))
                .body("indices[0].changed", equalTo(0));
        points("/price-series/NO4-resent/points", null)
                .body("items.price", contains("500", "60"))
                .body("items.revision", contains(2, 1));
        uploadAgain("right.csv", right, reading)
                .statusCode(201)
                .body("indices[0].alreadyKnown", equalTo(false))
                .body("indices[0].added", equalTo(0))
                .body("indices[0].changed", equalTo(1));
        points("/price-series/NO4-resent/points", between.toString()).body("items.price", contains("500", "60"));
        String document = Sha256.hex(right.getBytes(StandardCharsets.UTF_8));
        points("/price-series/NO4-resent/points", null)
                .body("items.price", contains("50", "60"))
                .body("items.revision", contains(3, 1))
                .body("items.document", contains(document, document));
        uploadAgain("right.csv", right, reading)
                .statusCode(200)
                .body("indices[0].alreadyKnown", equalTo(true))
                .body("indices[0].changed", equalTo(0));
        points("/price-series/NO4-resent/points", null).body("items.revision", contains(3, 1));
    }

    /** R5: who says when it was made keeps its place in the order, however often it is sent. */
    @Test
    void aDocumentWithAStampThatIsSentAgainChangesNothing() {
        put(TestCatalog.norway("t"));
        String reading = "{\"format\":\"entsoe-a44\",\"series\":\"NO4-t\"}";
        String first = document("SYNTH_A44_NO4_2026-10-25_PT15M_A03_100slots.xml");
        upload("1.xml", first, reading).statusCode(201).body("indices[0].added", equalTo(100));
        upload("2.xml", document("SYNTH_A44_NO4_2026-10-25_PT15M_A03_revision2.xml"), reading)
                .statusCode(201)
                .body("indices[0].alreadyKnown", equalTo(false));
        List<String> prices =
                points("/price-series/NO4-t/points", null).extract().path("items.price");
        upload("1.xml", first, reading).statusCode(200).body("indices[0].alreadyKnown", equalTo(true));
        uploadAgain("1.xml", first, reading).statusCode(200).body("indices[0].alreadyKnown", equalTo(true));
        upload("1.xml", first + "\n", reading).statusCode(201).body("indices[0].changed", equalTo(0));
        points("/price-series/NO4-t/points", null).body("items.price", equalTo(prices));
    }

    @Test
    void aRateIsKnownFromTheMomentItWasReceived() {
        put(TestCatalog.norway("w"));
        String reading =
                "{\"format\":\"exchange-rate-csv\",\"columns\":{\"date\":\"date\",\"rates\":{\"EURNOK-w\":\"nok\"}}}";
        upload("r1.csv", "date,nok\n2026-10-23,11.5\n", reading).statusCode(201);
        Instant between = Instant.now();
        upload("r2.csv", "date,nok\n2026-10-23,11.6\n", reading).statusCode(201);
        String path = "/exchange-rates/EURNOK-w/rates";
        given().auth()
                .oauth2(TestTokens.auditor())
                .queryParam("from", "2026-10-23")
                .queryParam("to", "2026-10-23")
                .queryParam("knownAt", between.toString())
                .get("/api/v1" + path)
                .then()
                .statusCode(200)
                .body("items.rate", contains("11.5"));
        given().auth()
                .oauth2(TestTokens.auditor())
                .queryParam("from", "2026-10-23")
                .queryParam("to", "2026-10-23")
                .get("/api/v1" + path)
                .then()
                .body("items.rate", contains("11.6"))
                .body("items.revision", contains(2));
        upload("r1.csv", "date,nok\n2026-10-23,11.5\n", reading).statusCode(200);
        uploadAgain("r1.csv", "date,nok\n2026-10-23,11.5\n", reading).statusCode(201);
        given().auth()
                .oauth2(TestTokens.auditor())
                .queryParam("from", "2026-10-23")
                .queryParam("to", "2026-10-23")
                .get("/api/v1" + path)
                .then()
                .body("items.rate", contains("11.5"))
                .body("items.revision", contains(3));
    }

    @Test
    void carbonFactorsAreAnIndexOfTheirOwn() {
        put("""
            {"catalog": 1, "carbonSeries": [{"id": "GB-carbon", "zone": "GB", "resolution": "PT30M",
             "publisher": "NESO", "timeZone": "Europe/London"}]}
            """);
        String json = new String(SharedFiles.feed("SYNTH_neso_carbon_intensity.json"), StandardCharsets.UTF_8);
        String reading = "{\"format\":\"neso-carbon\",\"series\":\"GB-carbon\"}";
        upload("c.json", json, reading).statusCode(201).body("indices[0].added", equalTo(2));
        upload("c2.json", json.replace("\"actual\": null", "\"actual\": 158"), reading)
                .statusCode(201)
                .body("indices[0].changed", equalTo(1));
        given().auth()
                .oauth2(TestTokens.auditor())
                .queryParam("from", "2026-11-12T00:00:00Z")
                .queryParam("to", "2026-11-13T00:00:00Z")
                .get("/api/v1/carbon-series/GB-carbon/points")
                .then()
                .statusCode(200)
                .body("items.gramsPerKwh", contains("149", "158"))
                .body("items.state", contains("final", "final"));
        completeness("/carbon-series/GB-carbon", "2026-11-12", "2026-11-12")
                .body("items[0].expected", equalTo(48))
                .body("items[0].known", equalTo(2))
                .body("items[0].state", equalTo("partial"));
        upload("d.json", json.replace("149", "1e400"), reading)
                .statusCode(422)
                .body("detail", containsString("/data/0/intensity/actual"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "yes", "True", ""})
    void whetherItShallStandAgainIsTrueOrFalse(String again) {
        send(form("a.xml", "<a/>", "{}").multiPart("again", again))
                .statusCode(400)
                .body("code", equalTo("malformed-request"))
                .body("errors[0].pointer", equalTo("again"));
    }

    private static String document(String name) {
        return new String(SharedFiles.synthetic(name), StandardCharsets.UTF_8);
    }

    private static void put(String catalog) {
        given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body(catalog)
                .put("/api/v1/catalog")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse upload(String name, String text, String reading) {
        return send(form(name, text, reading));
    }

    private static ValidatableResponse uploadAgain(String name, String text, String reading) {
        return send(form(name, text, reading).multiPart("again", "true"));
    }

    private static RequestSpecification form(String name, String text, String reading) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .multiPart("file", name, text.getBytes(StandardCharsets.UTF_8), "application/octet-stream")
                .multiPart("reading", reading);
    }

    private static ValidatableResponse send(RequestSpecification form) {
        return form.post("/api/v1/price-documents").then();
    }

    private static ValidatableResponse points(String path, @Nullable String knownAt) {
        var request = given().auth()
                .oauth2(TestTokens.auditor())
                .queryParam("from", "2026-10-24T22:00:00Z")
                .queryParam("to", "2026-10-25T23:00:00Z");
        if (knownAt != null) {
            request.queryParam("knownAt", knownAt);
        }
        return request.get("/api/v1" + path).then().statusCode(200);
    }

    private static ValidatableResponse completeness(String path, String from, String to) {
        return given().auth()
                .oauth2(TestTokens.auditor())
                .queryParam("from", from)
                .queryParam("to", to)
                .get("/api/v1" + path + "/completeness")
                .then()
                .statusCode(200);
    }
}
