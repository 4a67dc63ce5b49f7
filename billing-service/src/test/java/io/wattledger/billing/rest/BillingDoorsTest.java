package io.wattledger.billing.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.chassis.testing.OpenApiRules;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithSuite
class BillingDoorsTest {

    private static final String RUNS = "/api/v1/invoice-runs";
    private static final String INVOICES = "/api/v1/invoices";

    @Inject
    Books books;

    @Test
    void servesAnInvoiceByMediaTypeAsTheBytesThatWereStored() {
        String number = issuedFor(books.tenantOf(books.legalEntity()));
        for (String type : List.of("application/json", "application/pdf", "application/xml", "text/csv")) {
            Response first = as(TestTokens.auditor()).accept(type).get(INVOICES + "/" + number);
            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(first.contentType()).startsWith(type);
            assertThat(first.header("Content-Disposition")).contains(number + ".");
            String tag = first.header("ETag");
            assertThat(tag).matches("\"[0-9a-f]{64}\"");

            as(TestTokens.auditor())
                    .accept(type)
                    .header("If-None-Match", tag)
                    .get(INVOICES + "/" + number)
                    .then()
                    .statusCode(304);
            assertThat(as(TestTokens.auditor())
                            .accept(type)
                            .get(INVOICES + "/" + number)
                            .asByteArray())
                    .isEqualTo(first.asByteArray());
        }
        for (String type : List.of("*/*", "application/*", "text/html, */*;q=0.5")) {
            assertThat(as(TestTokens.auditor())
                            .accept(type)
                            .get(INVOICES + "/" + number)
                            .contentType())
                    .as(type)
                    .startsWith("application/json");
        }
        as(TestTokens.auditor())
                .accept("image/png")
                .get(INVOICES + "/" + number)
                .then()
                .statusCode(406);
    }

    @Test
    void showsATenantItsOwnInvoicesAndNothingOfOthers() {
        LegalEntity entity = books.legalEntity();
        String mine = books.tenantOf(entity);
        String foreign = books.tenantOf(entity);
        String number = issuedFor(mine);
        String foreignNumber = issuedFor(foreign);

        as(TestTokens.tenant(mine)).get(INVOICES + "/" + number).then().statusCode(200);
        String unknown = as(TestTokens.tenant(mine))
                .get(INVOICES + "/NOPE-1")
                .then()
                .statusCode(404)
                .extract()
                .asString();
        String notMine = as(TestTokens.tenant(mine))
                .get(INVOICES + "/" + foreignNumber)
                .then()
                .statusCode(404)
                .extract()
                .asString();
        assertThat(notMine.replace(foreignNumber, "NOPE-1")).isEqualTo(unknown);
        as(TestTokens.tenant(mine))
                .get(INVOICES)
                .then()
                .statusCode(200)
                .body("items.number", contains(number))
                .body("items.tenant", everyItem(equalTo(mine)));
        as(TestTokens.tenant(mine))
                .queryParam("tenant", foreign)
                .get(INVOICES)
                .then()
                .statusCode(200)
                .body("items", empty());
    }

