package io.wattledger.billing.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import io.wattledger.billing.invoice.BankAccount;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.payment.AStatement;
import io.wattledger.billing.tax.TaxDetermination;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.OpenApiRules;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements of banks against real ledgers; every test has a legal entity with an account of its own. */
@QuarkusTest
@WithSuite
class PaymentDoorsTest {

    private static final String STATEMENTS = "/api/v1/bank-statements";
    private static final String TRANSACTIONS = "/api/v1/bank-transactions";

    /** An invoice in euros with Norwegian VAT would need a rate of exchange. */
    private static final VatTreatment VAT_BY_THE_BUYER =
            TaxDetermination.treatment(VatCategory.AE, BigDecimal.ZERO, null, null);

    @Inject
    Books books;

    @Inject
    TenantScope scope;

    @Inject
    DeliverWebhooks deliverWebhooks;

    @ParameterizedTest
    @ValueSource(strings = {"02", "08"})
    void paysAnInvoiceOnceHoweverOftenTheFileOrTheTransactionComes(String version) {
        LegalEntity entity = entity();
        String number = issuedFor(books.tenantOf(entity));
        byte[] file = AStatement.of(version, iban(entity), "NOK")
                .paid("12.50", "B-1", AStatement.words("Faktura " + number))
                .xml();
        byte[] again = AStatement.of(version, iban(entity), "NOK")
                .named("STMT-2")
                .paid("12.50", "B-1", AStatement.words("Faktura " + number))
                .xml();

        upload(file)
                .then()
                .statusCode(201)
                .header("Location", containsString(STATEMENTS))
                .body("transactions", equalTo(1))
                .body("known", equalTo(0))
                .body("statements[0].closing.amount", equalTo("1012.50"))
                .body("byStatus.assigned", equalTo(1));
        upload(file).then().statusCode(200).body("byStatus.assigned", equalTo(1));
        upload(again).then().statusCode(201).body("known", equalTo(1)).body("byStatus.assigned", nullValue());

        ledger(number)
                .then()
                .body("state", equalTo("paid"))
                .body("balance", equalTo("0.00"))
                .body("entries.kind", contains("issued", "paid"))
                .body("entries[1].bookedOn", equalTo("2026-11-20"));
    }

    @Test
    void paysSeveralTenantsFromOneFileAndLeavesTheRestForAPerson() {
        LegalEntity entity = entity();
        String part = issuedFor(books.tenantOf(entity));
        String over = issuedFor(books.tenantOf(entity));
        String first = issuedFor(books.tenantOf(entity));
        String second = issuedFor(books.tenantOf(entity));
        byte[] file = AStatement.of("08", iban(entity), "NOK")
                .paid("2.50", "B-1", AStatement.structured(part))
                .paid("20.00", "B-2", AStatement.structured(over))
                .paid("25.00", "B-3", AStatement.structured(first) + AStatement.structured(second))
                .paid("7.00", "B-4", AStatement.words("takk"))
                .sent("100.00")
                .xml();

        String sha256 = upload(file)
                .then()
                .statusCode(201)
                .body("byStatus.assigned", equalTo(3))
                .body("byStatus.unmatched", equalTo(1))
                .body("byStatus.outgoing", equalTo(1))
                .extract()
                .path("sha256");

        ledger(part).then().body("state", equalTo("part-paid")).body("balance", equalTo("10.00"));
        ledger(over).then().body("state", equalTo("overpaid")).body("balance", equalTo("-7.50"));
        ledger(first).then().body("state", equalTo("paid"));
        ledger(second).then().body("state", equalTo("paid"));
        unmatched(sha256)
                .then()
                .body("items", hasSize(1))
                .body("items[0].reason", equalTo("no-reference"))
                .body("items[0].rest.amount", equalTo("7.00"));
    }

