package io.wattledger.billing.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.xml.XmlPath;
import io.restassured.response.Response;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.InvoiceSeries;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.bookkeeping.ChartOfAccounts;
import io.wattledger.billing.bookkeeping.ChartOfAccounts.RevenueAccount;
import io.wattledger.billing.bookkeeping.ChartOfAccounts.VatAccount;
import io.wattledger.billing.bookkeeping.GeneralLedger;
import io.wattledger.billing.bookkeeping.GeneralLedger.ReminderAccounts;
import io.wattledger.billing.bookkeeping.LedgerAccount;
import io.wattledger.billing.dunning.DunningPolicy;
import io.wattledger.billing.dunning.DunningPolicy.Level;
import io.wattledger.billing.dunning.DunningPolicy.Text;
import io.wattledger.billing.flow.DunningBook;
import io.wattledger.billing.flow.RemindTenants;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** SAF-T files, by HTTP. */
@QuarkusTest
@WithSuite
class SafTDoorTest {

    private static final List<LedgerAccount> ACCOUNTS = List.of(
            new LedgerAccount("1500", "Kundefordringer", "balanseverdiForOmloepsmiddel", "1500"),
            new LedgerAccount("1920", "Bankinnskudd", "balanseverdiForOmloepsmiddel", "1920"),
            new LedgerAccount("2700", "Utgående merverdiavgift", "kortsiktigGjeld", "2740"),
            new LedgerAccount("3000", "GPU-timer", "salgsinntekt", "3000"),
            new LedgerAccount("3950", "Purregebyr", "annenDriftsinntekt", "3900"),
            new LedgerAccount("8050", "Forsinkelsesrenter", "finansinntekt", "8050"));

    @Inject
    Books books;

    @Inject
    DunningBook dunning;

    @Inject
    RemindTenants reminders;

    @Inject
    TenantScope scope;

    @Test
    void hasWhatTheJournalHasWithRemindersAndTheBalanceOfTheCustomer() {
        LegalEntity entity = entity("3");
        String tenant = books.tenantOf(entity);
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("1", "10"));
        String number = Objects.requireNonNull(books.run(tenant).getFirst().number());
        money(number + "/credit-notes", Map.of("reason", "agreed", "amount", "4.00", "issueDate", "2026-11-20"));
        money(
                number + "/entries",
                Map.of("kind", "paid", "amount", "5.50", "bookedOn", "2026-11-25", "reference", "bank-1"));
        remind(entity, tenant, LocalDate.of(2026, 12, 20));

        XmlPath november = new XmlPath(safT(entity.id(), "2026-11", "2026-11").asString());
        XmlPath december = new XmlPath(safT(entity.id(), "2026-12", "2026-12").asString());

