package io.wattledger.billing.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.flow.AnswerBook;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.OpenApiRules;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that move money: credit notes, entries of ledgers, and runs that are previewed, approved and stopped. */
@QuarkusTest
@WithSuite
class MoneyDoorsTest {

    private static final String INVOICES = "/api/v1/invoices/";
    private static final String RUNS = "/api/v1/invoice-runs";

    @Inject
    Books books;

    @Inject
    TenantScope scope;

    @Inject
    AnswerBook answers;

    @Test
    void creditsAnInvoiceOnceHoweverOftenItIsAsked() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        String number = issuedFor(tenant);
        String key = Books.unused("key");
        Map<String, Object> body = Map.of("reason", "agreed", "lines", List.of(Map.of("line", 1, "amount", "4.00")));

        Response first = post(number + "/credit-notes", key, body);
        Response again = post(number + "/credit-notes", key, body);

        String note = entity.invoiceSeries().number(2);
        first.then()
                .statusCode(201)
                .header("Location", containsString(INVOICES + note))
                .body("number", equalTo(note))
                .body("credits", equalTo(number))
                .body("payable.amount", equalTo("5.00"));
        again.then().statusCode(201).header("Idempotency-Replayed", "true");
        assertThat(again.asByteArray()).isEqualTo(first.asByteArray());
        post(number + "/credit-notes", key, Map.of("reason", "other"))
                .then()
                .statusCode(422)
                .body("code", equalTo("idempotency-key-reused"));
        for (String type : List.of("application/json", "application/pdf", "application/xml", "text/csv")) {
            given().auth()
                    .oauth2(TestTokens.tenant(tenant))
                    .accept(type)
                    .get(INVOICES + note)
                    .then()
                    .statusCode(200);
        }
        list(tenant, "kind", "credit-note")
                .then()
                .body("items.number", contains(note))
                .body("items[0].credits", equalTo(number))
                .body("items[0].state", nullValue());
        list(tenant, "state", "part-paid")
                .then()
                .body("items.number", contains(number))
                .body("items[0].balance.amount", equalTo("7.50"));
        list(tenant, "state", "paid").then().body("items", hasSize(0));
        list(tenant, "legalEntity", entity.id()).then().body("items", hasSize(2));
        given().auth()
                .oauth2(TestTokens.tenant(tenant))
                .get(INVOICES + number + "/revisions")
                .then()
                .statusCode(200)
                .body("lines[0].credited.amount", equalTo("4.00"))
                .body("lines[0].difference.amount", equalTo("0.00"))
                .body("lines[0].corrections[0].number", equalTo(note));
    }

    @Test
    void refusesARequestWhileAnotherUnderItsKeyIsWorkedOn() {
        String number = issuedFor(books.tenantOf(books.legalEntity()));
        String key = Books.unused("key");
        AnswerBook.RequestKey claimed = new AnswerBook.RequestKey(TenantScope.NO_TENANT, "test-operator", key);

        scope.inTransactionDo(List.of(TenantScope.NO_TENANT), connection -> {
            assertThat(answers.claim(connection, claimed)).isTrue();
            post(number + "/credit-notes", key, Map.of("reason", "agreed"))
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("idempotency-key-in-use"));
        });
        post(number + "/credit-notes", key, Map.of("reason", "agreed")).then().statusCode(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"reason":"r","amount":"10.01"}                       | 422 | nothing-left-to-credit | /amount
            {"reason":"r","lines":[{"line":2}]}                   | 422 | nothing-left-to-credit | /lines
            {"reason":"r","lines":[{"line":1},{"line":1}]}        | 422 | invalid                | /lines/1/line
            {"reason":"r","lines":[{"line":1}],"amount":"1.00"}   | 422 | invalid                | /amount
            {"reason":" "}                                        | 422 | invalid                | /reason
            {"reason":"r","amount":1}                             | 400 | malformed-request      | /amount
            {}                                                    | 400 | malformed-request      | /reason
            """)
    void refusesACreditNoteThatCannotBe(String body, int status, String code, String pointer) {
        String number = issuedFor(books.tenantOf(books.legalEntity()));

        post(number + "/credit-notes", Books.unused("key"), body)
                .then()
                .statusCode(status)
                .body("code", equalTo(code))
                .body("errors[0].pointer", equalTo(pointer));
    }

    @Test
    void creditsNoCreditNoteAndNothingUnknown() {
        LegalEntity entity = books.legalEntity();
        String number = issuedFor(books.tenantOf(entity));
        post(number + "/credit-notes", Books.unused("key"), Map.of("reason", "void"))
                .then()
                .statusCode(201);

        post(entity.invoiceSeries().number(2) + "/credit-notes", Books.unused("key"), Map.of("reason", "r"))
                .then()
                .statusCode(422)
                .body("code", equalTo("not-an-invoice"));
        post("NOPE-1/credit-notes", Books.unused("key"), Map.of("reason", "r"))
                .then()
                .statusCode(404);
    }

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

    @Test
    void keepsALedgerWhoseDebitsAreItsCredits() {
        String tenant = books.tenantOf(books.legalEntity());
        String number = issuedFor(tenant);

        post(number + "/entries", Books.unused("key"), entry("paid", "10.00", "bank-1"))
                .then()
                .statusCode(201)
                .body("state", equalTo("part-paid"))
                .body("balance", equalTo("2.50"));
        post(number + "/entries", Books.unused("key"), entry("paid", "10.00", "bank-1"))
                .then()
                .statusCode(422)
                .body("code", equalTo("entry-refused"));
        post(number + "/entries", Books.unused("key"), entry("written-off", "2.50", "not worth a letter"))
                .then()
                .statusCode(201);
        post(number + "/entries", Books.unused("key"), entry("credited", "1.00", "x"))
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/kind"));
        given().auth()
                .oauth2(TestTokens.tenant(tenant))
                .get(INVOICES + number + "/entries")
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
                .get(INVOICES + number + "/entries")
                .then()
                .statusCode(404);
    }

    @Test
    void previewsWithoutEffect() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("1", "10"));

        String run = start("?dryRun=true", Map.of("periods", List.of("2026-10"), "tenants", List.of(tenant)));
        books.work();

        get(run).then()
                .body("state", equalTo("previewed"))
                .body("items[0].outcome", nullValue())
                .body("items[0].preview.outcome", equalTo("issued"))
                .body("items[0].preview.documents[0].payable", equalTo("12.50"))
                .body("items[0].preview.documents[0].type", equalTo("invoice"));
        list(tenant, "period", "2026-10").then().body("items", hasSize(0));
        assertThat(books.run(tenant))
                .extracting(ItemState::number)
                .containsExactly(entity.invoiceSeries().number(1));
    }

    @Test
    void waitsForASecondPersonAndIssuesWhatThatPersonHasSeen() {
        LegalEntity entity = books.legalEntity();
        String seen = books.tenantOf(entity);
        String changed = books.tenantOf(entity);
        books.rated(
                RatedDay.of(seen, "c-2026", "2026-10-01").gpuHours("1", "10"),
                RatedDay.of(changed, "c-2026", "2026-10-01").gpuHours("1", "10"));
        String run = start(
                "", Map.of("periods", List.of("2026-10"), "tenants", List.of(seen, changed), "approval", "required"));
        approve(run, TestTokens.operator("second")).then().statusCode(409).body("code", equalTo("run-not-waiting"));
        books.work();

        get(run).then().body("state", equalTo("awaiting-approval"));
        approve(run, TestTokens.operator()).then().statusCode(403).body("code", equalTo("second-person-needed"));
        approve(run, TestTokens.operator("second"))
                .then()
                .statusCode(200)
                .body("state", equalTo("running"))
                .body("approvedBy", equalTo("second"));
        books.rated(
                RatedDay.of(changed, "c-2026", "2026-10-01").gpuHours("2", "10").revision(2));
        books.work();

        get(run).then()
                .body("state", equalTo("finished"))
                .body("items.outcome", contains("issued", "held"))
                .body("items[1].reasons[0].code", equalTo("changed-since-approval"));
    }

    @Test
    void listsRunsTheLatestFirstWithTheirOutcomes() {
        LegalEntity entity = books.legalEntity();
        List<String> tenants = List.of(books.tenantOf(entity), books.tenantOf(entity));
        books.rated(RatedDay.of(tenants.getFirst(), "c-2026", "2026-10-01").gpuHours("1", "10"));
        Map<String, Object> october = Map.of("periods", List.of("2026-10"), "tenants", tenants);
        String previewed = start("?dryRun=true", october);
        books.work();
        String issued = start("", october);
        books.work();

        Response latest = runs("limit", "1");
        latest.then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].id", equalTo(idOf(issued)))
                .body("items[0].state", equalTo("finished"))
                .body("items[0].requestedBy", equalTo("test-operator"))
                .body("items[0].periods", contains("2026-10"))
                .body("items[0].items", equalTo(2))
                .body("items[0].outcomes.issued", equalTo(1))
                .body("items[0].outcomes.size()", equalTo(2));
        runs("limit", "1", "cursor", latest.path("nextCursor"))
                .then()
                .statusCode(200)
                .body("items.id", contains(idOf(previewed)))
                .body("items[0].state", equalTo("previewed"))
                .body("items[0].items", equalTo(2))
                .body("items[0].outcomes", anEmptyMap());
        runs("cursor", "bm90CmE", "limit", "1").then().statusCode(400).body("code", equalTo("invalid-parameter"));
        runs("limit", "0").then().statusCode(400).body("errors[0].pointer", equalTo("limit"));
    }

    private static String idOf(String run) {
        return run.substring(RUNS.length() + 1);
    }

    private static Response runs(String... parameters) {
        var request = given().auth().oauth2(TestTokens.operator());
        for (int i = 0; i < parameters.length; i += 2) {
            request.queryParam(parameters[i], parameters[i + 1]);
        }
        return request.get(RUNS);
    }

    @Test
    void stopsARunAndLeavesTheRestForAnother() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("1", "10"));
        String run = start("", Map.of("periods", List.of("2026-10"), "tenants", List.of(tenant)));

        act(run, "stop", TestTokens.operator())
                .then()
                .statusCode(200)
                .body("state", equalTo("stopped"))
                .body("stoppedBy", equalTo("test-operator"));
        books.work();

        get(run).then().body("state", equalTo("stopped")).body("items[0].outcome", nullValue());
        act(run, "stop", TestTokens.operator()).then().statusCode(409).body("code", equalTo("run-ended"));
        assertThat(books.run(tenant)).extracting(ItemState::outcome).containsExactly("issued");
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

    private String issuedFor(String tenant) {
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("1", "10"));
        String number = books.run(tenant).getFirst().number();
        assertThat(number).isNotNull();
        return number;
    }

    private static Map<String, Object> entry(String kind, String amount, String reference) {
        return Map.of("kind", kind, "amount", amount, "bookedOn", "2026-11-20", "reference", reference);
    }

    private static Response post(String path, String key, Object body) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(body)
                .post(INVOICES + path);
    }

    private static Response list(String tenant, String filter, String value) {
        return given().auth()
                .oauth2(TestTokens.tenant(tenant))
                .queryParam(filter, value)
                .get("/api/v1/invoices");
    }

    private static String start(String query, Map<String, Object> body) {
        return URI.create(given().auth()
                        .oauth2(TestTokens.operator())
                        .contentType(ContentType.JSON)
                        .header("Idempotency-Key", Books.unused("key"))
                        .body(body)
                        .post(RUNS + query)
                        .then()
                        .statusCode(202)
                        .extract()
                        .header("Location"))
                .getPath();
    }

    private static Response get(String path) {
        return given().auth().oauth2(TestTokens.auditor()).get(path);
    }

    private static Response approve(String run, String token) {
        return act(run, "approve", token);
    }

    private static Response act(String run, String what, String token) {
        return given().auth()
                .oauth2(token)
                .header("Idempotency-Key", Books.unused("key"))
                .post(run + "/" + what);
    }
}
