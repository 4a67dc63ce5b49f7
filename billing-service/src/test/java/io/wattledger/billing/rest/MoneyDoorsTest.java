package io.wattledger.billing.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.wattledger.billing.Books;
import io.wattledger.chassis.testing.OpenApiRules;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds of every request that moves money. */
@QuarkusTest
@WithSuite
class MoneyDoorsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            invoices/NOPE-1/credit-notes | {"reason":"r"}
            invoices/NOPE-1/entries      | {"kind":"paid","amount":"1","reference":"r"}
            invoice-runs                 | {"periods":["2026-10"]}
            invoice-runs/x/approve       | {}
            invoice-runs/x/stop          | {}
            """)
    void wantsAKeyForAllThatMovesMoney(String path, String body) {
        given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/" + path)
                .then()
                .statusCode(400)
                .body("code", equalTo("idempotency-key-missing"));
    }

    @ParameterizedTest
    @CsvSource({
        "tenant, POST, /api/v1/invoices/x/credit-notes, 403",
        "auditor, POST, /api/v1/invoices/x/credit-notes, 403",
        "auditor, POST, /api/v1/invoices/x/entries, 403",
        "auditor, POST, /api/v1/invoice-runs/x/approve, 403",
        "tenant, GET, /api/v1/invoice-runs, 403",
        "auditor, POST, /api/v1/invoice-runs/x/stop, 403",
        "collector, GET, /api/v1/invoices/x/entries, 403",
        "tenant, GET, /api/v1/invoices/x/entries, 404",
        "tenant, GET, /api/v1/invoices/x/revisions, 404",
        "auditor, GET, /api/v1/invoices?state=late, 400",
        "auditor, GET, /api/v1/invoices?kind=bill, 400",
        "operator, POST, /api/v1/invoice-runs/x/approve, 404",
        "operator, POST, /api/v1/invoice-runs/x/stop, 404"
    })
    void answersEachRoleAsTheTableSays(String role, String method, String path, int status) {
        given().auth()
                .oauth2(TestTokens.token(role, "somebody"))
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", Books.unused("key"))
                .body("{\"reason\":\"r\"}")
                .request(method, path)
                .then()
                .statusCode(status)
                .contentType(startsWith("application/problem+json"));
    }

    @Test
    void describesEveryRequestAboutInvoices() throws IOException {
        byte[] document = given().get("/api/v1/openapi.json")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();

        assertThat(OpenApiRules.violations(new ObjectMapper().readTree(document)))
                .filteredOn(violation -> violation.contains("/invoice"))
                .isEmpty();
    }
}
