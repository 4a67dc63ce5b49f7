package io.wattledger.billing.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.document.CsvTable;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FOCUS files of what was issued, by HTTP. */
@QuarkusTest
@WithSuite
class FocusDoorTest {

    private static final String FOCUS = "/api/v1/exports/focus";

    private static final String PARQUET = "application/vnd.apache.parquet";

    @Inject
    Books books;

    @Test
    void hasARowPerDayAndLeavesAnExportedMonthAsItWas() {
        String tenant = books.tenantOf(books.legalEntity());
        books.rated(
                RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("1", "10").energy("10", "2.345"),
                RatedDay.of(tenant, "c-2026", "2026-10-02").gpuHours("2", "10").energy("10", "-1"));
        String number = books.run(tenant).getFirst().number();
        String before = export(tenant, "2026-10", "1.4", "cost-and-usage").asString();
        CsvTable october = table(before);

        assertThat(october.rows().stream()
                        .filter(row -> row.getField("x_Component").equals("gpu-time"))
                        .map(row -> row.getField("ChargePeriodStart")))
                .containsExactly("2026-09-30T22:00:00Z", "2026-10-01T22:00:00Z");
        assertThat(october.sum("BilledCost", row -> true)).isEqualByComparingTo("39.19");

        Response credited = given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", Books.unused("key"))
                .body(Map.of("reason", "agreed", "amount", "10.00", "issueDate", "2026-11-20"))
                .post("/api/v1/invoices/" + number + "/credit-notes");
        assertThat(credited.statusCode()).isEqualTo(201);

        assertThat(export(tenant, "2026-10", "1.4", "cost-and-usage").asString())
                .isEqualTo(before);
        CsvTable november =
                table(export(tenant, "2026-11", "1.2", "cost-and-usage").asString());
        assertThat(november.sum("BilledCost", row -> true)).isEqualByComparingTo("-12.50");
        assertThat(november.rows()).allMatch(row -> row.getField("ChargeClass").equals("Correction"));
        CsvTable details =
                table(export(tenant, "2026-10", "1.4", "invoice-detail").asString());
        assertThat(details.sum("BilledCost", row -> true)).isEqualByComparingTo("39.19");
    }

    @Test
    void writesParquetWhereItIsAskedFor() {
        String tenant = books.tenantOf(books.legalEntity());
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("1", "10"));
        books.run(tenant);
        RequestSpecification request =
                as(TestTokens.operator()).queryParam("periods", "2026-10").queryParam("tenants", tenant);

        byte[] named = given(request).queryParam("format", "parquet").get(FOCUS).asByteArray();
        Response accepted = given(request).accept(PARQUET).get(FOCUS);

