package io.wattledger.billing.flow;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.wattledger.billing.Books;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.flow.RemindTenants.Made;
import io.wattledger.billing.settlement.EntryKind;
import io.wattledger.billing.settlement.ReceivableEntry;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.OpenApiRules;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reminders on the real database; invoices are issued on 2 November and due on 2 December 2026. */
@QuarkusTest
@WithSuite
class RemindersTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 12, 16);
    private static final String POLICY = """
            {"levels": [
               {"daysAfterDue": 14, "fees": {}, "chargesInterest": false,
                "texts": {"en-GB": {"subject": "Reminder of {number}", "body": "Dear {buyer},\\n\\nplease pay {total}."},
                          "nb-NO": {"subject": "Påminnelse om {number}", "body": "Til {buyer},\\n\\nvennligst betal {total}."}}},
               {"daysAfterDue": 28, "fees": {"NOK": "70.00"}, "chargesInterest": true,
                "texts": {"en-GB": {"subject": "Second reminder", "body": "Please pay {total}."}}}],
             "interest": [{"country": "NO", "daysOfYear": 365, "source": "ministry of finance",
                           "rates": [{"from": "2026-07-01", "percent": "12.25"}]}]}
            """;

    @Inject
    Books books;

    @Inject
    RemindTenants remindTenants;

    @Inject
    SettleInvoice settleInvoice;

    @Inject
    TenantScope scope;

    private LegalEntity entity;
    private String tenant;
    private String number;

    @BeforeEach
    void issue() {
        entity = books.legalEntity();
        tenant = books.tenantOf(entity);
        number = books.issued(tenant);
    }

    @Test
    void remindsOncePerLevelAndPreviewsWithoutEffect() throws Exception {
        set(policyOfEntity(), null, POLICY).then().statusCode(200).header("ETag", equalTo("\"1\""));

        assertThat(run(FIRST.minusDays(1), false)).isEmpty();
        assertThat(run(FIRST, true)).hasSize(1);
        assertThat(run(FIRST, false)).singleElement().satisfies(made -> {
            assertThat(made.reminder().level()).isEqualTo(1);
            assertThat(made.reminder().letter().subject()).isEqualTo("Påminnelse om " + number);
        });
        assertThat(run(FIRST, false)).isEmpty();
        assertThat(run(FIRST.plusDays(14), false)).singleElement().satisfies(made -> {
            assertThat(made.reminder().claim().fee().amount()).isEqualTo("70.00");
            assertThat(made.reminder().claim().interest().amount()).isEqualTo("0.12");
        });

        String hash = reminders(tenant)
                .then()
                .body("items", hasSize(2))
                .body("items[0].total.amount", equalTo("12.50"))
                .body("items[1].total.amount", equalTo("82.62"))
                .extract()
                .path("items[0].pdfSha256");
        byte[] pdf = given().auth()
                .oauth2(TestTokens.tenant(tenant))
                .accept("application/pdf")
                .get("/api/v1/invoices/" + number + "/reminders/1")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(pdf)))
                .isEqualTo(hash);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(new PDFTextStripper().getText(document).replace('\u00A0', ' '))
                    .contains("Påminnelse om " + number, "vennligst betal NOK 12,50", "NO93 8601 1117 947", "12,50");
        }
    }

    @Test
    void leavesAloneWhatIsPaidOrDisputed() {
        set(policyOfEntity(), null, POLICY);
        dispute(TestTokens.tenant(tenant), true).then().statusCode(200);

        assertThat(run(FIRST, false)).isEmpty();
        reminders(tenant).then().body("disputed", equalTo(true)).body("items", hasSize(0));
        dispute(TestTokens.tenant(tenant), false).then().statusCode(403);
        dispute(TestTokens.operator(), false).then().statusCode(200);
        assertThat(run(FIRST, true)).hasSize(1);

        ReceivableEntry payment =
                new ReceivableEntry(EntryKind.PAID, new BigDecimal("12.50"), FIRST.minusDays(2), "bank-1");
        scope.inTransactionDo(List.of(tenant), connection -> settleInvoice.enter(connection, number, payment, "test"));
        assertThat(run(FIRST, false)).isEmpty();
    }

    @Test
    void prefersThePolicyOfTheContract() {
        set(policyOfEntity(), null, POLICY);
        set(
                        "/api/v1/accounts/" + tenant + "/contracts/c-2026/dunning-policy",
                        null,
                        POLICY.replace("\"daysAfterDue\": 14", "\"daysAfterDue\": 20"))
                .then()
                .statusCode(200);

        assertThat(run(FIRST, false)).isEmpty();
        assertThat(run(FIRST.plusDays(6), false)).hasSize(1);
    }

    @Test
    void remindsOnceWhenTwoRunsMeet() {
        set(policyOfEntity(), null, POLICY);

        List<CompletableFuture<List<Made>>> runs = List.of(
                CompletableFuture.supplyAsync(() -> run(FIRST, false)),
                CompletableFuture.supplyAsync(() -> run(FIRST, false)));

        assertThat(runs.stream().mapToInt(run -> run.join().size()).sum()).isEqualTo(1);
        reminders(tenant).then().body("items", hasSize(1));
    }

    @Test
    void changesAPolicyOnlyAsItWasSeenAndIfItIsRight() {
        set(policyOfEntity(), null, POLICY);

        set(policyOfEntity(), null, POLICY).then().statusCode(428).body("code", equalTo("if-match-missing"));
        set(policyOfEntity(), "\"3\"", POLICY).then().statusCode(412).body("code", equalTo("changed-meanwhile"));
        set(policyOfEntity(), "\"1\"", POLICY.replace("\"daysAfterDue\": 28", "\"daysAfterDue\": 14"))
                .then()
                .statusCode(422)
                .body("code", equalTo("invalid"))
                .body("errors[0].pointer", equalTo("/levels/1/daysAfterDue"));
        set(policyOfEntity(), "\"1\"", POLICY.replace("70.00", "75.00"))
                .then()
                .statusCode(200)
                .header("ETag", equalTo("\"2\""));
        given().auth()
                .oauth2(TestTokens.auditor())
                .get(policyOfEntity())
                .then()
                .body("levels[1].fees.NOK", equalTo("75.00"));
    }

    @Test
    void keepsTenantsApart() {
        String other = books.tenantOf(entity);

        reminders(other).then().statusCode(404);
        dispute(TestTokens.tenant(other), true).then().statusCode(404);
        assertThat(remindTenants.run(List.of(other), FIRST, true, "test").made())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "tenant, POST, /api/v1/dunning-runs, 403",
        "auditor, POST, /api/v1/dunning-runs, 403",
        "operator, POST, /api/v1/dunning-runs?dryRun=true, 200",
        "tenant, GET, /api/v1/legal-entities/x/dunning-policy, 403",
        "auditor, GET, /api/v1/legal-entities/x/dunning-policy, 404",
        "auditor, GET, /api/v1/accounts/x/contracts/x/dunning-policy, 404",
        "auditor, GET, /api/v1/invoices/x/reminders, 404",
        "operator, PUT, /api/v1/invoices/x/dispute, 400"
    })
    void answersEachRoleAsTheTableSays(String role, String method, String path, int status) {
        given().auth()
                .oauth2(TestTokens.token(role, "somebody"))
                .contentType(ContentType.JSON)
                .body("{\"tenants\":[\"nobody\"]}")
                .request(method, path)
                .then()
                .statusCode(status)
                .contentType(status == 200 ? startsWith("application/json") : startsWith("application/problem+json"));
    }

    @ParameterizedTest
    @CsvSource({"?dryRun=true, 200", "?dryRun=1, 400", "?dryRun, 400"})
    void needsNoBodyAndTakesNoOtherWordForADryRun(String query, int status) {
        given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .post("/api/v1/dunning-runs" + query)
                .then()
                .statusCode(status);
    }

    @Test
    void remindsNobodyWhereNobodyIsNamed() {
        given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body("{\"tenants\":[]}")
                .post("/api/v1/dunning-runs?dryRun=true")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/tenants"));
    }

    @Test
    void describesEveryRequestAboutDunning() throws IOException {
        byte[] document = given().get("/api/v1/openapi.json").asByteArray();

        assertThat(OpenApiRules.violations(new ObjectMapper().readTree(document)))
                .filteredOn(violation -> violation.contains("dunning")
                        || violation.contains("reminders")
                        || violation.contains("dispute"))
                .isEmpty();
    }

    private List<Made> run(LocalDate today, boolean isPreview) {
        return remindTenants.run(List.of(tenant), today, isPreview, "test").made();
    }

    private String policyOfEntity() {
        return "/api/v1/legal-entities/" + entity.id() + "/dunning-policy";
    }

    private Response set(String path, String ifMatch, String policy) {
        var request = given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body(policy);
        return (ifMatch == null ? request : request.header("If-Match", ifMatch)).put(path);
    }

    private Response reminders(String who) {
        return given().auth().oauth2(TestTokens.tenant(who)).get("/api/v1/invoices/" + number + "/reminders");
    }

    private Response dispute(String token, boolean isDisputed) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(Map.of("disputed", isDisputed, "reason", "the hours are wrong"))
                .put("/api/v1/invoices/" + number + "/dispute");
    }
}
