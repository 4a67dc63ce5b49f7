package io.wattledger.pricing.flow;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.kafka.Outbox;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.WireJson;
import io.wattledger.pricing.TestCatalog;
import io.wattledger.pricing.catalog.CatalogForm;
import io.wattledger.pricing.ops.PricingConfig;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A tariff version is drafted by one person and put in force by another, who approves what was read and nothing else. */
@QuarkusTest
@WithSuite
class FourEyesTest {

    @Inject
    TenantScope scope;

    @Inject
    CatalogBook book;

    @Inject
    PriceBook prices;

    @Inject
    InputChanges changes;

    @Inject
    PutTariffInForce putInForce;

    @Inject
    TariffDrafts drafts;

    @Inject
    Outbox outbox;

    @Inject
    Clock clock;

    @Test
    void aSecondPersonApprovesWhatTheFirstOneDrafted() {
        catalog("f1");
        Response drafted = draft("f1", "2027-01-01", "21.50");
        String id = drafted.then().statusCode(201).extract().path("id");
        String draft = "/api/v1/tariff-drafts/" + id;
        assertThat(drafted.header("Location")).endsWith(draft);

        Response diff = as("bea").get(draft + "/diff");
        diff.then()
                .statusCode(200)
                .header("ETag", drafted.header("ETag"))
                .body("against", equalTo("2026-01-01"))
                .body("differences.member", hasItem("gpu-time / prices sku-f1 / pricePerGpuHour"))
                .body("text", equalTo("~ gpu-time / prices sku-f1 / pricePerGpuHour: 20.00 -> 21.50"));

        approve(id, "ann", diff.header("ETag")).statusCode(403).body("code", equalTo("draft-of-one-person"));
        approve(id, "bea", null).statusCode(428).body("code", equalTo("draft-not-read"));
        approve(id, "bea", "\"other\"").statusCode(412).body("code", equalTo("draft-changed"));
        history("f1").body("versions", hasSize(1));

        approve(id, "bea", diff.header("ETag")).statusCode(200).body("versions", contains("2026-01-01", "2027-01-01"));
        as("bea").get(draft).then().statusCode(404);
        history("f1")
                .body("versions.validFrom", contains("2026-01-01", "2027-01-01"))
                .body("versions[0].validTo", equalTo("2027-01-01"))
                .body("steps.action", contains("applied", "drafted", "approved"))
                .body("steps.person", contains("test-operator", "ann", "bea"))
                .body("steps[2].draft", equalTo(id));
    }

    @Test
    void whatWasReadBeforeAnotherVersionCameIsReadAgain() {
        catalog("f2");
        Response first = draft("f2", "2027-01-01", "21");
        Response second = draft("f2", "2026-06-01", "22");
        approve(second.path("id"), "bea", second.header("ETag")).statusCode(200);
        approve(first.path("id"), "bea", first.header("ETag")).statusCode(412);
        String draft = "/api/v1/tariff-drafts/" + first.path("id");
        Response again = as("bea").get(draft + "/diff");
        again.then().body("against", equalTo("2026-06-01"));
        approve(first.path("id"), "bea", again.header("ETag")).statusCode(200);
    }

    @Test
    void aWithdrawnDraftIsGoneAndStaysOnRecord() {
        catalog("f3");
        String id = draft("f3", "2027-01-01", "21").path("id");
        as("bea").get("/api/v1/tariff-drafts").then().body("items.id", hasItem(id));
        as("cat").delete("/api/v1/tariff-drafts/" + id).then().statusCode(204);
        as("bea").get("/api/v1/tariff-drafts").then().body("items.id", not(hasItem(id)));
        as("cat").delete("/api/v1/tariff-drafts/" + id).then().statusCode(404);
        history("f3")
                .body("versions", hasSize(1))
                .body("steps.action", contains("applied", "drafted", "withdrawn"))
                .body("steps[2].person", equalTo("cat"));
    }

    @Test
    void aDraftIsCheckedLikeACatalogAndNamesItsOwnMembers() {
        catalog("f4");
        draft("f4", "2027-01-01", "-1")
                .then()
                .statusCode(422)
                .body("code", equalTo("catalog-invalid"))
                .body("errors.pointer", contains("/version/components/0/prices/0/pricePerGpuHour"));
        as("ann")
                .contentType(ContentType.JSON)
                .body(body("f4", "2025-01-01", "21")
                        .replace("\"validFrom\"", "\"validTo\": \"2025-12-31\", \"validFrom\""))
                .post("/api/v1/tariff-drafts")
                .then()
                .statusCode(422)
                .body("code", equalTo("tariff-gap"))
                .body("errors.pointer", contains("/version/validTo"));
        as("ann")
                .contentType(ContentType.JSON)
                .body(body("f4", "2027-01-01", "21").replace("\"version\"", "\"currency\": \"EUR\", \"version\""))
                .post("/api/v1/tariff-drafts")
                .then()
                .statusCode(422)
                .body("code", equalTo("currency-mismatch"));
        as("ann")
                .contentType(ContentType.JSON)
                .body(body("f4", "2027-01-01", "21").replace("tariff-f4", "new-f4"))
                .post("/api/v1/tariff-drafts")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/name", "/currency"));
    }