    @ParameterizedTest
    @CsvSource({
        "tenant, GET, /api/v1/balance, 403",
        "tenant, GET, /api/v1/open-usage, 403",
        "tenant, GET, /api/v1/exports/focus?periods=2026-10&tenants=another, 404",
        "collector, GET, /api/v1/exports/focus?periods=2026-10, 403",
        "tenant, GET, /api/v1/invoice-runs/x, 403",
        "tenant, POST, /api/v1/invoice-runs, 403",
        "tenant, PUT, /api/v1/catalog, 403",
        "auditor, PUT, /api/v1/catalog, 403",
        "auditor, POST, /api/v1/invoice-runs, 403",
        "auditor, GET, /api/v1/balance, 200",
        "auditor, GET, /api/v1/open-usage, 200",
        "auditor, GET, /api/v1/invoices, 200",
        "collector, GET, /api/v1/invoices, 403",
        "nobody, GET, /api/v1/invoices, 401",
        "nobody, PUT, /api/v1/catalog, 401",
        "operator, GET, /api/v1/invoice-runs/x, 404",
        "operator, GET, /api/v1/exports/focus, 400",
        "operator, GET, /api/v1/exports/focus?periods=2026-13, 400",
        "operator, GET, /api/v1/invoices?period=october, 400",
        "operator, GET, /api/v1/invoices?limit=0, 400",
        "operator, GET, /api/v1/invoices?cursor=nonsense, 400",
        "operator, DELETE, /api/v1/invoices/x, 405",
        "operator, GET, /api/v1/nothing, 404"
    })
    void answersEachRoleAsTheTableSays(String role, String method, String path, int status) {
        RequestSpecification request =
                switch (role) {
                    case "nobody" -> given();
                    case "operator" -> as(TestTokens.operator());
                    case "auditor" -> as(TestTokens.auditor());
                    case "collector" -> as(TestTokens.collector("somebody"));
                    default -> as(TestTokens.tenant("somebody"));
                };
        Response answer = request.contentType(ContentType.JSON)
                .body("{\"periods\":[\"2026-10\"]}")
                .request(method, path);

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status >= 400) {
            assertThat(answer.contentType()).startsWith("application/problem+json");
        }
    }

    @Test
    void startsOneRunPerIdempotencyKey() {
        String tenant = books.tenantOf(books.legalEntity());
        String key = Books.unused("key");
        Map<String, Object> body =
                Map.of("periods", List.of("2026-10"), "tenants", List.of(tenant), "issueDate", "2026-11-02");
        String first = start(key, body).then().statusCode(202).extract().header("Location");

        start(key, body).then().statusCode(202).header("Location", equalTo(first));
        start(key, Map.of("periods", List.of("2026-11"), "tenants", List.of(tenant)))
                .then()
                .statusCode(422)
                .body("code", equalTo("idempotency-key-reused"));
        books.work();
        as(TestTokens.operator())
                .get(URI.create(first).getPath())
                .then()
                .body("state", equalTo("finished"))
                .body("issueDate", equalTo("2026-11-02"))
                .body("items.outcome", contains("nothing-to-invoice"));
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"periods\":[]}', 422, /periods",
        "'{\"periods\":[\"2026-13\"]}', 422, /periods/0",
        "'{\"periods\":[\"2026-09\",\"2026-10\"],\"issueDate\":\"2026-10-31\"}', 422, /issueDate",
        "'{\"periods\":[\"2026-10\"],\"issueDate\":\"0001-01-01\"}', 422, /issueDate",
        "'{\"periods\":[\"2026-10\"],\"issueDate\":\"2226-11-02\"}', 422, /issueDate",
        "'{\"periods\":[\"2026-10\"],\"tenants\":[\"unknown\"]}', 422, /tenants",
        "'{\"periods\":[\"2026-10\"],\"rush\":true}', 400, /rush",
        "'{\"periods\":[null]}', 422, /periods/0",
        "'{\"periods\":[\"2026-10\"],\"tenants\":[null]}', 422, /tenants",
        "'{\"tenants\":[]}', 400, /periods",
        "'{\"periods\":[\"2026-10\"],\"tenants\":[]}', 422, /tenants",
        "'{', 400, ''"
    })
    void refusesARunThatCannotBe(String body, int status, String pointer) {
        as(TestTokens.operator())
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", Books.unused("key"))
                .body(body)
                .post(RUNS)
                .then()
                .statusCode(status)
                .contentType(startsWith("application/problem+json"))
                .body("errors.pointer", hasItem(pointer));
    }

    @Test
    void leadsThroughAllInvoicesPageByPage() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        for (String month : List.of("2026-08", "2026-09", "2026-10")) {
            books.rated(RatedDay.of(tenant, "c-2026", month + "-05").gpuHours("1", "10"));
            run(tenant, month);
        }
        List<String> found = new ArrayList<>();
        String cursor = null;
        do {
            RequestSpecification request = as(TestTokens.tenant(tenant)).queryParam("limit", 2);
            Response page = (cursor == null ? request : request.queryParam("cursor", cursor)).get(INVOICES);
            found.addAll(page.jsonPath().getList("items.number"));
            cursor = page.jsonPath().getString("nextCursor");
        } while (cursor != null);

        assertThat(found)
                .containsExactly(
                        entity.invoiceSeries().number(1),
                        entity.invoiceSeries().number(2),
                        entity.invoiceSeries().number(3));
        as(TestTokens.tenant(tenant))
                .queryParam("period", "2026-09")
                .get(INVOICES)
                .then()
                .body("items.number", contains(entity.invoiceSeries().number(2)))
                .body("items[0].payable.amount", equalTo("12.50"))
                .body("items[0].payable.currency", equalTo("NOK"));
    }

    @Test
    void showsTheBooksAndWhatIsOpen() {
        String tenant = books.tenantOf(books.legalEntity());
        books.rated(
                RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("2", "10"),
                RatedDay.of(tenant, "c-2026", "2026-11-01").gpuHours("3", "10"));
        run(tenant, "2026-10");

        as(TestTokens.auditor())
                .queryParam("tenants", tenant)
                .get("/api/v1/balance")
                .then()
                .body("milliGpuSeconds.received", equalTo(18_000_000))
                .body("milliGpuSeconds.invoiced", equalTo(7_200_000))
                .body("milliGpuSeconds.open", equalTo(10_800_000));
        assertThat(given().get("/q/metrics").asString())
                .containsPattern("(?m)^wattledger_billing_balance_received_milli_gpu_seconds [1-9]")
                .containsPattern("(?m)^wattledger_billing_balance_invoiced_milli_gpu_seconds [1-9]")
                .containsPattern("(?m)^wattledger_billing_balance_difference_milli_gpu_seconds 0\\.0$");
        String item = "items.find { it.tenant == '" + tenant + "' }";
        as(TestTokens.auditor())
                .get("/api/v1/open-usage")
                .then()
                .body(item + ".period", equalTo("2026-11"))
                .body(item + ".milliGpuSeconds", equalTo(10_800_000))
                .body(item + ".amount", equalTo("30"));
    }

    @Test
    void exportsFocusRowsThatAddUpToThePayableAmount() {
        String tenant = books.tenantOf(books.legalEntity());
        String number = issuedFor(tenant);

        String csv = as(TestTokens.operator())
                .queryParam("periods", "2026-10")
                .queryParam("tenants", tenant)
                .get("/api/v1/exports/focus")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .extract()
                .asString();

        List<String> lines = csv.lines().toList();
        int billedCost = List.of(lines.getFirst().split(",", -1)).indexOf("BilledCost");
        assertThat(csv).contains(number);
        assertThat(lines.stream()
                        .skip(1)
                        .map(line -> new BigDecimal(line.split(",", -1)[billedCost]))
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("12.50");
    }

    @Test
    void describesItselfInOpenApi() {
        given().get("/api/v1/openapi.json")
                .then()
                .statusCode(200)
                .body("openapi", startsWith("3.1"))
                .body("paths.keySet()", hasItem("/invoices/{number}"))
                .body("paths.'/invoice-runs'.post.operationId", equalTo("startInvoiceRun"));
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/metrics").then().statusCode(200);
    }

    @Test
    void namesEachOperationOnce() throws IOException {
        byte[] document = given().get("/api/v1/openapi.json").asByteArray();

        assertThat(OpenApiRules.violations(new ObjectMapper().readTree(document)))
                .filteredOn(violation -> violation.contains("operationId"))
                .isEmpty();
    }

    private String issuedFor(String tenant) {
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("1", "10"));
        return run(tenant, "2026-10");
    }

    private String run(String tenant, String month) {
        Map<String, Object> body =
                Map.of("periods", List.of(month), "tenants", List.of(tenant), "issueDate", "2026-11-02");
        String path = URI.create(start(Books.unused("key"), body)
                        .then()
                        .statusCode(202)
                        .extract()
                        .header("Location"))
                .getPath();
        books.work();
        return as(TestTokens.operator()).get(path).jsonPath().getString("items[0].number");
    }

    private static Response start(String key, Map<String, Object> body) {
        return as(TestTokens.operator())
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(body)
                .post(RUNS);
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }
}
