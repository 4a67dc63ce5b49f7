package io.wattledger.billing.rest;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.wattledger.chassis.testing.TestTokens;

/** Asks for invoices as tests do. */
final class InvoiceDoor {

    static final String INVOICES = "/api/v1/invoices/";

    private InvoiceDoor() {}

    /** Asks for something under an invoice, as an operator. */
    static Response post(String path, String key, Object body) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(body)
                .post(INVOICES + path);
    }

    /** The invoices of a tenant by one filter, as it sees them. */
    static Response list(String tenant, String filter, String value) {
        return given().auth()
                .oauth2(TestTokens.tenant(tenant))
                .queryParam(filter, value)
                .get("/api/v1/invoices");
    }
}
