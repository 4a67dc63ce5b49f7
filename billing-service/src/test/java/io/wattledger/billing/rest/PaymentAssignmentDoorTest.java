package io.wattledger.billing.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.Receiver;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.flow.DeliverWebhooks;
import io.wattledger.billing.payment.AStatement;
import io.wattledger.billing.tax.TaxDetermination;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.chassis.testing.OwnerDatabase;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person does with payments that could not be assigned without one; every test has a legal entity with an account of its own. */
@QuarkusTest
@WithSuite
class PaymentAssignmentDoorTest {

    /** An invoice in euros with Norwegian VAT would need a rate of exchange. */
    private static final VatTreatment VAT_BY_THE_BUYER =
            TaxDetermination.treatment(VatCategory.AE, BigDecimal.ZERO, null, null);

    @Inject
    Books books;

    @Inject
    DeliverWebhooks deliverWebhooks;

    @Test
    void letsAPersonAssignWhatNobodyElseCouldInOtherCurrenciesToo() {
        LegalEntity entity = BankDoor.entity(books);
        String kroner = books.issued(books.tenantOf(entity));
        String tenant = Books.unused("tenant");
        Contract contract = AnAccount.contract("c-eur", entity.id(), AnAccount.since2026(), "EUR", VAT_BY_THE_BUYER);
        String euros = issuedIn("EUR", tenant, contract);
        String sha256 = BankDoor.upload(AStatement.of("08", BankDoor.iban(entity), "NOK")
                        .paid("150.00", "B-1", AStatement.structured(euros))
                        .xml())
                .then()
                .extract()
                .path("sha256");
        String id = BankDoor.unmatched(sha256)
                .then()
                .body("items[0].reason", equalTo("other-currency"))
                .extract()
                .path("items[0].id");

        assign(id, part(euros, "10.00", null))
                .then()
                .statusCode(422)
                .body("code", equalTo("assignment-refused"))
                .body("errors[0].pointer", equalTo("/assignments/0/ofTransaction"));
        assign(id, part(euros, "10.00", "140.00"), part(kroner, "10.01", null))
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/assignments/1/amount"));
        BankDoor.ledger(euros).then().body("entries", hasSize(1));
        assign(id, part(euros, "10.00", "140.00"))
                .then()
                .statusCode(201)
                .body("status", equalTo("unmatched"))
                .body("rest.amount", equalTo("10.00"));
        assign(id, part(kroner, "10.00", null))
                .then()
                .statusCode(201)
                .body("status", equalTo("assigned"))
                .body("shares", hasSize(2));
        assign(id, part(kroner, "1.00", null)).then().statusCode(409).body("code", equalTo("transaction-not-waiting"));
        BankDoor.ledger(euros).then().body("state", equalTo("paid"));
        BankDoor.ledger(kroner).then().body("balance", equalTo("2.50"));
    }

    @Test
    void tellsTheOperatorOfWhatWaitsForAPerson() throws IOException {
        LegalEntity entity = BankDoor.entity(books);
        try (Receiver receiver = new Receiver()) {
            given().auth()
                    .oauth2(TestTokens.operator())
                    .contentType(ContentType.JSON)
                    .body(Map.of("url", receiver.url("/"), "events", List.of("payment.unmatched")))
                    .post("/api/v1/webhook-endpoints")
                    .then()
                    .statusCode(201);
            String id = waiting(entity, "20.00");
            while (deliverWebhooks.step()) {
                // One after the other, as a worker of a running service does.
            }

            assertThat(receiver.messages())
                    .extracting(Receiver.Message::body)
                    .filteredOn(body -> body.contains(id))
                    .singleElement()
                    .asString()
                    .contains("\"type\":\"payment.unmatched\"", "\"reason\":\"no-reference\"", "\"amount\":\"20.00\"");
        }
    }

