package io.wattledger.billing.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries in the ledger of an invoice. */
@QuarkusTest
@WithSuite
class LedgerDoorTest {

    @Inject
    Books books;

    @Test
    void keepsALedgerWhoseDebitsAreItsCredits() {
        String tenant = books.tenantOf(books.legalEntity());
        String number = books.issued(tenant);

        InvoiceDoor.post(number + "/entries", Books.unused("key"), entry("paid", "10.00", "bank-1"))
                .then()
                .statusCode(201)
                .body("state", equalTo("part-paid"))
                .body("balance", equalTo("2.50"));
        InvoiceDoor.post(number + "/entries", Books.unused("key"), entry("paid", "10.00", "bank-1"))
                .then()
                .statusCode(422)
                .body("code", equalTo("entry-refused"));
        InvoiceDoor.post(number + "/entries", Books.unused("key"), entry("written-off", "2.50", "not worth a letter"))
                .then()
                .statusCode(201);
        InvoiceDoor.post(number + "/entries", Books.unused("key"), entry("credited", "1.00", "x"))
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/kind"));
        given().auth()
                .oauth2(TestTokens.tenant(tenant))
                .get(InvoiceDoor.INVOICES + number + "/entries")
                .then()
                .statusCode(200)
                .body("state", equalTo("written-off"))
                .body("entries.kind", contains("issued", "paid", "written-off"))
                .body("accounts.receivable", equalTo("0.00"))
                .body("accounts.billed", equalTo("-12.50"))
                .body("accounts.bank", equalTo("10.00"))
                .body("accounts.loss", equalTo("2.50"));
        given().auth()
                .oauth2(TestTokens.tenant(books.tenantOf(books.legalEntity())))
                .get(InvoiceDoor.INVOICES + number + "/entries")
                .then()
                .statusCode(404);
    }

    @Test
    void takesBackAPaymentThatWasEnteredByMistake() {
        String number = books.issued(books.tenantOf(books.legalEntity()));
        InvoiceDoor.post(number + "/entries", Books.unused("key"), entry("paid", "10.00", "bank-1"))
                .then()
                .statusCode(201);

        InvoiceDoor.post(number + "/entries", Books.unused("key"), entry("returned", "10.01", "another invoice's"))
                .then()
                .statusCode(422)
                .body("detail", equalTo("10.01 is more than the 10.00 that can be returned"));
        InvoiceDoor.post(number + "/entries", Books.unused("key"), entry("returned", "10.00", "another invoice's"))
                .then()
                .statusCode(201)
                .body("balance", equalTo("12.50"))
                .body("accounts.bank", equalTo("0.00"));
    }

    @ParameterizedTest
    @CsvSource({
        "10000000000000.00, 2026-11-20, /amount",
        "99999999999999999999.00, 2026-11-20, /amount",
        "1.00, 9999-11-20, /bookedOn"
    })
    void refusesWhatOnlyASlipOfTheHandSays(String amount, String bookedOn, String pointer) {
        String number = books.issued(books.tenantOf(books.legalEntity()));

        InvoiceDoor.post(
                        number + "/entries",
                        Books.unused("key"),
                        Map.of("kind", "paid", "amount", amount, "bookedOn", bookedOn, "reference", "bank-1"))
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo(pointer));
    }

    private static Map<String, Object> entry(String kind, String amount, String reference) {
        return Map.of("kind", kind, "amount", amount, "bookedOn", "2026-11-20", "reference", reference);
    }
}
