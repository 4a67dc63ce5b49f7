package io.wattledger.pricing;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is negotiated and how available sites were, listed page by page; a tenant sees its own. */
@QuarkusTest
@WithSuite
class NegotiatedListTest {

    private static final String OVERRIDES = "/api/v1/tariff-overrides";
    private static final String AVAILABILITY = "/api/v1/site-availability";

    @BeforeEach
    void apply() {
        String sound = TestCatalog.norway("neg");
        given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body(sound.substring(0, sound.lastIndexOf('}'))
                        + """
                        , "tariffOverrides": [%s, %s, %s], "availability": [
                          {"site": "site-neg", "month": "2026-03", "percent": "99.50"},
                          {"site": "site-neg", "month": "2026-02", "percent": "99.90"}]}
                        """.formatted(override("neg-a", "one"), override("neg-b", "one"), override("neg-b", "two")))
                .put("/api/v1/catalog")
                .then()
                .statusCode(200);
    }

    private static String override(String tenant, String id) {
        // The two of one tenant follow each other, since they replace the same component.
        String from = id.equals("one") ? "2026-03-01T00:00:00Z" : "2026-04-01T00:00:00Z";
        String to = id.equals("one") ? "2026-04-01T00:00:00Z" : "2026-05-01T00:00:00Z";
        return """
                {"id": "%s", "tenant": "%s", "tariff": "tariff-neg", "validFrom": "%s", "validTo": "%s", "components": [
                  {"id": "gpu-time", "kind": "gpu-hour", "description": "GPU time",
                   "prices": [{"sku": "sku-neg", "pricePerGpuHour": "18.00"}]}]}
                """.formatted(id, tenant, from, to);
    }

    @Test
    void listsWhatIsNegotiatedPageByPage() {
        Map<String, String> ofTariff = Map.of("tariff", "tariff-neg", "limit", "2");
        String cursor = get(TestTokens.auditor(), OVERRIDES, ofTariff)
                .body("items.tenant", contains("neg-a", "neg-b"))
                .body("items.id", contains("one", "one"))
                .body("items[0].sealed", equalTo(false))
                .body("items[0].components[0].prices[0].pricePerGpuHour", equalTo("18.00"))
                .body("nextCursor", notNullValue())
                .extract()
                .path("nextCursor");
        get(TestTokens.auditor(), OVERRIDES, Map.of("tariff", "tariff-neg", "limit", "2", "cursor", cursor))
                .body("items.tenant", contains("neg-b"))
                .body("items.id", contains("two"))
                .body("items.validTo", contains("2026-05-01T00:00:00Z"))
                .body("nextCursor", nullValue());
        get(TestTokens.operator(), OVERRIDES, Map.of("tenant", "neg-a")).body("items.id", contains("one"));
        get(TestTokens.operator(), OVERRIDES, Map.of("tariff", "none")).body("items", empty());
    }

    @Test
    void aTenantSeesItsOwnWhateverItAsksFor() {
        get(TestTokens.tenant("neg-b"), OVERRIDES, Map.of("tenant", "neg-a"))
                .body("items.tenant", contains("neg-b", "neg-b"));
        get(TestTokens.tenant("neg-c"), OVERRIDES, Map.of()).body("items", empty());
        given().auth()
                .oauth2(TestTokens.tenant("neg-b"))
                .get(AVAILABILITY)
                .then()
                .statusCode(403);
    }

    @Test
    void listsHowAvailableSitesWere() {
        String cursor = get(TestTokens.auditor(), AVAILABILITY, Map.of("site", "site-neg", "limit", "1"))
                .body("items.month", contains("2026-02"))
                .body("items.percent", contains("99.90"))
                .extract()
                .path("nextCursor");
        get(TestTokens.auditor(), AVAILABILITY, Map.of("site", "site-neg", "limit", "1", "cursor", cursor))
                .body("items.month", contains("2026-03"))
                .body("nextCursor", nullValue());
    }

    @ParameterizedTest
    @CsvSource({"limit, 0", "limit, 501", "cursor, %%%"})
    void aPageThatCannotBeMeantIsRefused(String parameter, String value) {
        for (String path : List.of(OVERRIDES, AVAILABILITY)) {
            given().auth()
                    .oauth2(TestTokens.auditor())
                    .queryParam(parameter, value)
                    .get(path)
                    .then()
                    .statusCode(422)
                    .body("code", equalTo("invalid"))
                    .body("errors.pointer", contains(parameter));
        }
    }

    /** Another price for 70 per cent is negotiated; a version that leaves 60 to it would come to 110 with that tenant. */
    @Test
    void aTariffIsCheckedWithWhatIsNegotiatedAboutIt() {
        String agreement = """
                {"id": "ppa", "kind": "ppa-share", "description": "PPA",
                 "sites": [{"site": "site-neg2", "sharePercent": "70", "pricePerMwh": "38"}]}""";
        String sound = TestCatalog.norway("neg2")
                .replace("\"marginPerMwh\": \"35.00\"", "\"sharePercent\": \"30\"")
                .replace("{\"id\": \"energy\"", agreement + ", {\"id\": \"energy\"");
        String override = """
                , "tariffOverrides": [{"id": "cheaper", "tenant": "neg-shares", "tariff": "tariff-neg2",
                  "validFrom": "2026-02-28T23:00:00Z", "components": [%s]}]}
                """.formatted(agreement.replace("38", "30"));
        put(sound.substring(0, sound.lastIndexOf('}')) + override).statusCode(200);

        String version = sound.substring(sound.indexOf("\"versions\": [") + 13, sound.lastIndexOf("]}]"));
        String later = version.replace("2026-01-01", "2027-01-01")
                .replace("\"70\"", "\"60\"")
                .replace("\"sharePercent\": \"30\"", "\"sharePercent\": \"40\"");
        put(sound.replace(version, version + ", " + later))
                .statusCode(422)
                .body("code", equalTo("catalog-invalid"))
                .body("errors.pointer", contains("/tariffs/0/versions/1"))
                .body(
                        "errors[0].detail",
                        equalTo(
                                "the shares of the energy at site site-neg2 come to 110 per cent; they must come to 100, or"
                                        + " part of it is charged never or twice; so it is with version 2027-01-01 of tariff"
                                        + " tariff-neg2 from 2026-12-31T23:00:00Z on, where 'cheaper' holds"));
        given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body("{\"tariff\": \"tariff-neg2\", \"version\": " + later + "}")
                .post("/api/v1/tariff-drafts")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/version"));
        put(sound.replace(
                        version,
                        version + ", " + later.replace("\"40\"", "\"30\"").replace("\"60\"", "\"70\"")))
                .statusCode(200);
    }

    private static ValidatableResponse put(String catalog) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body(catalog)
                .put("/api/v1/catalog")
                .then();
    }

    private static ValidatableResponse get(String token, String path, Map<String, String> parameters) {
        return given().auth()
                .oauth2(token)
                .queryParams(parameters)
                .get(path)
                .then()
                .statusCode(200);
    }
}