    @Test
    void letsNoPaymentWaitForOneWhoseInvoiceCannotBeRead() throws SQLException {
        LegalEntity entity = BankDoor.entity(books);
        String tenant = books.tenantOf(entity);
        String broken = books.issued(tenant);
        String sound = books.issued(books.tenantOf(entity));
        // Read for its number, and for what payers state, but no invoice.
        OwnerDatabase.tamper(
                tenant,
                "invoice",
                "UPDATE invoice SET model = convert_to('{\"number\":\"' || number || '\"}', 'UTF8')");

        String sha256 = BankDoor.upload(AStatement.of("08", BankDoor.iban(entity), "NOK")
                        .paid("12.50", "B-1", AStatement.structured(broken))
                        .paid("12.50", "B-2", AStatement.structured(sound))
                        .xml())
                .then()
                .statusCode(201)
                .extract()
                .path("sha256");

        BankDoor.unmatched(sha256).then().body("items", hasSize(1)).body("items[0].reason", equalTo("not-matched"));
        BankDoor.ledger(sound).then().body("state", equalTo("paid"));
    }

    @Test
    void assignsOnceUnderOneKey() {
        LegalEntity entity = BankDoor.entity(books);
        String number = books.issued(books.tenantOf(entity));
        String id = waiting(entity, "20.00");
        String key = Books.unused("key");
        Map<String, Object> body = Map.of("assignments", List.of(part(number, "5.00", null)));

        Response first = post(id, key, body);
        Response again = post(id, key, body);

        first.then().statusCode(201);
        again.then().statusCode(201).header("Idempotency-Replayed", "true");
        assertThat(again.asByteArray()).isEqualTo(first.asByteArray());
        BankDoor.ledger(number).then().body("balance", equalTo("7.50"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"assignments":[]}                                                                     | 422 | invalid            | /assignments
            {"assignments":[{"invoice":"NOPE-1","amount":"1.00"}]}                                 | 422 | assignment-refused | /assignments/0/invoice
            {"assignments":[{"invoice":"N","amount":"1.00"},{"invoice":"N","amount":"1.00"}]}      | 422 | assignment-refused | /assignments/1/invoice
            {"assignments":[{"invoice":"N","amount":"0.00"}]}                                      | 422 | assignment-refused | /assignments/0/amount
            {"assignments":[{"invoice":"N","amount":"1.001"}]}                                     | 422 | assignment-refused | /assignments/0/amount
            {"assignments":[{"invoice":"N","amount":"1.00","ofTransaction":"2.00"}]}               | 422 | assignment-refused | /assignments/0/ofTransaction
            {"assignments":[{"invoice":"N","amount":"20.01"}]}                                     | 422 | assignment-refused | /assignments/0/amount
            {"assignments":[{"invoice":"N","amount":1}]}                                           | 400 | malformed-request  | /assignments/0/amount
            """)
    void refusesAnAssignmentThatDoesNotFit(String body, int status, String code, String pointer) {
        LegalEntity entity = BankDoor.entity(books);
        String number = books.issued(books.tenantOf(entity));
        String id = waiting(entity, "20.00");

        post(id, Books.unused("key"), body.replace("\"N\"", "\"" + number + "\""))
                .then()
                .statusCode(status)
                .body("code", equalTo(code))
                .body("errors[0].pointer", equalTo(pointer));
        BankDoor.ledger(number).then().body("entries", hasSize(1));
    }

    private String issuedIn(String currency, String tenant, Contract contract) {
        books.apply(List.of(), List.of(AnAccount.municipality(tenant, contract)));
        books.rated(
                RatedDay.of(tenant, contract.id(), "2026-10-01").in(currency).gpuHours("1", "10"));
        return String.valueOf(books.run(tenant).getFirst().number());
    }

    private static String waiting(LegalEntity entity, String amount) {
        String sha256 = BankDoor.upload(AStatement.of("08", BankDoor.iban(entity), "NOK")
                        .paid(amount, "B-1", AStatement.words("takk"))
                        .xml())
                .then()
                .extract()
                .path("sha256");
        return BankDoor.unmatched(sha256).then().extract().path("items[0].id");
    }

    private static Map<String, Object> part(String invoice, String amount, String ofTransaction) {
        return ofTransaction == null
                ? Map.of("invoice", invoice, "amount", amount)
                : Map.of("invoice", invoice, "amount", amount, "ofTransaction", ofTransaction);
    }

    @SafeVarargs
    private static Response assign(String id, Map<String, Object>... parts) {
        return post(id, Books.unused("key"), Map.of("assignments", List.of(parts)));
    }

    private static Response post(String id, String key, Object body) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(body)
                .post(BankDoor.TRANSACTIONS + "/" + id + "/assignments");
    }
}
