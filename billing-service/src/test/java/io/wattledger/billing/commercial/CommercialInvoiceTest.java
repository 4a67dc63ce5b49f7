package io.wattledger.billing.commercial;

import static io.wattledger.billing.commercial.SomeTerms.eur;
import static io.wattledger.billing.commercial.SomeTerms.nok;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.contract.ChargeSelection;
import io.wattledger.billing.contract.CommitmentInterval;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.document.HouseRules;
import io.wattledger.billing.invoice.Allowance;
import io.wattledger.billing.invoice.ContractMoney.CommitmentDrawn;
import io.wattledger.billing.invoice.CorrectedLine;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.contracts.message.ChargeKind;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule by numbers that a person can follow. October has 100 GPU-hours at 10 in Glomfjord and 50 of energy. */
class CommercialInvoiceTest {

    private static final ChargeSelection ENERGY = new ChargeSelection(List.of(ChargeKind.ENERGY), null, null);

    @Test
    void leavesAnInvoiceAloneWhereNothingIsAgreed() {
        InvoiceDraft draft = october();
        assertThat(CommercialInvoice.of(draft, new SomeTerms().basis())).isSameAs(draft);
    }

    @Test
    void takesEachDiscountOffWhatTheOnesBeforeHaveLeft() {
        InvoiceDraft draft = apply(new SomeTerms().perCent("ten", "10").perCent("five", "5"));
        // 1000 − 100 = 900; 900 − 45 = 855. The other order would come to the same line by other allowances.
        assertThat(allowances(draft, 0)).containsExactly("100.00 of 1000.00 at 10", "45.00 of 900.00 at 5");
        assertThat(nets(draft)).containsExactly("855.00", "50.00");
        assertThat(draft.totals().withoutVat()).isEqualTo(nok("905.00"));
        assertThat(draft.totals().payable()).isEqualTo(nok("1131.25"));
    }

    @Test
    void reducesOnlyWhatADiscountNames() {
        SomeTerms terms = new SomeTerms()
                .discount("energy", new Reduction.PerCent(BigDecimal.TEN), ENERGY, null, null)
                .discount(
                        "narvik",
                        new Reduction.PerCent(BigDecimal.TEN),
                        new ChargeSelection(List.of(ChargeKind.GPU_TIME), null, List.of("narvik")),
                        null,
                        null)
                .discount(
                        "a100",
                        new Reduction.PerCent(BigDecimal.TEN),
                        new ChargeSelection(List.of(ChargeKind.GPU_TIME), List.of("a100"), null),
                        null,
                        null);
        assertThat(nets(apply(terms))).containsExactly("1000.00", "45.00");
    }

    @Test
    void stopsAtTheCapAndStatesThenNoPercentage() {
        SomeTerms terms = new SomeTerms()
                .discount("ten", new Reduction.PerCent(BigDecimal.TEN), ChargeSelection.COMPUTE, "120", null)
                .discountedBefore("ten", "50");
        assertThat(allowances(apply(terms), 0)).containsExactly("70.00");
        assertThat(allowances(apply(terms.discountedBefore("ten", "120")), 0)).isEmpty();
    }

    @Test
    void takesAnAmountOffAcrossLinesButNeverMoreThanTheyCome() {
        assertThat(apply(new SomeTerms().amount("fixed", "300")).totals().withoutVat())
                .isEqualTo(nok("750.00"));
        InvoiceDraft both = apply(new SomeTerms().amount("fixed", "300").amount("more", "5000"));
        // The lines it is on come to 1000, of which 300 are gone; energy is none of them.
        assertThat(both.totals().withoutVat()).isEqualTo(nok("50.00"));
        assertThat(both.totals().money().discounts())
                .extracting(discount -> discount.taken().amount().toPlainString())
                .containsExactly("300.00", "700.00");
    }

    @Test
    void neverReducesALineBelowZero() {
        InvoiceDraft draft = InvoiceDraft.of(ABillable.of(RatedDay.of("havvik", "c-2026", "2026-10-01")
                .gpuHours("10", "10")
                .energy("5", "-90")));
        SomeTerms terms = new SomeTerms()
                .discount("energy", new Reduction.PerCent(BigDecimal.TEN), ENERGY, null, null)
                .amount("fixed", "500");
        InvoiceDraft applied = CommercialInvoice.of(draft, terms.basis());
        assertThat(nets(applied)).containsExactly("100.00", "-90.00");
        // Only 10 are taxed; the amount goes no further.
        assertThat(applied.totals().withoutVat()).isEqualTo(nok("0.00"));
    }