    @Test
    void takesBackWhatTheBankTookBackOnce() {
        LegalEntity entity = entity();
        String number = issuedFor(books.tenantOf(entity));
        upload(AStatement.of("08", iban(entity), "NOK")
                .paid("12.50", "B-1", AStatement.structured(number))
                .xml());

        upload(AStatement.of("08", iban(entity), "NOK")
                        .named("STMT-2")
                        .reversed("12.50", "R-B-1", "")
                        .reversed("12.50", "R-R-B-1", "")
                        .xml())
                .then()
                .statusCode(201)
                .body("byStatus.reversal", equalTo(1))
                .body("byStatus.unmatched", equalTo(1));

        ledger(number)
                .then()
                .body("balance", equalTo("12.50"))
                .body("entries.kind", contains("issued", "paid", "returned"))
                .body("accounts.bank", equalTo("0.00"));
    }

    @Test
    void closesAPaymentThatCameBackBeforeAnybodyKnewWhatItWasFor() {
        LegalEntity entity = entity();
        String sha256 = upload(AStatement.of("02", iban(entity), "NOK")
                        .paid("9.00", "B-1", AStatement.words("takk"))
                        .reversed("9.00", "R-B-1", "")
                        .xml())
                .then()
                .body("byStatus.returned", equalTo(1))
                .body("byStatus.reversal", equalTo(1))
                .extract()
                .path("sha256");

        unmatched(sha256).then().body("items", hasSize(0));
    }

    @Test
    void letsAPersonAssignWhatNobodyElseCouldInOtherCurrenciesToo() {
        LegalEntity entity = entity();
        String kroner = issuedFor(books.tenantOf(entity));
        String tenant = Books.unused("tenant");
        Contract contract = AnAccount.contract("c-eur", entity.id(), AnAccount.since2026(), "EUR", VAT_BY_THE_BUYER);
        String euros = issuedIn("EUR", tenant, contract);
        String sha256 = upload(AStatement.of("08", iban(entity), "NOK")
                        .paid("150.00", "B-1", AStatement.structured(euros))
                        .xml())
                .then()
                .extract()
                .path("sha256");
        String id = unmatched(sha256)
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
        ledger(euros).then().body("entries", hasSize(1));
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
        ledger(euros).then().body("state", equalTo("paid"));
        ledger(kroner).then().body("balance", equalTo("2.50"));
    }

    @Test
    void tellsTheOperatorOfWhatWaitsForAPerson() throws IOException {
        LegalEntity entity = entity();
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
    void assignsOnceUnderOneKey() {
        LegalEntity entity = entity();
        String number = issuedFor(books.tenantOf(entity));
        String id = waiting(entity, "20.00");
        String key = Books.unused("key");
        Map<String, Object> body = Map.of("assignments", List.of(part(number, "5.00", null)));

        Response first = post(id, key, body);
        Response again = post(id, key, body);

        first.then().statusCode(201);
        again.then().statusCode(201).header("Idempotency-Replayed", "true");
        assertThat(again.asByteArray()).isEqualTo(first.asByteArray());
        ledger(number).then().body("balance", equalTo("7.50"));
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
        LegalEntity entity = entity();
        String number = issuedFor(books.tenantOf(entity));
        String id = waiting(entity, "20.00");

        post(id, Books.unused("key"), body.replace("\"N\"", "\"" + number + "\""))
                .then()
                .statusCode(status)
                .body("code", equalTo(code))
                .body("errors[0].pointer", equalTo(pointer));
        ledger(number).then().body("entries", hasSize(1));
    }

    @Test
    void takesInNothingOfAFileThatIsWrong() {
        LegalEntity entity = entity();
        String number = issuedFor(books.tenantOf(entity));
        AStatement wrong = AStatement.of("08", iban(entity), "NOK")
                .paid("12.50", "B-1", AStatement.structured(number))
                .closing("1.00");

        upload(wrong.xml())
                .then()
                .statusCode(422)
                .body("code", equalTo("bank-statement-refused"))
                .body("errors[0].pointer", equalTo("/Stmt/1/Bal"));
        upload(AStatement.of("08", "NO8330001234567", "NOK").xml())
                .then()
                .statusCode(422)
                .body("errors[0].pointer", endsWith("/IBAN"));
        upload("no XML".getBytes(StandardCharsets.UTF_8)).then().statusCode(422);
        ledger(number).then().body("entries", hasSize(1));
    }

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
        LegalEntity entity = entity();
        String sha256 = upload(AStatement.of("08", iban(entity), "NOK")
                        .paid("1.00", "B-1", "")
                        .paid("2.00", "B-2", "")
                        .paid("3.00", "B-3", "")
                        .xml())
                .then()
                .extract()
                .path("sha256");

        Response first = list("file", sha256, "limit", "2");
        Response second = list("file", sha256, "limit", "2", "cursor", first.path("nextCursor"));

        first.then().body("items.amount.amount", contains("1.00", "2.00"));
        second.then().body("items.amount.amount", contains("3.00")).body("nextCursor", nullValue());
    }

