package io.wattledger.billing.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.wattledger.billing.Books;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.flow.AnswerBook;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests for credit notes, each of which takes effect once. */
@QuarkusTest
@WithSuite
class CreditNoteDoorTest {

    @Inject
    Books books;

    @Inject
    TenantScope scope;

    @Inject
    AnswerBook answers;

    @ParameterizedTest
    @CsvSource({"2026-11-01, must not be before 2026-11-02", "2226-11-02, must not be after "})
    void refusesADateBeforeTheInvoiceAndOneThatIsYetToCome(String date, String why) {
        String number = books.issued(books.tenantOf(books.legalEntity()));

        InvoiceDoor.post(number + "/credit-notes", Books.unused("key"), Map.of("reason", "agreed", "issueDate", date))
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/issueDate"))
                .body("errors[0].detail", startsWith(why));
    }

    @Test
    void creditsAnInvoiceOnceHoweverOftenItIsAsked() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        String number = books.issued(tenant);
        String key = Books.unused("key");
        Map<String, Object> body = Map.of("reason", "agreed", "lines", List.of(Map.of("line", 1, "amount", "4.00")));

        Response first = InvoiceDoor.post(number + "/credit-notes", key, body);
        Response again = InvoiceDoor.post(number + "/credit-notes", key, body);