    @Test
    void countsWhatIsLeftAfterDiscountsAndBillsTheShortfallAtTheEnd() {
        InvoiceDraft draft = apply(new SomeTerms().perCent("ten", "10").monthly("floor", nok("1500.00"), null));
        assertThat(nets(draft)).containsExactly("900.00", "50.00", "600.00");
        CommitmentDrawn told = draft.totals().money().commitments().getFirst();
        assertThat(told.balance().drawn()).isEqualTo(nok("900.00"));
        assertThat(told.shortfallLine()).isEqualTo(3);
        assertThat(draft.lines().get(2).item().kind()).isEqualTo(ChargeKind.FEE);
    }

    /** The worked example C73: the invoice comes to 103,250.40 without it, and yet 8,749.60 are lacking. */
    @Test
    void energyDoesNotCountTowardsACommitment() {
        InvoiceDraft draft = InvoiceDraft.of(ABillable.of(RatedDay.of("havvik", "c-2026", "2026-10-01")
                .gpuHours("1", "91250.40")
                .energy("1", "12000")));
        assertThat(draft.totals().withoutVat()).isEqualTo(nok("103250.40"));
        SomeTerms terms = new SomeTerms().monthly("floor", nok("100000.00"), null);
        assertThat(nets(CommercialInvoice.of(draft, terms.basis()))).containsExactly("91250.40", "12000.00", "8749.60");
    }

    @Test
    void billsAShortfallOnlyWithTheLastMonthOfTheInterval() {
        SomeTerms yearly = new SomeTerms().commitment("floor", nok("9000.00"), CommitmentInterval.YEAR, null);
        assertThat(nets(apply(yearly))).containsExactly("1000.00", "50.00");
        SomeTerms december = new SomeTerms()
                .in(YearMonth.of(2026, 12))
                .commitment("floor", nok("9000.00"), CommitmentInterval.YEAR, null)
                .drawnBefore("floor", nok("7500.00"));
        assertThat(nets(apply(december))).containsExactly("1000.00", "50.00", "500.00");
        assertThat(nets(apply(december.endingBeforeTheMonth()))).containsExactly("1000.00", "50.00");
    }

    @Test
    void pricesWhatIsBeyondTheCommitmentAsAgreed() {
        SomeTerms terms = new SomeTerms()
                .monthly("floor", nok("600.00"), "80")
                .discount("half", new Reduction.PerCent(new BigDecimal("50")), ChargeSelection.COMPUTE, null, "floor");
        InvoiceDraft draft = apply(terms);
        // 1200 at half price would be drawn at 600, so all 1000 count with 500, and 100 are left.
        assertThat(nets(draft)).containsExactly("500.00", "50.00", "100.00");
        InvoiceDraft more = apply(terms.drawnBefore("floor", nok("300.00")));
        // 600 at half price draw the last 300; 400 are overage at 80 per cent.
        assertThat(allowances(more, 0)).containsExactly("300.00 of 600.00 at 50", "80.00 of 400.00 at 20");
        assertThat(nets(more)).containsExactly("620.00", "50.00");
        assertThat(more.totals().money().commitments().getFirst().balance().left())
                .isEqualTo(nok("0.00"));
    }

    @Test
    void countsForeignCurrenciesByTheRateOfTheDay() {
        SomeTerms terms = new SomeTerms().monthly("floor", eur("100.00"), "90").rate("NOK", "EUR", "0.085");
        CommitmentDrawn told = apply(terms).totals().money().commitments().getFirst();
        assertThat(told.balance().drawn()).isEqualTo(eur("85.00"));
        assertThat(told.balance().left()).isEqualTo(eur("15.00"));
        // 15 / 0.085 = 176.470588…
        assertThat(nets(apply(terms))).containsExactly("1000.00", "50.00", "176.47");
        InvoiceDraft beyond = apply(terms.drawnBefore("floor", eur("57.50")));
        // 42.50 are left, which 499.95 kroner draw already, rounded; the other 500.05 cost 50.01 less.
        assertThat(nets(beyond)).containsExactly("949.99", "50.00");
    }

