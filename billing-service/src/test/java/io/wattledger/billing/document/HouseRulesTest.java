package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.invoice.BankAccount;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.ChargePeriod;
import io.wattledger.billing.invoice.CorrectedLine;
import io.wattledger.billing.invoice.ElectronicAddress;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.LineAmount;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Provenance;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.invoice.Totals;
import io.wattledger.billing.invoice.VatSubtotal;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HouseRulesTest {

    private static final Invoice SOUND =
            AnInvoice.norwegian().withAMonthOfUsage("24.90", "0.4128371").build();

    static Stream<Arguments> wrongInvoices() {
        return Stream.of(
                wrong("X-DUE-DATE", HouseRulesTest::dueBeforeIssue),
                wrong(
                        "X-LINE-NUMBER",
                        i -> WithLines.of(i, i.lines().subList(1, i.lines().size()))),
                wrong("X-LINE-NET", i -> withFirst(i, HouseRulesTest::roundedUp)),
                wrong("X-LINE-PERIOD", i -> withFirst(i, HouseRulesTest::dayBefore)),
                wrong("X-VAT", i -> withVat(i, "0.99")),
                wrong(
                        "X-VAT-BASE",
                        i -> new Invoice(
                                i.heading(), i.seller(), i.buyer(), i.references(), i.lines(), List.of(), i.totals())),
                wrong("X-SUM-LINES", i -> withTotals(i, new Totals(cent(), net(i), vat(i), gross(i), gross(i)))),
                wrong("X-SUM-NET", i -> withTotals(i, new Totals(net(i), cent(), vat(i), gross(i), gross(i)))),
                wrong("X-SUM-VAT", i -> withTotals(i, new Totals(net(i), net(i), cent(), gross(i), gross(i)))),
                wrong("X-SUM-GROSS", i -> withTotals(i, new Totals(net(i), net(i), vat(i), cent(), gross(i)))),
                wrong("X-SUM-PAYABLE", i -> withTotals(i, new Totals(net(i), net(i), vat(i), gross(i), cent()))),
                wrong("X-TAX-CURRENCY", i -> withSeller(i, "NO9386011117947", "NO999001122MVA", "EUR")),
                wrong("X-IBAN", i -> withSeller(i, "NO9386011117948", "NO999001122MVA", "NOK")),
                wrong("X-NO-MVA", i -> withSeller(i, "NO9386011117947", null, "NOK")),
                wrong("X-LEITWEG", HouseRulesTest::withWrongLeitwegId));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongInvoices")
    void catchesWhatOfficialRulesLetPass(String rule, Invoice invoice) {
        assertThat(HouseRules.check(invoice).violations())
                .extracting(Violation::rule)
                .contains(rule);
        assertThat(HouseRules.check(invoice).passes()).isFalse();
    }

    @Test
    void asksForVatInTheCurrencyOfTheSellersCountryWhateverTheCatalogSays() {
        Invoice euros = withSeller(
                AnInvoice.norwegian()
                        .in("EUR", "Europe/Oslo")
                        .withAMonthOfUsage("2.49", "0.04")
                        .build(),
                "NO9386011117947",
                "NO999001122MVA",
                "EUR");

        assertThat(HouseRules.check(euros).violations())
                .extracting(violation -> violation.rule() + " " + violation.location())
                .containsExactly("X-TAX-CURRENCY BT-6");
    }

    /** The seller is that of the invoice which it corrects, from before these rules. */
    @Test
    void asksNothingNewOfADocumentThatOnlyCorrectsOldOnes() {
        LegalIdentity old = new LegalIdentity("NO", "999001122", "NO999001122MVA", null);
        Invoice euros = withIdentity(
                AnInvoice.norwegian()
                        .in("EUR", "Europe/Oslo")
                        .withAMonthOfUsage("2.49", "0.04")
                        .build(),
                old,
                "EUR");
        List<InvoiceLine> correcting =
                euros.lines().stream().map(HouseRulesTest::correcting).toList();

        Invoice corrects = WithLines.of(euros, correcting);
        assertThat(HouseRules.check(corrects).violations()).isEmpty();
        assertThat(HouseRules.check(euros).violations())
                .extracting(Violation::rule)
                .containsExactly("X-TAX-CURRENCY", "X-NO-REGISTER");
        assertThat(HouseRules.check(withFirst(euros, HouseRulesTest::correcting))
                        .violations())
                .extracting(Violation::rule)
                .containsExactly("X-TAX-CURRENCY", "X-NO-REGISTER");
        // Arrears alone, in a month without usage of its own: the seller is that of today.
        assertThat(HouseRules.check(ofNextMonth(corrects)).violations())
                .extracting(Violation::rule)
                .containsExactly("X-TAX-CURRENCY", "X-NO-REGISTER");
    }

    private static Invoice ofNextMonth(Invoice i) {
        Heading h = i.heading();
        LocalDate first = h.period().lastDay().plusDays(1);
        BillingPeriod next = new BillingPeriod(first, first.plusMonths(1), ZoneId.of("Europe/Oslo"));
        Heading heading = new Heading(h.number(), h.issueDate(), h.dueDate(), next, h.currency());
        return new Invoice(heading, i.seller(), i.buyer(), i.references(), i.lines(), i.vatBreakdown(), i.totals());
    }

    private static InvoiceLine correcting(InvoiceLine line) {
        Provenance p = line.provenance();
        return new InvoiceLine(
                line.number(),
                line.item(),
                line.quantity(),
                line.amount(),
                line.vat(),
                line.chargePeriod(),
                line.facts(),
                new Provenance(
                        p.tariff(),
                        p.tariffVersions(),
                        p.priceDocuments(),
                        p.charges(),
                        p.part(),
                        new CorrectedLine("R1-2026-000001", line.number())));
    }

    @ParameterizedTest
    @CsvSource({
        // seller, issue date, date of the rate, whether it may convert VAT
        "NO, 2026-11-30, 2026-11-30, true",
        "NO, 2026-11-30, 2026-11-23, true",
        "NO, 2026-11-30, 2026-11-22, false",
        "NO, 2026-11-30, 2026-12-01, false",
        "GB, 2026-11-30, 2026-11-01, true",
        "GB, 2026-12-01, 2026-11-01, false",
        "GB, 2026-12-01, 2026-11-30, true"
    })
    void takesRatesOfTheDayAndMonthlyOnesInTheirMonth(String seller, LocalDate issued, LocalDate rate, boolean taken) {
        Invoice invoice = AnInvoice.norwegian()
                .from(seller.equals("NO") ? Parties.norwegianSeller() : Parties.britishSeller())
                .in("EUR", "Europe/Oslo")
                .issued(issued)
                .taxed(new VatTreatment(VatCategory.S, new BigDecimal(seller.equals("NO") ? "25" : "20"), null, null))
                .statingVatAt("11.7835", "Norges Bank", rate)
                .withAMonthOfUsage("2.49", "0.04")
                .build();

        assertThat(HouseRules.check(invoice).violations())
                .extracting(Violation::rule)
                .isEqualTo(taken ? List.of() : List.of("X-TAX-RATE-DATE"));
    }

    @Test
    void findsNothingWrongWithASoundInvoice() {
        assertThat(HouseRules.check(SOUND)).isEqualTo(new RuleReport(HouseRules.RULE_SET, List.of()));
    }

    private static Arguments wrong(String rule, UnaryOperator<Invoice> how) {
        return Arguments.of(rule, how.apply(SOUND));
    }

    private static Invoice dueBeforeIssue(Invoice i) {
        Heading h = i.heading();
        Heading wrong = new Heading(h.number(), h.issueDate(), h.issueDate().minusDays(1), h.period(), h.currency());
        return new Invoice(wrong, i.seller(), i.buyer(), i.references(), i.lines(), i.vatBreakdown(), i.totals());
    }

    private static Invoice withFirst(Invoice i, UnaryOperator<InvoiceLine> how) {
        List<InvoiceLine> lines = new ArrayList<>(i.lines());
        lines.set(0, how.apply(lines.getFirst()));
        return WithLines.of(i, lines);
    }

    private static InvoiceLine roundedUp(InvoiceLine line) {
        LineAmount amount =
                new LineAmount(line.amount().net().plus(cent()), line.amount().unrounded());
        return new InvoiceLine(
                line.number(),
                line.item(),
                line.quantity(),
                amount,
                line.vat(),
                line.chargePeriod(),
                line.facts(),
                line.provenance());
    }

    private static InvoiceLine dayBefore(InvoiceLine line) {
        ChargePeriod p = line.chargePeriod();
        ChargePeriod early = new ChargePeriod(
                p.start().minusSeconds(1), p.end(), p.firstDay().minusDays(1), p.lastDay());
        return new InvoiceLine(
                line.number(),
                line.item(),
                line.quantity(),
                line.amount(),
                line.vat(),
                early,
                line.facts(),
                line.provenance());
    }

    private static Invoice withVat(Invoice i, String off) {
        VatSubtotal right = i.vatBreakdown().getFirst();
        Money tax = Money.rounded(
                right.tax().amount().add(new BigDecimal(off)), i.heading().currency());
        VatSubtotal wrong = new VatSubtotal(right.vat(), right.taxable(), tax);
        return new Invoice(i.heading(), i.seller(), i.buyer(), i.references(), i.lines(), List.of(wrong), i.totals());
    }

    private static Invoice withTotals(Invoice i, Totals totals) {
        return new Invoice(i.heading(), i.seller(), i.buyer(), i.references(), i.lines(), i.vatBreakdown(), totals);
    }

    private static Invoice withSeller(Invoice i, String iban, String vatNumber, String accountingCurrency) {
        LegalIdentity sound = i.seller().identity();
        LegalIdentity identity = new LegalIdentity("NO", sound.registrationNumber(), vatNumber, sound.registerNote());
        return withSeller(i, identity, iban, accountingCurrency);
    }

    private static Invoice withIdentity(Invoice i, LegalIdentity identity, String accountingCurrency) {
        return withSeller(i, identity, i.seller().bank().iban(), accountingCurrency);
    }

    private static Invoice withSeller(Invoice i, LegalIdentity identity, String iban, String accountingCurrency) {
        Seller s = i.seller();
        Seller other = new Seller(
                s.legalEntity(),
                s.name(),
                identity,
                s.electronicAddress(),
                s.address(),
                s.contact(),
                new BankAccount(iban, null, null),
                Currency.getInstance(accountingCurrency));
        return new Invoice(i.heading(), other, i.buyer(), i.references(), i.lines(), i.vatBreakdown(), i.totals());
    }

    private static Invoice withWrongLeitwegId(Invoice i) {
        Buyer b = i.buyer();
        Buyer wrong = new Buyer(
                b.tenant(),
                b.name(),
                b.kind(),
                b.identity(),
                new ElectronicAddress("0204", "04011000-1234512345-07"),
                b.address(),
                b.email(),
                b.language());
        return new Invoice(i.heading(), i.seller(), wrong, i.references(), i.lines(), i.vatBreakdown(), i.totals());
    }

    private static Money cent() {
        return Money.rounded(new BigDecimal("0.01"), Currency.getInstance("NOK"));
    }

    private static Money net(Invoice i) {
        return i.totals().withoutVat();
    }

    private static Money vat(Invoice i) {
        return i.totals().vat();
    }

    private static Money gross(Invoice i) {
        return i.totals().withVat();
    }
}
