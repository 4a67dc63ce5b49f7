package io.wattledger.billing.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.InvoiceSeries;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.account.Resale;
import io.wattledger.billing.bookkeeping.ChartOfAccounts;
import io.wattledger.billing.bookkeeping.ChartOfAccounts.RevenueAccount;
import io.wattledger.billing.bookkeeping.ChartOfAccounts.VatAccount;
import io.wattledger.billing.contract.BillingTerms;
import io.wattledger.billing.contract.ChargeSelection;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.ContractReferences;
import io.wattledger.billing.contract.CostCentre;
import io.wattledger.billing.contract.Discount;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.contract.UnpricedUsage;
import io.wattledger.billing.document.CsvTable;
import io.wattledger.billing.flow.RunBook;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.invoice.BankAccount;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.BuyerKind;
import io.wattledger.billing.invoice.Contact;
import io.wattledger.billing.invoice.ElectronicAddress;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.PostalAddress;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** What a reseller is shown and what is booked of it: preview, printed invoice, journal, and VAT abroad. */
@QuarkusTest
@WithSuite
class ResellerPapersTest {

    private static final Currency POUNDS = Currency.getInstance("GBP");

    @Inject
    Books books;

    private final String market = Books.unused("market");
    private final String one = Books.unused("one");
    private final String two = Books.unused("two");

    @Test
    void previewsWhatItWouldBeInvoicedAndHasNoEffect() {
        sold(norwegian(), municipal());

        String run = books.start(Books.OCTOBER, RunBook.Mode.PREVIEW, one, two, market);
        books.work();

        List<ItemState> items = books.items(run);
        ItemState previewed = items.stream()
                .filter(item -> item.key().tenant().equals(market))
                .findFirst()
                .orElseThrow();
        assertThat(Objects.requireNonNull(previewed.preview()).documents())
                .singleElement()
                .satisfies(document -> {
                    assertThat(document.net()).isEqualByComparingTo("262.50");
                    assertThat(document.payable()).isEqualByComparingTo("328.13");
                    assertThat(document.lines()).isEqualTo(2);
                });
        assertThat(items.stream()
                        .filter(item -> !item.key().tenant().equals(market))
                        .map(item -> Objects.requireNonNull(item.preview()).outcome()))
                .containsOnly("invoiced-to");
        assertThat(invoices(market)).isEmpty();
        // What was previewed is what is issued.
        assertThat(issued().path("totals.payable.amount").toString()).isEqualTo("328.13");
        assertThat(issued().<List<String>>path("lines.item.usedBy"))
                .containsExactlyInAnyOrder("Fjordtal " + one, "Fjordtal " + two);
    }

    @Test
    void printsALineGroupForEachTenantWithItsMargin() throws IOException {
        sold(norwegian(), municipal());
        books.run(one, two, market);
        byte[] pdf = as(TestTokens.tenant(market))
                .accept("application/pdf")
                .get("/api/v1/invoices/" + invoices(market).getFirst())
                .asByteArray();

        try (PDDocument document = Loader.loadPDF(pdf)) {
            String text = new PDFTextStripper()
                    .getText(document)
                    .replace('\u00A0', ' ')
                    .replaceAll("\\s+", " ");
            assertThat(text)
                    .contains("Nordmarked AS", one + " › research · Fjordtal " + one + " · Kostnadssted 4711")
                    .contains(two + " › web · Fjordtal " + two + " 2 GPU-tid", "Reseller margin 12,5 %")
                    .contains("87,50", "175,00", "262,50", "328,13");
        }
        as(TestTokens.tenant(one))
                .accept("application/pdf")
                .get("/api/v1/invoices/" + invoices(market).getFirst())
                .then()
                .statusCode(404);
    }

    /** The reseller is the customer of all of it; whose usage it was stands in the project. */
    @Test
    void booksTheResellerAndSaysWhoseUsageItWas() {
        LegalEntity entity = norwegian();
        sold(entity, municipal());
        books.run(one, two, market);

        CsvTable journal = CsvTable.read(as(TestTokens.auditor())
                .queryParam("legalEntity", entity.id())
                .queryParam("period", "2026-11")
                .get("/api/v1/exports/journal")
                .asByteArray());

        assertThat(journal.rows()).allMatch(row -> row.getField("customer").equals(market));
        assertThat(journal.rows().stream()
                        .filter(row -> row.getField("account").equals("3000"))
                        .map(row -> row.getField("project") + " " + row.getField("credit")))
                .containsExactlyInAnyOrder(one + " › research 87.50", two + " › web 175.00");
        assertThat(total(journal, "debit"))
                .isEqualByComparingTo(total(journal, "credit"))
                .isEqualByComparingTo("328.13");
    }