    @Test
    void keepsTheSharesOfTenantsApart() {
        LegalEntity entity = entity();
        String mine = books.tenantOf(entity);
        String other = books.tenantOf(entity);
        upload(AStatement.of("08", iban(entity), "NOK")
                .paid("12.50", "B-1", AStatement.structured(issuedFor(mine)))
                .paid("12.50", "B-2", AStatement.structured(issuedFor(other)))
                .xml());

        List<String> seen = scope.inTransaction(List.of(mine), connection -> {
            try (PreparedStatement select =
                            connection.prepareStatement("SELECT DISTINCT tenant_id FROM payment_share");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return List.of(row.getString(1), String.valueOf(row.next()));
            }
        });

        assertThat(seen).containsExactly(mine, "false");
    }

    @Test
    void describesEveryRequestAboutPayments() throws IOException {
        byte[] document = given().get("/api/v1/openapi.json").asByteArray();

        assertThat(OpenApiRules.violations(new ObjectMapper().readTree(document)))
                .filteredOn(violation -> violation.contains("/bank-"))
                .isEmpty();
    }

    private LegalEntity entity() {
        String id = Books.unused("entity");
        LegalEntity plain = AnAccount.norwegianEntity(id, "P" + id.substring("entity-".length()) + "-");
        Seller seller = plain.seller();
        Seller withAccount = new Seller(
                seller.legalEntity(),
                seller.name(),
                seller.identity(),
                seller.electronicAddress(),
                seller.address(),
                seller.contact(),
                new BankAccount(ibanOf(id), null, null),
                seller.accountingCurrency());
        LegalEntity entity = new LegalEntity(withAccount, plain.invoiceSeries());
        books.apply(List.of(entity), List.of());
        return entity;
    }

    /** An account number with right check digits that no other test has. */
    private static String ibanOf(String id) {
        String account = "8601%07d".formatted(Integer.parseInt(id.substring("entity-".length())));
        int check = 98
                - new BigInteger(account + "232400").mod(BigInteger.valueOf(97)).intValue();
        return "NO%02d%s".formatted(check, account);
    }

    private static String iban(LegalEntity entity) {
        return entity.seller().bank().iban();
    }

    private String issuedFor(String tenant) {
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("1", "10"));
        return String.valueOf(books.run(tenant).getFirst().number());
    }

    private String issuedIn(String currency, String tenant, Contract contract) {
        books.apply(List.of(), List.of(AnAccount.municipality(tenant, contract)));
        books.rated(
                RatedDay.of(tenant, contract.id(), "2026-10-01").in(currency).gpuHours("1", "10"));
        return String.valueOf(books.run(tenant).getFirst().number());
    }

    private static String waiting(LegalEntity entity, String amount) {
        String sha256 = upload(AStatement.of("08", iban(entity), "NOK")
                        .paid(amount, "B-1", AStatement.words("takk"))
                        .xml())
                .then()
                .extract()
                .path("sha256");
        return unmatched(sha256).then().extract().path("items[0].id");
    }

    private static Response upload(byte[] file) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .contentType("application/xml")
                .body(file)
                .post(STATEMENTS);
    }

    private static Response unmatched(String sha256) {
        return list("file", sha256, "status", "unmatched");
    }

    private static Response list(String... query) {
        var request = given().auth().oauth2(TestTokens.auditor());
        for (int i = 0; i < query.length; i += 2) {
            request = request.queryParam(query[i], query[i + 1]);
        }
        return request.get(TRANSACTIONS);
    }

    private static Response ledger(String number) {
        return given().auth().oauth2(TestTokens.auditor()).get("/api/v1/invoices/" + number + "/entries");
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
                .post(TRANSACTIONS + "/" + id + "/assignments");
    }
}
