package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.invoice.Allowance;
import io.wattledger.billing.invoice.BankAccount;
import io.wattledger.billing.invoice.CreditedInvoice;
import io.wattledger.billing.invoice.DocumentAllowance;
import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.KidAgreement;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.invoice.TaxCurrencyTotal;
import io.wattledger.billing.invoice.Totals;
import io.wattledger.billing.invoice.VatSubtotal;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong although the official rules find nothing, each with the rule of the house that refuses it. */
class HouseRulesBesideOfficialOnesTest {

    private static final OfficialRules OFFICIAL = new OfficialRules();
    private static final Currency NOK = Currency.getInstance("NOK");
    private static final LocalDate ISSUED = LocalDate.of(2026, 11, 2);

    static Stream<Arguments> wrongInvoices() {
        return Stream.of(
                Arguments.of("X-VAT", vatOffBy("0.99")),
                Arguments.of("X-VAT-RATE", atRate("24")),
                Arguments.of("X-DUE-DATE", dueADayEarly()),
                Arguments.of("X-CN-REF", creditNote(null)),
                Arguments.of("X-CN-REF", creditNote(new CreditedInvoice("NO26-000042", ISSUED))),
                Arguments.of("X-CN-REF", creditNote(new CreditedInvoice("NO26-000001", ISSUED.plusDays(1)))),
                Arguments.of("X-TAX-AMOUNT", stating("1000.00", "11.7835", ISSUED, "Norges Bank")),
                Arguments.of("X-TAX-AMOUNT", stating("733.53", "11.7835", ISSUED, "Norges Bank")),
                Arguments.of("X-TAX-AMOUNT", credited(stating("733.54", "11.7835", ISSUED, "Norges Bank"))),
                Arguments.of("X-TAX-RATE-DATE", stating("733.52", "11.7835", ISSUED.plusDays(1), "Norges Bank")),
                Arguments.of("X-TAX-RATE-DATE", stating("733.52", "11.7835", ISSUED, " ")),
                Arguments.of("X-TAX-CURRENCY", inEuros(null)),
                Arguments.of("X-KID", paidBy("123456789010", 0)),
                Arguments.of("X-KID", paidBy("12345678903", 5)),
                Arguments.of("X-IBAN", paidTo("NO9386011117948")),
                Arguments.of(
                        "X-LEITWEG",
                        AnInvoice.toGermanAuthority()
                                .withBuyerReference("04011000-1234512345-07")
                                .withGpuTime("a", "Narvik", 36_000_000L, "24.90")
                                .build()),
                Arguments.of("X-PREPAID", settledTwice()),
                Arguments.of("X-ALLOWANCE", halfAnAllowance()));
    }