        assertThat(november.getString("AuditFile.GeneralLedgerEntries.NumberOfEntries"))
                .isEqualTo("3");
        assertThat(november.getString("AuditFile.GeneralLedgerEntries.TotalDebit"))
                .isEqualTo("23.00")
                .isEqualTo(november.getString("AuditFile.GeneralLedgerEntries.TotalCredit"));
        assertThat(november.getString("AuditFile.MasterFiles.Customers.Customer.BalanceAccount.ClosingDebitBalance"))
                .isEqualTo("2.00");
        assertThat(december.getString("AuditFile.GeneralLedgerEntries.Journal.JournalID"))
                .isEqualTo("REMINDERS");
        assertThat(december.getString("AuditFile.MasterFiles.Customers.Customer.BalanceAccount.OpeningDebitBalance"))
                .isEqualTo("2.00");
        assertThat(december.getString("AuditFile.MasterFiles.Customers.Customer.BalanceAccount.ClosingDebitBalance"))
                .isEqualTo("72.00");
        assertThat(safT(entity.id(), "2026-11", "2026-12").asByteArray())
                .isEqualTo(safT(entity.id(), "2026-11", "2026-12").asByteArray());
        journal(entity.id(), "2026-11", "2026-12")
                .then()
                .statusCode(200)
                .body(containsString(number + "/R1,reminder,2026-12-20,1,1500,70.00,"));
    }

    @Test
    void refusesWhatCannotBeMade() {
        LegalEntity norwegian = entity("300");
        Seller seller = norwegian.seller();
        LegalEntity british = new LegalEntity(
                new Seller(
                        Books.unused("entity"),
                        seller.name(),
                        new LegalIdentity("GB", "01234567", null, null),
                        seller.electronicAddress(),
                        seller.address(),
                        seller.contact(),
                        seller.bank(),
                        Currency.getInstance("GBP")),
                new InvoiceSeries(Books.unused("GB") + "-", 6),
                norwegian.chart(),
                norwegian.ledger());
        books.apply(List.of(british), List.of());

        refused(safT(british.id(), "2026-11", "2026-11"), 422, "saf-t-only-in-norway", "registered in GB");
        refused(safT(norwegian.id(), "2026-11", "2026-11"), 422, "saf-t-invalid", "StandardTaxCode");
        refused(safT(books.legalEntity().id(), "2026-11", "2026-11"), 422, "account-not-mapped", "no chart");
        refused(safT("nobody", "2026-11", "2026-11"), 404, "not-found", "nobody");
        refused(safT(norwegian.id(), "2026-12", "2026-11"), 400, "invalid-parameter", "months");
        refused(safT(norwegian.id(), "2026-13", "2026-11"), 400, "invalid-parameter", "2026-13");
        refused(safT(norwegian.id(), "2026-11", "+999999999-12"), 400, "invalid-parameter", "999999999-12");
        given().auth()
                .oauth2(TestTokens.tenant("somebody"))
                .get("/api/v1/exports/saf-t")
                .then()
                .statusCode(403);
    }

    private LegalEntity entity(String taxCode) {
        LegalEntity plain = books.legalEntity();
        LegalEntity entity = new LegalEntity(
                plain.seller(),
                plain.invoiceSeries(),
                new ChartOfAccounts(
                        "1500",
                        "1920",
                        "7830",
                        "7770",
                        null,
                        null,
                        List.of(new RevenueAccount("3000", List.of(), null)),
                        List.of(new VatAccount(VatCategory.S, new BigDecimal("25"), "2700", taxCode))),
                new GeneralLedger(ACCOUNTS, new ReminderAccounts("3950", "8050")));
        books.apply(List.of(entity), List.of());
        return entity;
    }

    private void remind(LegalEntity entity, String tenant, LocalDate day) {
        DunningPolicy policy = new DunningPolicy(
                List.of(new Level(
                        14,
                        Map.of("NOK", new BigDecimal("70.00")),
                        false,
                        Map.of("en-GB", new Text("Due", "{total}")))),
                List.of());
        scope.inTransactionDo(
                List.of(TenantScope.NO_TENANT),
                connection -> dunning.add(
                        connection,
                        new DunningBook.PolicyKey(TenantScope.NO_TENANT, entity.id(), TenantScope.NO_TENANT),
                        new DunningBook.Kept(1, policy),
                        new DunningBook.Recorded("test", Instant.EPOCH)));
        assertThat(reminders.run(List.of(tenant), day, false, "test").made()).hasSize(1);
    }

    private static void refused(Response response, int status, String code, String detail) {
        response.then().statusCode(status).body("code", equalTo(code)).body("detail", containsString(detail));
    }

    private static void money(String path, Map<String, Object> body) {
        Response response = given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", Books.unused("key"))
                .body(body)
                .post("/api/v1/invoices/" + path);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
    }

    private static Response safT(String legalEntity, String from, String to) {
        return export("saf-t", legalEntity, from, to);
    }

    private static Response journal(String legalEntity, String from, String to) {
        return export("journal", legalEntity, from, to);
    }

    private static Response export(String kind, String legalEntity, String from, String to) {
        return given().auth()
                .oauth2(TestTokens.auditor())
                .queryParam("legalEntity", legalEntity)
                .queryParam("from", from)
                .queryParam("to", to)
                .get("/api/v1/exports/" + kind);
    }
}