    /** What September's charges belong to is closed; what October's would belong to besides is none of theirs. */
    @Test
    void countsACorrectionWhereTheMonthThatItCorrectsCounts() {
        InvoiceLine september = InvoiceDraft.of(ABillable.of(
                        RatedDay.of("havvik", "c-2026", "2026-09-10").gpuHours("10", "10")))
                .lines()
                .getFirst();
        InvoiceLine correction = new InvoiceLine(
                1,
                september.item(),
                september.quantity(),
                september.amount(),
                september.vat(),
                september.chargePeriod(),
                september.facts(),
                september.provenance().correcting(new CorrectedLine("NO26-000001", 1)));
        InvoiceDraft draft = october().with(List.of(correction), List.of());
        SomeTerms year = new SomeTerms().commitment("year", nok("9000.00"), CommitmentInterval.YEAR, null);
        SomeTerms monthFirst = new SomeTerms()
                .monthly("month", nok("50.00"), null)
                .commitment("year", nok("9000.00"), CommitmentInterval.YEAR, null);

        assertThat(drawn(CommercialInvoice.of(draft, year.basis()))).containsExactly("year 100.00");
        assertThat(drawn(CommercialInvoice.of(draft, monthFirst.basis()))).containsExactly("month 0.00", "year 0.00");
    }

    private static List<String> drawn(InvoiceDraft draft) {
        return draft.totals().money().commitments().stream()
                .map(one -> one.id() + " " + one.balance().drawn().amount())
                .toList();
    }

    @Test
    void saysWhichRateIsMissing() {
        CommercialBasis basis =
                new SomeTerms().monthly("floor", eur("100.00"), null).basis();
        assertThat(basis.missingRates(nok("0.00").currency()))
                .singleElement()
                .asString()
                .contains("no rate of NOK in EUR");
    }

    @Test
    void drawsPromotionalCreditsBeforeTaxAndPaidOnesAfterItTheOldestExpiringFirst() {
        SomeTerms terms = new SomeTerms()
                .credit("paid-forever", CreditKind.PAID, nok("5000.00"), null)
                .credit("paid-soon", CreditKind.PAID, nok("100.00"), "2026-12-31")
                .credit("promo-late", CreditKind.PROMOTIONAL, nok("500.00"), "2027-01-31")
                .credit("promo-soon", CreditKind.PROMOTIONAL, nok("200.00"), "2026-11-30")
                .credit("promo-over", CreditKind.PROMOTIONAL, nok("900.00"), "2026-11-01")
                .credit("euros", CreditKind.PAID, eur("900.00"), null);
        InvoiceDraft draft = apply(terms);
        assertThat(draft.totals().withoutVat()).isEqualTo(nok("350.00"));
        assertThat(draft.totals().withVat()).isEqualTo(nok("437.50"));
        assertThat(draft.totals().prepaid()).isEqualTo(nok("437.50"));
        assertThat(draft.totals().payable()).isEqualTo(nok("0.00"));
        assertThat(draft.totals().money().credits())
                .extracting(credit -> credit.id() + " " + credit.drawn().amount() + " "
                        + credit.left().amount())
                .containsExactly(
                        "promo-soon 200.00 0.00",
                        "promo-late 500.00 0.00",
                        "paid-soon 100.00 0.00",
                        "paid-forever 337.50 4662.50");
    }

    @Test
    void makesInvoicesThatTheHouseRulesAccept() {
        SomeTerms terms = new SomeTerms()
                .perCent("ten", "12.5")
                .amount("fixed", "33.33")
                .monthly("floor", nok("1500.00"), "90")
                .credit("promo", CreditKind.PROMOTIONAL, nok("100.01"), null)
                .credit("paid", CreditKind.PAID, nok("100.01"), null);
        assertThat(HouseRules.check(apply(terms).numbered("NO26-000001", SomeTerms.ISSUED))
                        .violations())
                .isEmpty();
    }

    private static InvoiceDraft october() {
        return InvoiceDraft.of(ABillable.of(
                RatedDay.of("havvik", "c-2026", "2026-10-01")
                        .gpuHours("60", "10")
                        .energy("20", "30"),
                RatedDay.of("havvik", "c-2026", "2026-10-02")
                        .gpuHours("40", "10")
                        .energy("10", "20")));
    }

    private static InvoiceDraft apply(SomeTerms terms) {
        return CommercialInvoice.of(october(), terms.basis());
    }

    private static List<String> nets(InvoiceDraft draft) {
        return draft.lines().stream()
                .map(line -> line.amount().net().amount().toPlainString())
                .toList();
    }

    private static List<String> allowances(InvoiceDraft draft, int line) {
        InvoiceLine found = draft.lines().get(line);
        return found.amount().allowances().stream()
                .map(CommercialInvoiceTest::words)
                .toList();
    }

    private static String words(Allowance allowance) {
        String amount = allowance.amount().amount().toPlainString();
        return allowance.base() == null || allowance.percent() == null
                ? amount
                : amount + " of " + allowance.base().amount() + " at "
                        + allowance.percent().toPlainString();
    }
}
