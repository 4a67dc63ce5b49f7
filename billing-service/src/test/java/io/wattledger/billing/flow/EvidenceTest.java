package io.wattledger.billing.flow;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.BillingTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.ContractReferences;
import io.wattledger.billing.contract.Corrections;
import io.wattledger.billing.contract.CostCentre;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whatever was issued can be computed again from what was written down of it, however much was corrected since. */
@QuarkusTest
@WithSuite
class EvidenceTest {

    private static final YearMonth SEPTEMBER = YearMonth.of(2026, 9);

    @Inject
    Books books;

    @Inject
    DocumentsComputedAgain again;

    @Inject
    TenantScope scope;

    @Inject
    InvoiceBook invoices;

    @Inject
    EvidenceBook evidence;

    @Inject
    CreditInvoice creditInvoice;

    @Test
    void computesAnInvoiceAgainAfterItsUsageAndAccountHaveChanged() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        books.rated(day(tenant, 1).gpuHours("10", "10"), day(tenant, 2).energy("5", "7"));
        books.run(SEPTEMBER, tenant);
        books.rated(day(tenant, 1).gpuHours("8", "10").revision(2));
        books.apply(
                List.of(),
                List.of(new Account(
                        AnAccount.municipalBuyer(tenant, "Havvik og omegn kommune"),
                        List.of(AnAccount.contract("c-2026", entity.id(), AnAccount.since2026())))));