        String note = entity.invoiceSeries().number(2);
        first.then()
                .statusCode(201)
                .header("Location", containsString(InvoiceDoor.INVOICES + note))
                .body("number", equalTo(note))
                .body("credits", equalTo(number))
                .body("payable.amount", equalTo("5.00"));
        again.then().statusCode(201).header("Idempotency-Replayed", "true");
        assertThat(again.asByteArray()).isEqualTo(first.asByteArray());
        InvoiceDoor.post(number + "/credit-notes", key, Map.of("reason", "other"))
                .then()
                .statusCode(422)
                .body("code", equalTo("idempotency-key-reused"));
        for (String type : List.of("application/json", "application/pdf", "application/xml", "text/csv")) {
            given().auth()
                    .oauth2(TestTokens.tenant(tenant))
                    .accept(type)
                    .get(InvoiceDoor.INVOICES + note)
                    .then()
                    .statusCode(200);
        }
        InvoiceDoor.list(tenant, "kind", "credit-note")
                .then()
                .body("items.number", contains(note))
                .body("items[0].credits", equalTo(number))
                .body("items[0].state", nullValue());
        InvoiceDoor.list(tenant, "state", "part-paid")
                .then()
                .body("items.number", contains(number))
                .body("items[0].balance.amount", equalTo("7.50"));
        InvoiceDoor.list(tenant, "state", "paid").then().body("items", hasSize(0));
        InvoiceDoor.list(tenant, "legalEntity", entity.id()).then().body("items", hasSize(2));
        given().auth()
                .oauth2(TestTokens.tenant(tenant))
                .get(InvoiceDoor.INVOICES + number + "/revisions")
                .then()
                .statusCode(200)
                .body("lines[0].credited.amount", equalTo("4.00"))
                .body("lines[0].difference.amount", equalTo("0.00"))
                .body("lines[0].corrections[0].number", equalTo(note));
    }

    /** What is said to the customer stands on every document it gets; what was written for the books on none. */
    @Test
    void tellsTheCustomerWhyAndKeepsTheReasonToTheBooks() throws IOException {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        String number = books.issued(tenant);
        String key = Books.unused("key");
        Map<String, Object> body = Map.of(
                "reason", "threatened to leave", "statement", " Nede 12. september & som avtalt ", "amount", "4.00");

        InvoiceDoor.post(number + "/credit-notes", key, body).then().statusCode(201);
        Map<String, Object> other = Map.of("reason", "threatened to leave", "amount", "4.00");
        InvoiceDoor.post(number + "/credit-notes", key, other)
                .then()
                .statusCode(422)
                .body("code", equalTo("idempotency-key-reused"));

        String note = entity.invoiceSeries().number(2);
        String why = "En del av faktura " + number + " krediteres.";
        document(tenant, note, "application/json")
                .body("credits.number", equalTo(number))
                .body("credits.ground.cause", equalTo("PART_CREDITED"))
                .body("credits.ground.words", equalTo(why))
                .body("credits.ground.statement", equalTo("Nede 12. september & som avtalt"));
        document(tenant, note, "application/xml")
                .body("CreditNote.Note", endsWith(" " + why + " Nede 12. september & som avtalt"));
        byte[] pdf = document(tenant, note, "application/pdf").extract().asByteArray();
        try (PDDocument pages = Loader.loadPDF(pdf)) {
            assertThat(new PDFTextStripper().getText(pages).replaceAll("\\s+", " "))
                    .contains("Årsak " + why + " Nede 12. september & som avtalt")
                    .doesNotContain("threatened");
        }
        for (String type : List.of("application/json", "application/xml", "text/csv")) {
            document(tenant, note, type).body(not(containsString("threatened")));
        }
        InvoiceDoor.post(number + "/credit-notes", Books.unused("key"), Map.of("reason", "threatened to leave"))
                .then()
                .statusCode(201);
        document(tenant, entity.invoiceSeries().number(3), "application/json")
                .body("credits.ground.cause", equalTo("REST_CREDITED"))
                .body("credits.ground.words", equalTo("Det som gjensto av faktura " + number + ", krediteres."))
                .body("credits.ground.statement", nullValue());
    }

    private static ValidatableResponse document(String tenant, String number, String type) {
        return given().auth()
                .oauth2(TestTokens.tenant(tenant))
                .accept(type)
                .get(InvoiceDoor.INVOICES + number)
                .then()
                .statusCode(200);
    }

    @Test
    void refusesARequestWhileAnotherUnderItsKeyIsWorkedOn() {
        String number = books.issued(books.tenantOf(books.legalEntity()));
        String key = Books.unused("key");
        AnswerBook.RequestKey claimed = new AnswerBook.RequestKey(TenantScope.NO_TENANT, "test-operator", key);

        scope.inTransactionDo(List.of(TenantScope.NO_TENANT), connection -> {
            assertThat(answers.claim(connection, claimed)).isTrue();
            InvoiceDoor.post(number + "/credit-notes", key, Map.of("reason", "agreed"))
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("idempotency-key-in-use"));
        });
        InvoiceDoor.post(number + "/credit-notes", key, Map.of("reason", "agreed"))
                .then()
                .statusCode(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"reason":"r","amount":"10.01"}                       | 422 | nothing-left-to-credit | /amount
            {"reason":"r","lines":[{"line":2}]}                   | 422 | nothing-left-to-credit | /lines
            {"reason":"r","lines":[{"line":1},{"line":1}]}        | 422 | invalid                | /lines/1/line
            {"reason":"r","lines":[{"line":1}],"amount":"1.00"}   | 422 | invalid                | /amount
            {"reason":" "}                                        | 422 | invalid                | /reason
            {"reason":"r","statement":" "}                        | 422 | invalid                | /statement
            {"reason":"r","statement":"two\\nlines"}               | 422 | invalid                | /statement
            {"reason":"r","amount":1}                             | 400 | malformed-request      | /amount
            {}                                                    | 400 | malformed-request      | /reason
            """)
    void refusesACreditNoteThatCannotBe(String body, int status, String code, String pointer) {
        String number = books.issued(books.tenantOf(books.legalEntity()));

        InvoiceDoor.post(number + "/credit-notes", Books.unused("key"), body)
                .then()
                .statusCode(status)
                .body("code", equalTo(code))
                .body("errors[0].pointer", equalTo(pointer));
    }

    @Test
    void refusesAStatementThatIsTooLong() {
        String number = books.issued(books.tenantOf(books.legalEntity()));
        Map<String, Object> body = Map.of("reason", "r", "statement", "x".repeat(501));

        InvoiceDoor.post(number + "/credit-notes", Books.unused("key"), body)
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/statement"))
                .body("errors[0].detail", equalTo("has 501 characters; the documents have room for 500"));
    }

    @Test
    void creditsNoCreditNoteAndNothingUnknown() {
        LegalEntity entity = books.legalEntity();
        String number = books.issued(books.tenantOf(entity));
        InvoiceDoor.post(number + "/credit-notes", Books.unused("key"), Map.of("reason", "void"))
                .then()
                .statusCode(201);

        InvoiceDoor.post(entity.invoiceSeries().number(2) + "/credit-notes", Books.unused("key"), Map.of("reason", "r"))
                .then()
                .statusCode(422)
                .body("code", equalTo("not-an-invoice"));
        InvoiceDoor.post("NOPE-1/credit-notes", Books.unused("key"), Map.of("reason", "r"))
                .then()
                .statusCode(404);
    }
}
