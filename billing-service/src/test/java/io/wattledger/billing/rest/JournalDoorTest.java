package io.wattledger.billing.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.bookkeeping.ChartOfAccounts;
import io.wattledger.billing.bookkeeping.ChartOfAccounts.RevenueAccount;
import io.wattledger.billing.bookkeeping.ChartOfAccounts.VatAccount;
import io.wattledger.billing.document.CsvTable;
import io.wattledger.billing.flow.ApplyCatalog;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.tax.TaxDetermination;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The journal of a legal entity, by HTTP. */
@QuarkusTest
@WithSuite
class JournalDoorTest {

    private static final ChartOfAccounts CHART = new ChartOfAccounts(
            "1500",
            "1920",
            "7830",
            "7770",
            null,
            null,
            List.of(new RevenueAccount("3000", List.of(), null)),
            List.of(
                    new VatAccount(VatCategory.S, new BigDecimal("25"), "2700", "3"),
                    new VatAccount(VatCategory.G, BigDecimal.ZERO, null, "52")));

    @Inject
    Books books;

    @Test
    void hasInvoicesCreditNotesAndPaymentsOfTheMonthBalanced() {
        LegalEntity entity = books.legalEntity();
        books.apply(List.of(new LegalEntity(entity.seller(), entity.invoiceSeries(), CHART)), List.of());
        String number = issued(entity);
        money(number + "/credit-notes", Map.of("reason", "agreed", "amount", "4.00", "issueDate", "2026-11-20"));
        money(
                number + "/entries",
                Map.of("kind", "paid", "amount", "7.50", "bookedOn", "2026-11-25", "reference", "bank-1"));
        money(
                number + "/entries",
                Map.of("kind", "paid", "amount", "0.01", "bookedOn", "2026-10-30", "reference", "bank-2"));

        CsvTable journal = CsvTable.read(journal(entity.id(), "2026-11").asByteArray());

        assertThat(journal.rows().stream()
                        .map(row -> row.getField("voucher_kind"))
                        .distinct())
                .containsExactly("invoice", "credit-note", "payment");
        assertThat(total(journal, "debit")).isEqualByComparingTo(total(journal, "credit"));
        assertThat(journal.sum(
                        "debit",
                        row -> row.getField("account").equals("1500")
                                && !row.getField("debit").isEmpty()))
                .isEqualByComparingTo("12.50");
        assertThat(journal.sum(
                        "debit",
                        row -> row.getField("account").equals("1920")
                                && !row.getField("debit").isEmpty()))
                .isEqualByComparingTo("7.50");
        assertThat(journal.rows().stream()
                        .filter(row -> row.getField("account").equals("2700"))
                        .map(row -> row.getField("tax_code")))
                .containsExactly("3", "3");
        assertThat(CsvTable.read(journal(entity.id(), "2026-10").asByteArray()).rows())
                .hasSize(2);
    }

    /** Rates of days before the invoice may come after it, or be corrected; what was booked stays, and is taken back as it was. */
    @Test
    void booksAnInvoiceAndItsCreditNoteByTheRateThatWasKnownWhenItWasIssued() {
        LegalEntity entity = books.legalEntity();
        books.apply(List.of(new LegalEntity(entity.seller(), entity.invoiceSeries(), CHART)), List.of());
        rate("2026-10-29", "11.6365");
        String number = issuedInKoruny(entity);
        byte[] booked = journal(entity.id(), "2026-11").asByteArray();

        rate("2026-10-30", "11.7000");
        rate("2026-10-29", "11.6400");

        assertThat(journal(entity.id(), "2026-11").asByteArray()).isEqualTo(booked);
        money(number + "/credit-notes", Map.of("reason", "agreed", "amount", "400.00", "issueDate", "2026-12-01"));
        money(
                number + "/entries",
                Map.of("kind", "paid", "amount", "600.00", "bookedOn", "2026-12-01", "reference", "bank-1"));
        CsvTable december = CsvTable.read(journal(entity.id(), "2026-12").asByteArray());
        assertThat(CsvTable.read(booked).rows().stream().map(row -> row.getField("exchange_rate")))
                .containsOnly("11.6365");
        assertThat(december.rows().stream().map(row -> row.getField("voucher_kind") + row.getField("exchange_rate")))
                .containsOnly("credit-note11.6365", "payment11.6365");
    }

    private String issuedInKoruny(LegalEntity entity) {
        String tenant = Books.unused("tenant");
        VatTreatment export = TaxDetermination.treatment(VatCategory.G, BigDecimal.ZERO, null, null);
        books.apply(
                List.of(),
                List.of(AnAccount.municipality(
                        tenant, AnAccount.contract("c-2026", entity.id(), AnAccount.since2026(), "CZK", export))));
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-01")
                .gpuHours("100", "10")
                .in("CZK"));
        return Objects.requireNonNull(books.run(tenant).getFirst().number());
    }

    private void rate(String day, String rate) {
        books.apply(new ApplyCatalog.Catalog(
                List.of(),
                List.of(),
                List.of(new ExchangeRate(
                        Currency.getInstance("CZK"),
                        Currency.getInstance("NOK"),
                        LocalDate.parse(day),
                        new BigDecimal(rate),
                        "Norges Bank")),
                List.of()));
    }

    @Test
    void refusesWhatNoAccountIsMappedFor() {
        LegalEntity entity = books.legalEntity();
        issued(entity);

        journal(entity.id(), "2026-11")
                .then()
                .statusCode(422)
                .body("code", equalTo("account-not-mapped"))
                .body("errors[0].pointer", equalTo("/legalEntities/" + entity.id() + "/chart"))
                .body("detail", containsString("has no chart of accounts"));
        journal("nobody", "2026-11").then().statusCode(404);
        journal(entity.id(), "November").then().statusCode(400).body("code", equalTo("invalid-parameter"));
    }

    private String issued(LegalEntity entity) {
        String tenant = books.tenantOf(entity);
        return books.issued(tenant);
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

    private static Response journal(String legalEntity, String period) {
        return given().auth()
                .oauth2(TestTokens.auditor())
                .queryParam("legalEntity", legalEntity)
                .queryParam("period", period)
                .get("/api/v1/exports/journal");
    }

    private static BigDecimal total(CsvTable csv, String column) {
        return csv.sum(column, row -> !row.getField(column).isEmpty());
    }
}