        accepted.then().statusCode(200).contentType(PARQUET);
        assertThat(accepted.asByteArray())
                .startsWith("PAR1".getBytes(StandardCharsets.US_ASCII))
                .isEqualTo(named);
    }

    @Test
    void givesATenantWhatWasIssuedToItAndNothingElse() {
        String tenant = issuedOnce();
        String other = issuedOnce();
        String whole = export(tenant, "2026-10", "1.2", "cost-and-usage").asString();
        RequestSpecification own = as(TestTokens.tenant(tenant)).queryParam("periods", "2026-10");

        assertThat(given(own).get(FOCUS).then().statusCode(200).extract().asString())
                .isEqualTo(whole);
        assertThat(given(own).queryParam("tenants", tenant).get(FOCUS).asString())
                .isEqualTo(whole);
        for (String asked : List.of(other, tenant + "," + other, "nobody")) {
            given(own)
                    .queryParam("tenants", asked)
                    .get(FOCUS)
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("not-found"));
        }
        as(TestTokens.collector(tenant))
                .queryParam("periods", "2026-10")
                .get(FOCUS)
                .then()
                .statusCode(403);
    }

    /** A token of a tenant was enough to fill the disk with files that nobody is sent. */
    @Test
    void leavesNoFileBehindWhoeverAsksForTheHeadersOnly() throws IOException {
        String tenant = issuedOnce();

        as(TestTokens.tenant(tenant))
                .queryParam("periods", "2026-10")
                .head(FOCUS)
                .then()
                .statusCode(200)
                .contentType("text/csv");

        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), "wattledger-focus*")) {
            for (Path file : files) {
                // Exports of others may lie there, and may go meanwhile.
                assertThat(Files.exists(file) && Files.readString(file).contains(tenant))
                        .as("%s is of this tenant", file)
                        .isFalse();
            }
        }
    }

    @Test
    void saysThatACheckNeedsPricing() {
        as(TestTokens.auditor())
                .queryParam("periods", "2026-10")
                .queryParam("tenants", issuedOnce())
                .get(FOCUS + "/check")
                .then()
                .statusCode(503)
                .body("code", equalTo("pricing-unreachable"));
        as(TestTokens.tenant("anybody"))
                .queryParam("periods", "2026-10")
                .get(FOCUS + "/check")
                .then()
                .statusCode(403);
    }

    private String issuedOnce() {
        String tenant = books.tenantOf(books.legalEntity());
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("1", "10"));
        books.run(tenant);
        return tenant;
    }

    /** F21: Open, then Closed and never back; what is issued after that lies in a later month. */
    @Test
    void closesAMonthOnceAllOfItIsInvoicedAndLeavesItAsItWas() {
        LegalEntity entity = books.legalEntity();
        String early = books.tenantOf(entity);
        String late = books.tenantOf(entity);
        String tenants = early + "," + late;
        books.rated(RatedDay.of(early, "c-2026", "2026-10-01").gpuHours("1", "10"));
        as(TestTokens.operator())
                .post(close(entity))
                .then()
                .statusCode(409)
                .body("code", equalTo("month-not-complete"))
                .body("errors.pointer", equalTo(List.of(early + "/c-2026")));
        assertThat(status(tenants)).isEqualTo("Open");
        books.run(early, late);

        String closed = as(TestTokens.operator())
                .post(close(entity))
                .then()
                .statusCode(200)
                .extract()
                .asString();
        String before = export(tenants, "2026-10", "1.4", "cost-and-usage").asString();
        assertThat(status(tenants)).isEqualTo("Closed");
        assertThat(as(TestTokens.operator()).post(close(entity)).asString()).isEqualTo(closed);
        as(TestTokens.auditor()).post(close(entity)).then().statusCode(403);
        as(TestTokens.operator())
                .post(close(entity).replace(entity.id(), "nobody"))
                .then()
                .statusCode(404);

        books.rated(RatedDay.of(late, "c-2026", "2026-10-01").gpuHours("2", "10"));
        books.run(late);
        assertThat(export(tenants, "2026-10", "1.4", "cost-and-usage").asString())
                .isEqualTo(before);
        CsvTable november =
                table(export(tenants, "2026-11", "1.4", "cost-and-usage").asString());
        assertThat(november.sum(
                        "BilledCost", row -> row.getField("BillingAccountId").equals(late)))
                .isEqualByComparingTo("25.00");
        assertThat(november.rows())
                .allMatch(row -> row.getField("ChargePeriodStart").startsWith("2026-09-30"));
    }

    private String status(String tenants) {
        return table(export(tenants, "2026-10", "1.4", "billing-period").asString())
                .rows()
                .getFirst()
                .getField("BillingPeriodStatus");
    }

    private static String close(LegalEntity entity) {
        return "/api/v1/legal-entities/" + entity.id() + "/billing-months/2026-10/close";
    }

    @ParameterizedTest
    @CsvSource({
        "format, xlsx",
        "version, 1.1",
        "dataset, everything",
        "dataset, invoice-detail",
        "dataset, billing-period",
        "periods, October"
    })
    void saysWhichParameterItDoesNotKnow(String name, String value) {
        as(TestTokens.auditor())
                .queryParams(name.equals("periods") ? Map.of() : Map.of("periods", "2026-10"))
                .queryParam(name, value)
                .get(FOCUS)
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-parameter"))
                .body("errors.pointer", hasItem(name));
    }

    @Test
    void describesItsColumns() {
        as(TestTokens.auditor())
                .queryParam("version", "1.4")
                .get(FOCUS + "/metadata")
                .then()
                .statusCode(200)
                .body("Schema[0].FocusVersion", equalTo("1.4"))
                .body("Schema[0].ColumnDefinition.ColumnName", hasItem("ServiceProviderName"));
    }

    private static Response export(String tenant, String period, String version, String dataset) {
        Response response = as(TestTokens.operator())
                .queryParam("periods", period)
                .queryParam("tenants", tenant)
                .queryParam("version", version)
                .queryParam("dataset", dataset)
                .get(FOCUS);
        response.then().statusCode(200).contentType("text/csv");
        return response;
    }

    private static CsvTable table(String csv) {
        return CsvTable.read(csv.getBytes(StandardCharsets.UTF_8));
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }
}
