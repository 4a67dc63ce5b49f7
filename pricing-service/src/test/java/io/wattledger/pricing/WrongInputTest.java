package io.wattledger.pricing;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.pricing.feed.Documents;
import io.wattledger.pricing.flow.CatalogBook;
import io.wattledger.pricing.flow.VersionId;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The wrong inputs that issue 4 names, each with a refusal of its own. More damages of documents are in {@link
 * io.wattledger.pricing.feed.EntsoeA44RefusalTest}, more of catalogs in {@link RefusalTest}, more of drafts in {@link
 * io.wattledger.pricing.flow.FourEyesTest}.
 */
@QuarkusTest
@WithSuite
class WrongInputTest {

    private static final String START = "2026-11-11T23:00Z";
    private static final String END = "2026-11-12T00:00Z";
    private static final String SOUND = Documents.period("A01", "PT15M", START, END, "1=1.5", "2=2", "3=3", "4=4");

    @Inject
    TenantScope scope;

    @Inject
    CatalogBook book;

    /**
     * A wrong document.
     *
     * @param code of its refusal
     * @param document what is uploaded
     * @param detail what the refusal must say
     */
    private record WrongDocument(String code, String document, String detail) {
        @Override
        public String toString() {
            return code;
        }
    }

    static Stream<WrongDocument> wrongDocuments() {
        return Stream.of(
                new WrongDocument(
                        "price-document-first-position-missing",
                        synthetic("SYNTH_A44_NO4_2026-11-12_first_position_missing.xml"),
                        "position '1': is missing"),
                new WrongDocument(
                        "price-document-two-values",
                        Documents.period("A01", "PT15M", START, END, "1=1.5", "1=1.6"),
                        "position 1 already has the value 1.5"),
                new WrongDocument(
                        "price-document-other-zone",
                        SOUND.replace("10YNO-4--------9", "10YNO-1--------2"),
                        "is zone NO1, but series NO4-wrong is of zone NO4"),
                new WrongDocument(
                        "price-document-other-currency",
                        SOUND.replace("EUR", "NOK"),
                        "currency_Unit.name 'NOK': series NO4-wrong is in EUR"),
                new WrongDocument(
                        "price-document-resolution-not-named",
                        SOUND.replace("<resolution>PT15M</resolution>", ""),
                        "resolution: is missing"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongDocuments")
    void aWrongDocumentIsRefusedAndNothingOfItStored(WrongDocument wrong) {
        put(TestCatalog.norway("wrong")).statusCode(200);
        upload("wrong", wrong.document())
                .statusCode(422)
                .body("code", equalTo(wrong.code()))
                .body("detail", containsString("wrong.xml:"))
                .body("detail", containsString(wrong.detail()));
        points("wrong").body("items", hasSize(0));
    }

    @Test
    void aHoleInA01IsTakenInAsAHoleAndNamed() {
        put(TestCatalog.norway("hole")).statusCode(200);
        upload("hole", synthetic("SYNTH_A44_NO4_2026-11-12_A01_with_hole.xml"))
                .statusCode(201)
                .body("indices[0].stated", equalTo(94));
        given().auth()
                .oauth2(TestTokens.auditor())
                .queryParam("from", "2026-11-12")
                .queryParam("to", "2026-11-12")
                .get("/api/v1/price-series/NO4-hole/completeness")
                .then()
                .statusCode(200)
                .body("items[0].state", equalTo("partial"))
                .body("items[0].expected", equalTo(96))
                .body("items[0].known", equalTo(94))
                .body("items[0].missing.start", equalTo(List.of("2026-11-12T09:00:00Z")))
                .body("items[0].missing.end", equalTo(List.of("2026-11-12T09:30:00Z")));
    }

    /**
     * A wrong catalog.
     *
     * @param code of its refusal
     * @param right a part of the sound catalog
     * @param wrong what stands in its place
     * @param pointer where the refusal must point
     */
    private record WrongCatalog(String code, String right, String wrong, String pointer) {
        @Override
        public String toString() {
            return code;
        }
    }

    static Stream<WrongCatalog> wrongCatalogs() {
        String second = "\"versions\": [{\"validFrom\": \"2027-01-01\", \"components\": [{\"id\": \"gpu-time\","
                + " \"kind\": \"gpu-hour\", \"description\": \"GPU time\","
                + " \"prices\": [{\"sku\": \"sku-new\", \"pricePerGpuHour\": \"21.00\"}]}]}, {\"validTo\": \"DAY\",";
        return Stream.of(
                new WrongCatalog(
                        "zone-mismatch",
                        "\"zone\": \"NO4\"",
                        "\"zone\": \"NO1\"",
                        "/tariffs/0/versions/0/components/1/sites/0/series"),
                new WrongCatalog(
                        "currency-mismatch",
                        "\"exchangeRate\": \"EURNOK-new\",",
                        "",
                        "/tariffs/0/versions/0/components/1/sites/0"),
                new WrongCatalog(
                        "tariff-gap",
                        "\"versions\": [{",
                        second.replace("DAY", "2026-12-31"),
                        "/tariffs/0/versions/1/validTo"),
                new WrongCatalog(
                        "tariff-overlap",
                        "\"versions\": [{",
                        second.replace("DAY", "2027-01-02"),
                        "/tariffs/0/versions/1/validTo"),
                new WrongCatalog(
                        "resolution-not-named", "\"resolution\": \"PT15M\",", "", "/priceSeries/0/resolution"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongCatalogs")
    void aWrongCatalogIsRefusedAndNothingOfItStored(WrongCatalog wrong) {
        put(TestCatalog.norway("new").replace(wrong.right(), wrong.wrong()))
                .statusCode(422)
                .body("code", equalTo(wrong.code()))
                .body("errors.pointer", equalTo(List.of(wrong.pointer())));
        given().auth()
                .oauth2(TestTokens.auditor())
                .get("/api/v1/tariffs/tariff-new/versions")
                .then()
                .statusCode(404);
    }

    @Test
    void aChangeToASealedVersionIsRefusedWithTariffVersionSealed() {
        put(TestCatalog.norway("sealed")).statusCode(200);
        scope.inTransactionDo(
                List.of(TenantScope.NO_TENANT),
                connection -> book.markUsed(
                        Set.of(new VersionId("tariff-sealed", LocalDate.parse("2026-01-01"))),
                        Instant.parse("2026-02-01T00:00:00Z")));
        put(TestCatalog.norway("sealed", "19.00"))
                .statusCode(409)
                .body("code", equalTo("tariff-version-sealed"))
                .body("errors.pointer", equalTo(List.of("/tariffs/0/versions/0")));
    }

    @Test
    void aPersonWhoApprovesTheirOwnDraftIsRefusedWithDraftOfOnePerson() {
        put(TestCatalog.norway("own")).statusCode(200);
        String draft = "/api/v1/tariff-drafts/"
                + given().auth()
                        .oauth2(TestTokens.operator("ann"))
                        .contentType(ContentType.JSON)
                        .body("""
                                {"tariff": "tariff-own", "version": {"validFrom": "2027-01-01", "components": [
                                  {"id": "gpu-time", "kind": "gpu-hour", "description": "GPU time",
                                   "prices": [{"sku": "sku-own", "pricePerGpuHour": "21.00"}]}]}}
                                """)
                        .post("/api/v1/tariff-drafts")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id");
        String tag = given().auth()
                .oauth2(TestTokens.operator("ann"))
                .get(draft + "/diff")
                .header("ETag");
        given().auth()
                .oauth2(TestTokens.operator("ann"))
                .header("If-Match", tag)
                .post(draft + "/approval")
                .then()
                .statusCode(403)
                .body("code", equalTo("draft-of-one-person"));
        given().auth()
                .oauth2(TestTokens.auditor())
                .get("/api/v1/tariffs/tariff-own/versions")
                .then()
                .body("versions.validFrom", equalTo(List.of("2026-01-01")))
                .body("steps.action", hasItem("drafted"));
    }

    private static ValidatableResponse put(String catalog) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body(catalog)
                .put("/api/v1/catalog")
                .then();
    }

    private static ValidatableResponse upload(String suffix, String document) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .multiPart(
                        "file", suffix + ".xml", document.getBytes(StandardCharsets.UTF_8), "application/octet-stream")
                .multiPart("reading", "{\"format\":\"entsoe-a44\",\"series\":\"NO4-" + suffix + "\"}")
                .post("/api/v1/price-documents")
                .then();
    }

    private static ValidatableResponse points(String suffix) {
        return given().auth()
                .oauth2(TestTokens.auditor())
                .queryParam("from", "2026-11-01T00:00:00Z")
                .queryParam("to", "2026-12-01T00:00:00Z")
                .get("/api/v1/price-series/NO4-" + suffix + "/points")
                .then()
                .statusCode(200);
    }

    private static String synthetic(String name) {
        return new String(SharedFiles.synthetic(name), StandardCharsets.UTF_8);
    }
}
