package io.wattledger.billing.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.wattledger.billing.Books;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.payment.AStatement;
import io.wattledger.chassis.testing.OpenApiRules;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds of every request about payments. */
@QuarkusTest
@WithSuite
class PaymentDoorsTest {

    @Inject
    Books books;

    @ParameterizedTest
    @CsvSource({
        "tenant, POST, /api/v1/bank-statements, 403",
        "auditor, POST, /api/v1/bank-statements, 403",
        "tenant, GET, /api/v1/bank-transactions, 403",
        "auditor, GET, /api/v1/bank-transactions, 200",
        "auditor, GET, /api/v1/bank-transactions?status=lost, 400",
        "auditor, GET, /api/v1/bank-transactions?limit=0, 400",
        "auditor, GET, /api/v1/bank-transactions?cursor=x, 400",
        "auditor, GET, /api/v1/bank-transactions/x, 404",
        "auditor, GET, /api/v1/bank-statements/x, 404",
        "auditor, POST, /api/v1/bank-transactions/x/assignments, 403",
        "operator, POST, /api/v1/bank-transactions/x/assignments, 400"
    })
    void answersEachRoleAsTheTableSays(String role, String method, String path, int status) {
        given().auth()
                .oauth2(TestTokens.token(role, "somebody"))
                .contentType(path.endsWith("statements") ? ContentType.XML : ContentType.JSON)
                .body("{}")
                .request(method, path)
                .then()
                .statusCode(status)
                .contentType(status == 200 ? startsWith("application/json") : startsWith("application/problem+json"));
    }

    @Test
    void readsPageByPage() {
        LegalEntity entity = BankDoor.entity(books);
        String sha256 = BankDoor.upload(AStatement.of("08", BankDoor.iban(entity), "NOK")
                        .paid("1.00", "B-1", "")
                        .paid("2.00", "B-2", "")
                        .paid("3.00", "B-3", "")
                        .xml())
                .then()
                .extract()
                .path("sha256");

        Response first = BankDoor.list("file", sha256, "limit", "2");
        Response second = BankDoor.list("file", sha256, "limit", "2", "cursor", first.path("nextCursor"));

        first.then().body("items.amount.amount", contains("1.00", "2.00"));
        second.then().body("items.amount.amount", contains("3.00")).body("nextCursor", nullValue());
    }

    @Test
    void describesEveryRequestAboutPayments() throws IOException {
        byte[] document = given().get("/api/v1/openapi.json").asByteArray();

        assertThat(OpenApiRules.violations(new ObjectMapper().readTree(document)))
                .filteredOn(violation -> violation.contains("/bank-"))
                .isEmpty();
    }
}