        again.isEqual(tenant, number(entity, 1), InvoiceBasis.OfMonth.class);
    }

    @Test
    void computesAnInvoiceAgainWhoseTaxTheRulesDecided() {
        LegalEntity entity = books.legalEntity();
        String tenant = Books.unused("tenant");
        Contract c = AnAccount.contract("c-2026", entity.id(), AnAccount.since2026());
        ContractReferences references = new ContractReferences(
                "4711 Ola Nordmann",
                null,
                null,
                null,
                null,
                List.of(new CostCentre("default", SEPTEMBER.minusMonths(1), "4711")));
        Contract undecided = new Contract(
                c.id(), c.legalEntity(), c.term(), c.tariff(), c.currency(), c.billing(), references, null);
        books.apply(List.of(), List.of(AnAccount.municipality(tenant, undecided)));
        books.rated(day(tenant, 1).gpuHours("10", "10"));
        String preview = books.start(SEPTEMBER, RunBook.Mode.PREVIEW, tenant);
        books.run(SEPTEMBER, tenant);
        books.rated(day(tenant, 1).gpuHours("12", "10").revision(2));
        books.run(tenant);

        assertThat(books.items(preview).getFirst().preview().vat())
                .singleElement()
                .asString()
                .contains("Norwegian VAT is charged", "on 2026-09-30 is 25 %", "merverdiavgiftsloven § 5-1");
        scope.inTransactionDo(List.of(tenant), connection -> {
            VatTreatment vat = invoices.find(connection, number(entity, 1))
                    .orElseThrow()
                    .invoice()
                    .vatBreakdown()
                    .getFirst()
                    .vat();
            assertThat(vat.ratePercent()).isEqualByComparingTo("25");
            assertThat(vat.ground().rule()).isEqualTo("no-domestic");
            assertThat(text(invoices.document(connection, number(entity, 1), DocumentKind.JSON)
                            .orElseThrow()))
                    .contains("\"costCentre\":\"4711\"")
                    .contains("\"ground\":{\"rule\":\"no-domestic\",\"version\":1,\"placeOfSupply\":\"NO\"");
        });
        again.isEqual(tenant, number(entity, 1), InvoiceBasis.OfMonth.class);
    }

    @Test
    void computesTheDocumentsOfASplitMonthAgain() {
        LegalEntity entity = books.legalEntity();
        String tenant = SplitMonthsTest.tenant(books, entity, SplitMonthsTest.perProject(null));
        books.rated(
                day(tenant, 1).at("one", "glomfjord", "h100-sxm").gpuHours("10", "10"),
                day(tenant, 1).at("two", "glomfjord", "h100-sxm").gpuHours("20", "10"));
        books.run(SEPTEMBER, tenant);
        books.rated(
                day(tenant, 1)
                        .at("one", "glomfjord", "h100-sxm")
                        .gpuHours("9", "10")
                        .revision(2),
                RatedDay.of(tenant, "c-2026", "2026-10-01")
                        .at("one", "glomfjord", "h100-sxm")
                        .gpuHours("5", "10"));
        books.run(tenant);

        again.isEqual(tenant, number(entity, 1), InvoiceBasis.OfMonth.class);
        again.isEqual(tenant, number(entity, 2), InvoiceBasis.OfMonth.class);
        again.isEqual(tenant, number(entity, 3), InvoiceBasis.OfMonth.class);
    }

    @Test
    void computesAnInvoiceAgainThatCorrectsAnEarlierMonth() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        books.rated(day(tenant, 1).gpuHours("10", "10"), day(tenant, 2).energy("5", "7"));
        books.run(SEPTEMBER, tenant);
        books.rated(
                day(tenant, 1).gpuHours("8", "10").revision(2),
                RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("10", "10"));
        books.run(tenant);
        books.rated(day(tenant, 1).gpuHours("7", "10").revision(3));

        again.isEqual(tenant, number(entity, 1), InvoiceBasis.OfMonth.class);
        again.isEqual(tenant, number(entity, 2), InvoiceBasis.OfMonth.class);
    }

    /** A record of energy without price comes to neither GPU time nor amount, and still makes a line. */
    @Test
    void computesCorrectionsOfCorrectionsAgainBesideRecordsThatComeToNothing() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        books.rated(august(tenant, 1).gpuHours("10", "10"), august(tenant, 2).energy("5", "7"));
        books.run(SEPTEMBER.minusMonths(1), tenant);
        books.rated(
                august(tenant, 1).gpuHours("8", "10").revision(2),
                august(tenant, 3).energy("3", "0"),
                day(tenant, 1).gpuHours("10", "10"));
        books.run(SEPTEMBER, tenant);
        books.rated(
                august(tenant, 1).gpuHours("7", "10").revision(3),
                day(tenant, 1).gpuHours("9", "10").revision(2),
                RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("10", "10"));
        books.run(tenant);
        books.rated(august(tenant, 1).gpuHours("6", "10").revision(4));

        for (int position = 1; position <= 3; position++) {
            again.isEqual(tenant, number(entity, position), InvoiceBasis.OfMonth.class);
        }
        scope.inTransactionDo(List.of(tenant), connection -> {
            String last = new String(
                    evidence.kept(connection, number(entity, 3))
                            .orElseThrow()
                            .basis()
                            .orElseThrow(),
                    StandardCharsets.UTF_8);
            assertThat(last)
                    .contains(
                            "\"books\":{\"invoiced\":[\"" + number(entity, 1) + "\",\"" + number(entity, 2) + "\"]}",
                            "\"books\":{\"invoiced\":[\"" + number(entity, 2) + "\"]}")
                    .doesNotContain("charges");
        });
    }

    private static RatedDay august(String tenant, int day) {
        return RatedDay.of(tenant, "c-2026", "2026-08-0" + day);
    }

    @Test
    void computesCreditNotesAndInvoicesOfDifferencesAgain() {
        LegalEntity entity = books.legalEntity();
        String tenant = Books.unused("tenant");
        Contract contract = AnAccount.contract("c-2026", entity.id(), AnAccount.since2026());
        BillingTerms terms = contract.billing();
        books.apply(
                List.of(),
                List.of(AnAccount.municipality(
                        tenant,
                        new Contract(
                                contract.id(),
                                contract.legalEntity(),
                                contract.term(),
                                contract.tariff(),
                                contract.currency(),
                                new BillingTerms(
                                        terms.timeZone(),
                                        terms.paymentTermsDays(),
                                        terms.unpricedUsage(),
                                        0,
                                        Corrections.CREDIT_NOTE),
                                contract.references(),
                                contract.vat()))));
        books.rated(day(tenant, 1).gpuHours("10", "10").energy("5", "7"));
        books.run(SEPTEMBER, tenant);
        books.credit(tenant, CreditKind.PROMOTIONAL, SomeTerms.nok("1.00"), null);
        books.rated(day(tenant, 1).gpuHours("8", "10").energy("5", "9").revision(2));
        books.run(SEPTEMBER, tenant);
        Map<Integer, BigDecimal> lines = new TreeMap<>();
        lines.put(1, null);
        credit(tenant, number(entity, 1), new CreditRequest.ByLine(lines));
        credit(tenant, number(entity, 1), new CreditRequest.ByAmount(new BigDecimal("3.00")));
        credit(tenant, number(entity, 1), new CreditRequest.InFull());

        scope.inTransactionDo(List.of(tenant), connection -> {
            InvoiceDocument first = invoices.document(connection, number(entity, 2), DocumentKind.JSON)
                    .orElseThrow();
            InvoiceDocument last = invoices.document(connection, number(entity, 6), DocumentKind.JSON)
                    .orElseThrow();
            assertThat(text(first)).contains("\"ground\":{\"cause\":\"CHARGES_CHANGED\",\"month\":\"2026-09\"");
            assertThat(text(last)).contains("\"cause\":\"REST_CREDITED\"", "\"statement\":\"as agreed\"");
        });
        again.isEqual(tenant, number(entity, 2), InvoiceBasis.OfDecrease.class);
        again.isEqual(tenant, number(entity, 3), InvoiceBasis.OfIncrease.class);
        again.isEqual(tenant, number(entity, 4), InvoiceBasis.OfCredit.class);
        again.isEqual(tenant, number(entity, 5), InvoiceBasis.OfCredit.class);
        again.isEqual(tenant, number(entity, 6), InvoiceBasis.OfCredit.class);
    }

    @Test
    void saysWhenPricingDoesNotAnswerAndHidesWhatIsAnotherTenants() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        books.rated(day(tenant, 1).gpuHours("10", "10"));
        books.run(SEPTEMBER, tenant);
        String path = "/api/v1/invoices/" + number(entity, 1) + "/evidence";

        given().auth()
                .oauth2(TestTokens.tenant(tenant))
                .get(path)
                .then()
                .statusCode(503)
                .body("code", equalTo("pricing-unreachable"))
                .body("detail", containsString("wattledger.billing.pricing.url"));
        given().auth().oauth2(TestTokens.tenant("nobody")).get(path).then().statusCode(404);
        given().auth().oauth2(TestTokens.collector(tenant)).get(path).then().statusCode(403);
    }

    @Test
    void refusesToChangeOrLoseABasis() {
        for (String sql : List.of("UPDATE invoice_evidence SET content = ''", "DELETE FROM invoice_evidence")) {
            assertThatThrownBy(() -> scope.inTransactionDo(List.of("t"), connection -> {
                        try (var statement = connection.createStatement()) {
                            statement.execute(sql);
                        }
                    }))
                    .hasMessageContaining("permission denied");
        }
    }

    private void credit(String tenant, String number, CreditRequest request) {
        CreditInvoice.Result result = scope.inTransaction(
                tenant,
                connection -> creditInvoice.credit(
                        connection,
                        new CreditInvoice.Request(number, request, "agreed", "as agreed", Books.ISSUED, "somebody")));
        assertThat(result).isInstanceOf(CreditInvoice.Issued.class);
    }

    private static String text(InvoiceDocument document) {
        return new String(document.content(), StandardCharsets.UTF_8);
    }

    private static String number(LegalEntity entity, long position) {
        return entity.invoiceSeries().number(position);
    }

    private static RatedDay day(String tenant, int day) {
        return RatedDay.of(tenant, "c-2026", "2026-09-0" + day);
    }
}