    /** VAT follows the reseller: a German business owes it itself, whatever the tenants are (VAT Act 1994 s. 7A). */
    @Test
    void leavesVatToAResellerAbroad() throws IOException {
        LegalEntity entity = british();
        Buyer german = new Buyer(
                market,
                "Marktplatz Überlingen GmbH",
                BuyerKind.BUSINESS,
                new LegalIdentity("DE", "HRB 4711", "DE123456788", null),
                new ElectronicAddress("9930", "DE123456788"),
                new PostalAddress("Große Straße 5", null, "Überlingen", "88662", "DE"),
                "rechnung@marktplatz.example",
                "de-DE");
        sold(entity, german);
        books.run(one, two, market);

        Response invoice = issued();
        assertThat(invoice.path("totals.vat.amount").toString()).isEqualTo("0.00");
        assertThat(invoice.path("totals.payable.amount").toString()).isEqualTo("262.50");
        assertThat(invoice.path("vatBreakdown[0].vat.category").toString()).isEqualTo("AE");
        assertThat(invoice.path("vatBreakdown[0].ground.rule").toString()).isEqualTo("gb-to-eu");
        byte[] pdf = as(TestTokens.operator())
                .accept("application/pdf")
                .get("/api/v1/invoices/" + invoices(market).getFirst())
                .asByteArray();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(new PDFTextStripper().getText(document))
                    .contains("Steuerschuldnerschaft des Leistungsempfängers", "DE123456788", two + " › web");
        }
    }

    private Buyer municipal() {
        return AnAccount.municipalBuyer(market, "Nordmarked AS");
    }

    /** A market with two tenants, of which 100 and 200 are rated in October, less 12.5 per cent. */
    private void sold(LegalEntity entity, Buyer reseller) {
        boolean foreign =
                !entity.seller().accountingCurrency().getCurrencyCode().equals("NOK");
        Discount margin = new Discount(
                "margin",
                "Reseller margin",
                new Reduction.PerCent(new BigDecimal("12.5")),
                ChargeSelection.COMPUTE,
                new Discount.Scope(List.of("m-2026"), YearMonth.of(2026, 1), null),
                null,
                null,
                null);
        CostCentre research = new CostCentre(one + " › research", YearMonth.of(2026, 2), "4711");
        Contract resale = contract("m-2026", entity, foreign, research);
        books.apply(
                List.of(entity),
                List.of(
                        new Account(reseller, List.of(resale), new CommercialTerms(List.of(margin), List.of())),
                        tenant(one, entity, foreign),
                        tenant(two, entity, foreign)));
        String currency = foreign ? "GBP" : "NOK";
        books.rated(
                day(one, "research").in(currency).gpuHours("10", "10"),
                day(two, "web").in(currency).gpuHours("20", "10"));
    }

    private Account tenant(String name, LegalEntity entity, boolean foreign) {
        return new Account(
                AnAccount.municipalBuyer(name, "Fjordtal " + name),
                List.of(contract("c-2026", entity, foreign)),
                null,
                List.of(new Resale(YearMonth.of(2026, 1), market, "m-2026")));
    }

    /** How it is taxed is decided, not stated. */
    private static Contract contract(String id, LegalEntity entity, boolean foreign, CostCentre... costCentres) {
        return new Contract(
                id,
                entity.id(),
                AnAccount.since2026(),
                "nordic",
                foreign ? POUNDS : Currency.getInstance("NOK"),
                new BillingTerms(ZoneId.of("Europe/Oslo"), 30, UnpricedUsage.HOLD),
                new ContractReferences("4711 Ola Nordmann", "PO-2026-0117", null, null, null, List.of(costCentres)),
                null);
    }

    private LegalEntity norwegian() {
        LegalEntity entity = AnAccount.norwegianEntity(Books.unused("entity"), Books.unused("R") + "-");
        return new LegalEntity(
                entity.seller(),
                entity.invoiceSeries(),
                new ChartOfAccounts(
                        "1500",
                        "1920",
                        "7830",
                        "7770",
                        null,
                        null,
                        List.of(new RevenueAccount("3000", List.of(), null)),
                        List.of(new VatAccount(VatCategory.S, new BigDecimal("25"), "2700", "3"))));
    }

    private static LegalEntity british() {
        return new LegalEntity(
                new Seller(
                        Books.unused("entity"),
                        "Nordlys Compute Ltd",
                        new LegalIdentity("GB", "12345678", "GB123456782", null),
                        new ElectronicAddress("9932", "GB123456782"),
                        new PostalAddress("1 Langston Road", null, "Loughton", "IG10 3TS", "GB"),
                        new Contact("Billing desk", "+44 20 0000 0000", "billing@nordlys.example"),
                        new BankAccount("GB29NWBK60161331926819", "NWBKGB2LXXX", "Nordlys Compute Ltd"),
                        POUNDS),
                new InvoiceSeries(Books.unused("G") + "-", 6));
    }

    private Response issued() {
        if (invoices(market).isEmpty()) {
            books.run(one, two, market);
        }
        return as(TestTokens.operator())
                .accept("application/json")
                .get("/api/v1/invoices/" + invoices(market).getFirst());
    }

    private static List<String> invoices(String tenant) {
        return as(TestTokens.operator())
                .queryParam("tenant", tenant)
                .get("/api/v1/invoices")
                .path("items.number");
    }

    private static RatedDay day(String tenant, String project) {
        return RatedDay.of(tenant, "c-2026", "2026-10-01").at(project, "glomfjord", "h100-sxm");
    }

    private static BigDecimal total(CsvTable csv, String column) {
        return csv.sum(column, row -> !row.getField(column).isEmpty());
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }
}
