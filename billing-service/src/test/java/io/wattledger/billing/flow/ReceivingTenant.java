package io.wattledger.billing.flow;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wattledger.billing.Books;
import io.wattledger.billing.Receiver;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestTokens;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A tenant that keeps webhook endpoints, a real receiver of what they are told, and the work in between; for tests. */
abstract class ReceivingTenant {

    static final String ENDPOINTS = "/api/v1/webhook-endpoints";

    @Inject
    Books books;

    @Inject
    DeliverWebhooks work;

    @Inject
    TenantScope scope;

    Receiver receiver;
    String tenant;

    @BeforeEach
    void begin() throws IOException {
        receiver = new Receiver();
        tenant = books.tenantOf(books.legalEntity());
    }

    @AfterEach
    void end() {
        receiver.close();
    }

    void deliver() {
        while (work.step()) {
            // One after the other, as a worker of a running service does.
        }
    }

    /** Lets the time of the tenant's next attempts be now. */
    void makeDue() {
        scope.inTransactionDo(List.of(tenant), connection -> {
            try (PreparedStatement update = connection.prepareStatement("UPDATE webhook_delivery "
                    + "SET next_attempt_at = now() - interval '1 second' WHERE state = 'pending'")) {
                update.executeUpdate();
            }
        });
    }

    String issued() {
        return books.issued(tenant);
    }

    static Response add(String tenant, String url, List<String> events) {
        return as(tenant)
                .contentType(ContentType.JSON)
                .body(Map.of("url", url, "events", events))
                .post(ENDPOINTS)
                .then()
                .statusCode(201)
                .body("secret", startsWith("whsec_"))
                .extract()
                .response();
    }

    Response deliveries(String id) {
        return as(tenant).get(ENDPOINTS + "/" + id + "/deliveries");
    }

    Response put(String path, String ifMatch, Map<String, Object> body) {
        var request = as(tenant).contentType(ContentType.JSON).body(body);
        return (ifMatch == null ? request : request.header("If-Match", ifMatch)).put(path);
    }

    static RequestSpecification as(String tenant) {
        return given().auth().oauth2(TestTokens.tenant(tenant));
    }
}