    /** Settles more than there is to pay. */
    private static Invoice settledTwice() {
        return AnInvoice.norwegian()
                .withGpuTime("a", "Narvik", 36_000_000L, "24.90")
                .withPrepaid("311.26")
                .build();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongInvoices")
    void refusesWhatTheOfficialRulesLetPass(String rule, Invoice invoice) {
        assertThat(HouseRules.check(invoice).violations())
                .extracting(Violation::rule)
                .containsOnly(rule);
        // Percentage and base of an allowance are tied by PEPPOL-EN16931-R041 and R042, in Peppol alone.
        DocumentFormat format = rule.equals("X-ALLOWANCE") ? DocumentFormat.FACTUR_X : DocumentFormat.PEPPOL_BIS;
        assertThat(OFFICIAL.check(
                                EInvoice.write(invoice, format),
                                format,
                                invoice.heading().type(),
                                ISSUED)
                        .passes())
                .isTrue();
    }

    @Test
    void takesTheRightOnesOfTheSame() {
        assertThat(Stream.of(
                                creditNote(new CreditedInvoice("NO26-000001", ISSUED)),
                                stating("733.52", "11.7835", ISSUED, "Norges Bank"),
                                credited(stating("733.53", "11.7835", ISSUED, "Norges Bank")),
                                paidBy("12345678903", 0),
                                atRate("15"))
                        .map(HouseRules::check)
                        .flatMap(report -> report.violations().stream()))
                .isEmpty();
    }

    @Test
    void refusesATotalOfAllowancesThatIsNotTheirSum() {
        Invoice i = one().build();
        Totals t = i.totals();
        Money cent = new Money(new BigDecimal("0.01"), NOK);
        Totals wrong = new Totals(t.lines(), t.withoutVat(), t.vat(), t.withVat(), t.payable(), cent, null);
        assertThat(HouseRules.check(with(i, i.heading(), i.seller(), wrong)).violations())
                .extracting(Violation::rule)
                .containsExactly("X-SUM-ALLOWANCES");
    }

    private static AnInvoice one() {
        return AnInvoice.norwegian().withGpuTime("a", "Narvik", 36_000_000L, "24.90");
    }

    private static Invoice vatOffBy(String amount) {
        Invoice i = one().build();
        VatSubtotal right = i.vatBreakdown().getFirst();
        Money tax = new Money(right.tax().amount().add(new BigDecimal(amount)), NOK);
        Money gross = i.totals().withoutVat().plus(tax);
        Totals totals = new Totals(i.totals().lines(), i.totals().withoutVat(), tax, gross, gross);
        return new Invoice(
                i.heading(),
                i.seller(),
                i.buyer(),
                i.references(),
                i.lines(),
                List.of(new VatSubtotal(right.vat(), right.taxable(), tax)),
                totals);
    }

    private static Invoice atRate(String percent) {
        return AnInvoice.norwegian()
                .taxed(new VatTreatment(VatCategory.S, new BigDecimal(percent), null, null))
                .withGpuTime("a", "Narvik", 36_000_000L, "24.90")
                .build();
    }

    private static Invoice dueADayEarly() {
        Invoice i = one().build();
        Heading h = i.heading();
        return with(
                i,
                new Heading(h.number(), h.issueDate(), h.dueDate().minusDays(1), h.period(), h.currency()),
                i.seller(),
                i.totals());
    }

    private static Invoice credited(Invoice i) {
        Heading h = i.heading();
        CreditedInvoice original = new CreditedInvoice("NO26-000001", ISSUED);
        Heading credit = new Heading(
                h.number(), h.issueDate(), h.dueDate(), h.period(), h.currency(), DocumentType.CREDIT_NOTE, original);
        return with(i, credit, i.seller(), i.totals());
    }

    private static Invoice creditNote(CreditedInvoice credited) {
        Invoice i = one().build();
        Heading h = i.heading();
        Heading credit = new Heading(
                h.number(), h.issueDate(), h.dueDate(), h.period(), h.currency(), DocumentType.CREDIT_NOTE, credited);
        return with(i, credit, i.seller(), i.totals());
    }

    private static Invoice inEuros(TaxCurrencyTotal total) {
        Invoice i = AnInvoice.norwegian()
                .in("EUR", "Europe/Oslo")
                .withGpuTime("a", "Narvik", 36_000_000L, "24.90")
                .build();
        return with(i, i.heading(), i.seller(), i.totals().stating(total));
    }

    private static Invoice stating(String amount, String rate, LocalDate date, String source) {
        ExchangeRate published = new ExchangeRate(Currency.getInstance("EUR"), NOK, date, new BigDecimal(rate), source);
        return inEuros(new TaxCurrencyTotal(new Money(new BigDecimal(amount), NOK), published));
    }

    private static Invoice paidBy(String kid, int customerDigits) {
        Invoice i = one().paidBy(kid).build();
        BankAccount bank = i.seller().bank();
        KidAgreement agreement = new KidAgreement(customerDigits, 10, KidAgreement.CheckDigit.MOD10);
        return with(i, i.heading(), with(i.seller(), new BankAccount(bank.iban(), null, null, agreement)), i.totals());
    }

    private static Invoice paidTo(String iban) {
        Invoice i = one().build();
        return with(i, i.heading(), with(i.seller(), new BankAccount(iban, null, null)), i.totals());
    }

    private static Invoice halfAnAllowance() {
        Invoice i = one().withDocumentDiscount("10").build();
        DocumentAllowance right = i.allowances().getFirst();
        Allowance wrong = new Allowance(
                "95", "Discount", right.allowance().amount(), right.allowance().base(), new BigDecimal("11"));
        return new Invoice(
                i.heading(),
                i.seller(),
                i.buyer(),
                i.references(),
                i.lines(),
                i.vatBreakdown(),
                i.totals(),
                List.of(new DocumentAllowance(wrong, right.vat())));
    }

    private static Invoice with(Invoice i, Heading heading, Seller seller, Totals totals) {
        return new Invoice(heading, seller, i.buyer(), i.references(), i.lines(), i.vatBreakdown(), totals);
    }

    private static Seller with(Seller s, BankAccount bank) {
        return new Seller(
                s.legalEntity(),
                s.name(),
                s.identity(),
                s.electronicAddress(),
                s.address(),
                s.contact(),
                bank,
                s.accountingCurrency());
    }
}
