package io.wattledger.billing.flow;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.Receiver.Message;
import io.wattledger.billing.settlement.EntryKind;
import io.wattledger.billing.settlement.ReceivableEntry;
import io.wattledger.chassis.testing.OpenApiRules;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events from their cause to a real receiver. */
@QuarkusTest
@WithSuite
class WebhooksTest extends ReceivingTenant {

    private static final List<String> ALL =
            List.of("invoice.issued", "credit-note.issued", "invoice.paid", "invoice.overdue");

    @Inject
    SettleInvoice settleInvoice;

    @Inject
    WebhookBook webhooks;

    @Inject
    InvoiceBook invoices;

    @Inject
    ReceivableBook receivables;

    @Test
    void tellsOfAnInvoiceSoThatTheOfficialLibraryAcceptsItWithBothSecretsOfARotation() throws Exception {
        Response added = add(tenant, receiver.url("/in?x=1"), ALL);
        String before = added.path("secret");
        String id = added.path("id");
        String after = as(tenant)
                .header("If-Match", added.header("ETag"))
                .post(ENDPOINTS + "/" + id + "/rotate-secret")
                .then()
                .statusCode(200)
                .extract()
                .path("secret");

        String number = issued();
        deliver();

        Message message = receiver.messages().getFirst();
        new Webhook(before).verify(message.body(), message.headers().map());
        new Webhook(after).verify(message.body(), message.headers().map());
        assertThat(message.body())
                .contains("\"type\":\"invoice.issued\"", "\"number\":\"" + number + "\"", "\"payable\":\"12.50\"");
        assertThat(message.header("content-type")).isEqualTo("application/json");
        assertThat(message.header("webhook-id")).startsWith("evt_");
        assertThat(receiver.messages()).hasSize(1);
    }

    @Test
    void sendsAgainUnderTheSameIdUntilItIsTaken() {
        String id = add(tenant, receiver.answering(500).url("/"), ALL).path("id");
        issued();
        Instant began = Clock.systemUTC().instant();
        deliver();

        Response log = deliveries(id);
        log.then()
                .body("items[0].state", equalTo("pending"))
                .body("items[0].attempts.status", contains(500))
                .body("items[0].attempts[0].error", equalTo("answered 500"));
        Instant next = Instant.parse(log.path("items[0].nextAttemptAt"));
        assertThat(Duration.between(began, next)).isBetween(Duration.ofSeconds(5), Duration.ofMinutes(2));
        receiver.answering(200);
        makeDue();
        deliver();

        deliveries(id)
                .then()
                .body("items[0].state", equalTo("delivered"))
                .body("items[0].nextAttemptAt", nullValue())
                .body("items[0].attempts.status", contains(500, 200));
        assertThat(receiver.messages().stream()
                        .map(one -> one.header("webhook-id"))
                        .distinct())
                .hasSize(1);
        assertThat(receiver.messages()).hasSize(2);
    }

    @Test
    void givesUpAfterTenAttemptsAndIsSentAgainByHand() {
        String id = add(tenant, receiver.answering(503).url("/"), ALL).path("id");
        issued();
        for (int i = 0; i < 11; i++) {
            makeDue();
            deliver();
        }
        String event = deliveries(id)
                .then()
                .body("items[0].state", equalTo("dead"))
                .body("items[0].attempts", hasSize(10))
                .extract()
                .path("items[0].event");

        receiver.answering(204);
        as(tenant)
                .post(ENDPOINTS + "/" + id + "/deliveries/" + event + "/resend")
                .then()
                .statusCode(202);
        deliver();

        deliveries(id).then().body("items[0].state", equalTo("delivered")).body("items[0].attempts", hasSize(11));
        as(tenant)
                .post(ENDPOINTS + "/" + id + "/deliveries/evt_x/resend")
                .then()
                .statusCode(404);
    }