    @Test
    void aVersionInUseIsNotReplacedByADraft() {
        catalog("f5");
        scope.inTransaction(TenantScope.NO_TENANT, connection -> {
            book.markUsed(Set.of(new VersionId("tariff-f5", LocalDate.parse("2026-01-01"))), clock.instant());
            return true;
        });
        draft("f5", "2026-01-01", "21").then().statusCode(409).body("code", equalTo("tariff-version-sealed"));
    }

    @Test
    void withFourEyesOnACatalogBringsNoOtherTariff() throws IOException {
        catalog("f6");
        PricingConfig on = new SmallRyeConfigBuilder()
                .withMapping(PricingConfig.class)
                .withDefaultValues(Map.of("wattledger.pricing.four-eyes", "on"))
                .build()
                .getConfigMapping(PricingConfig.class);
        ApplyCatalog apply = new ApplyCatalog(
                scope, book, prices, changes, new ApplyTariffs(putInForce, drafts, on, clock), outbox, clock);
        assertThat(apply.apply(form(TestCatalog.norway("f6")), "ann", false).unchanged())
                .isEqualTo(5);
        assertThatThrownBy(() -> apply.apply(form(TestCatalog.norway("f6", "19.00")), "ann", true))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.problem()).isEqualTo(PricingProblem.TARIFF_NEEDS_DRAFT);
                    assertThat(refusal.errors()).extracting("pointer").containsExactly("/tariffs/0");
                });
        assertThatThrownBy(() -> apply.apply(form(TestCatalog.norway("f7")), "ann", false))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void pricesAreListedUnderTheIdsOfFocus() {
        catalog("f8");
        as("ann")
                .queryParam("tariff", "tariff-f8")
                .queryParam("site", "site-f8")
                .get("/api/v1/price-list")
                .then()
                .statusCode(200)
                .body("items.skuPriceId", contains("tariff-f8/gpu-time/site-f8/sku-f8"))
                .body("items[0].prices[0].pricePerGpuHour", equalTo("20.00"));
        as("ann")
                .get("/api/v1/price-list/tariff-f8/energy/site-f8/sku-f8/energy")
                .then()
                .statusCode(200)
                .body("component", equalTo("energy"));
        given().auth()
                .oauth2(TestTokens.tenant("stranger"))
                .get("/api/v1/price-list/tariff-f8/gpu-time/site-f8/sku-f8")
                .then()
                .statusCode(404);
    }

    private static CatalogForm form(String json) throws IOException {
        return WireJson.read(json.getBytes(StandardCharsets.UTF_8), CatalogForm.class);
    }

    private static void catalog(String suffix) {
        given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body(TestCatalog.norway(suffix))
                .put("/api/v1/catalog")
                .then()
                .statusCode(200);
    }

    private static RequestSpecification as(String person) {
        return given().auth().oauth2(TestTokens.operator(person));
    }

    private static Response draft(String suffix, String day, String price) {
        return as("ann")
                .contentType(ContentType.JSON)
                .body(body(suffix, day, price))
                .post("/api/v1/tariff-drafts");
    }

    private static String body(String suffix, String day, String price) {
        return """
                {"tariff": "tariff-X", "version": {"validFrom": "DAY", "components": [
                  {"id": "gpu-time", "kind": "gpu-hour", "description": "GPU time",
                   "prices": [{"sku": "sku-X", "pricePerGpuHour": "PRICE"}]},
                  {"id": "energy", "kind": "energy-index", "description": "Energy",
                   "sites": [{"site": "site-X", "series": "NO4-X", "exchangeRate": "EURNOK-X",
                     "marginPerMwh": "35.00"}]}]}}
                """.replace("-X", "-" + suffix).replace("DAY", day).replace("PRICE", price);
    }

    private static ValidatableResponse approve(String id, String person, String tag) {
        RequestSpecification request = as(person);
        return (tag == null ? request : request.header("If-Match", tag))
                .post("/api/v1/tariff-drafts/" + id + "/approval")
                .then();
    }

    private static ValidatableResponse history(String suffix) {
        return given().auth()
                .oauth2(TestTokens.auditor())
                .get("/api/v1/tariffs/tariff-" + suffix + "/versions")
                .then()
                .statusCode(200);
    }
}