    @Test
    void asksAnEndpointThatIsGoneNoMore() {
        String id = add(tenant, receiver.answering(410).url("/"), ALL).path("id");
        issued();
        deliver();

        as(tenant)
                .get(ENDPOINTS + "/" + id)
                .then()
                .body("enabled", equalTo(false))
                .body("disabledReason", equalTo("gone"));
        deliveries(id).then().body("items[0].state", equalTo("dead"));
        makeDue();
        deliver();
        assertThat(receiver.messages()).hasSize(1);
    }

    @Test
    void followsNoRedirect() {
        String id = add(tenant, receiver.redirecting(receiver.url("/elsewhere")).url("/in"), ALL)
                .path("id");
        issued();
        deliver();

        deliveries(id).then().body("items[0].attempts[0].error", containsString("redirects are not followed"));
        assertThat(receiver.messages()).extracting(Message::path).containsExactly("/in");
    }

    /** Of the loopback addresses the test allows 127.0.0.0/8 alone; see application.properties. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://[::1]:PORT/",
                "http://[::ffff:10.0.0.1]:PORT/",
                "http://10.0.0.1:PORT/",
                "http://169.254.169.254/latest/meta-data/",
                "http://0.0.0.0:PORT/",
                "http://0x0a000001:PORT/",
                "http://[fe80::1]:PORT/"
            })
    void connectsToNoAddressThatIsNotOfTheInternet(String url) {
        String port = receiver.url("").replaceAll(".*:", "");
        String id = add(tenant, url.replace("PORT", port), ALL).path("id");
        issued();
        deliver();

        deliveries(id)
                .then()
                .body("items[0].attempts[0].status", nullValue())
                .body("items[0].attempts[0].error", startsWith("the host"));
        assertThat(receiver.messages()).isEmpty();
    }

    @Test
    void tellsOfCreditNotesAndOfThePaymentThatSettles() {
        add(tenant, receiver.url("/"), ALL);
        String number = issued();
        given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", Books.unused("key"))
                .body(Map.of("reason", "agreed", "amount", "2.00"))
                .post("/api/v1/invoices/" + number + "/credit-notes")
                .then()
                .statusCode(201);
        pay(number, "5.00", "bank-1");
        pay(number, "5.00", "bank-2");
        pay(number, "1.00", "bank-3");
        deliver();

        assertThat(receiver.messages())
                .extracting(message -> message.body().replaceAll("\\{\"type\":\"([^\"]+)\".*", "$1"))
                .containsExactlyInAnyOrder("invoice.issued", "credit-note.issued", "invoice.paid");
    }

    @Test
    void tellsOnceThatAnInvoiceIsOverdue() {
        add(tenant, receiver.url("/"), List.of("invoice.overdue"));
        issued();
        Instant new2027 = LocalDate.of(2027, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
        AnnounceEvents later =
                new AnnounceEvents(scope, webhooks, invoices, receivables, Clock.fixed(new2027, ZoneOffset.UTC));

        while (later.overdue()) {
            // Page by page, as the loop of a running service does.
        }
        assertThat(later.overdue()).isFalse();
        makeDue();
        deliver();

        assertThat(receiver.messages()).hasSize(1);
        assertThat(receiver.messages().getFirst().body())
                .contains("\"type\":\"invoice.overdue\"", "\"balance\":\"12.50\"");
    }

    @Test
    void sendsATestMessageToTheOneEndpointThatWasAskedFor() throws Exception {
        Response added = add(tenant, receiver.url("/asked"), List.of("invoice.paid"));
        String secret = added.path("secret");
        String id = added.path("id");
        add(tenant, receiver.url("/other"), ALL);

        String first = tested(id);
        String second = tested(id);
        deliver();

        assertThat(receiver.messages()).extracting(Message::path).containsExactly("/asked", "/asked");
        assertThat(receiver.messages())
                .extracting(message -> message.header("webhook-id"))
                .containsExactlyInAnyOrder(first, second);
        Message message = receiver.messages().getFirst();
        new Webhook(secret).verify(message.body(), message.headers().map());
        assertThat(message.body()).contains("\"type\":\"webhook.test\"", "\"endpoint\":\"" + id + "\"");
        deliveries(id)
                .then()
                .body("items.type", contains("webhook.test", "webhook.test"))
                .body("items.state", contains("delivered", "delivered"));
    }

    @Test
    void testsNoEndpointThatIsSwitchedOff() {
        Response added = add(tenant, receiver.url("/"), ALL);
        String path = ENDPOINTS + "/" + added.path("id");
        put(path, added.header("ETag"), Map.of("url", receiver.url("/"), "events", ALL, "enabled", false));

        as(tenant)
                .post(path + "/test")
                .then()
                .statusCode(409)
                .body("code", equalTo("endpoint-disabled"))
                .body("detail", containsString("switched-off"));
        as(tenant).get(path + "/deliveries").then().body("items", hasSize(0));
    }

    @Test
    void keepsTenantsApart() {
        String id = add(tenant, receiver.url("/"), ALL).path("id");
        String other = books.tenantOf(books.legalEntity());

        for (String path : List.of("/" + id, "/" + id + "/deliveries")) {
            as(other).get(ENDPOINTS + path).then().statusCode(404);
        }
        as(other).delete(ENDPOINTS + "/" + id).then().statusCode(404);
        as(other).post(ENDPOINTS + "/" + id + "/test").then().statusCode(404);
        as(other).get(ENDPOINTS).then().body("items", hasSize(0));
        books.rated(RatedDay.of(other, "c-2026", "2026-10-01").gpuHours("1", "10"));
        books.run(other);
        deliver();
        assertThat(receiver.messages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"url":"ftp://hooks.example/","events":["invoice.paid"]}           | /url
            {"url":"https://u:p@hooks.example/","events":["invoice.paid"]}     | /url
            {"url":"https://hooks.example:99999/","events":["invoice.paid"]}   | /url
            {"url":"https://hooks.example/","events":[]}                       | /events
            {"url":"https://hooks.example/","events":["invoice.lost"]}         | /events/0
            {"url":"https://hooks.example/","events":["payment.unmatched"]}    | /events/0
            {"url":"https://hooks.example/","events":["webhook.test"]}         | /events/0
            """)
    void refusesAnEndpointThatCannotBe(String body, String pointer) {
        as(tenant)
                .contentType(ContentType.JSON)
                .body(body)
                .post(ENDPOINTS)
                .then()
                .statusCode(422)
                .body("code", equalTo("invalid"))
                .body("errors[0].pointer", equalTo(pointer));
    }

    @Test
    void changesAnEndpointOnlyAsItWasSeen() {
        Response added = add(tenant, receiver.url("/"), ALL);
        String path = ENDPOINTS + "/" + added.path("id");
        Map<String, Object> off = Map.of("url", receiver.url("/"), "events", ALL, "enabled", false);

        put(path, null, off).then().statusCode(428).body("code", equalTo("if-match-missing"));
        put(path, "\"7\"", off).then().statusCode(412).body("code", equalTo("changed-meanwhile"));
        put(path, added.header("ETag"), off)
                .then()
                .statusCode(200)
                .header("ETag", equalTo("\"2\""))
                .body("disabledReason", equalTo("switched-off"))
                .body("secret", nullValue());
        issued();
        deliver();
        assertThat(receiver.messages()).isEmpty();
        as(tenant).delete(path).then().statusCode(204);
        as(tenant).get(path).then().statusCode(404);
    }

    @Test
    void describesEveryRequestAboutWebhooks() throws IOException {
        byte[] document = given().get("/api/v1/openapi.json").asByteArray();

        assertThat(OpenApiRules.violations(new ObjectMapper().readTree(document)))
                .filteredOn(violation -> violation.contains("/webhook"))
                .isEmpty();
    }

    private String tested(String id) {
        return as(tenant)
                .post(ENDPOINTS + "/" + id + "/test")
                .then()
                .statusCode(202)
                .extract()
                .path("event");
    }

    private void pay(String number, String amount, String reference) {
        ReceivableEntry entry =
                new ReceivableEntry(EntryKind.PAID, new BigDecimal(amount), LocalDate.of(2026, 11, 20), reference);
        scope.inTransactionDo(List.of(tenant), connection -> settleInvoice.enter(connection, number, entry, "test"));
    }
}
