package io.wattledger.billing.evidence;

import static io.wattledger.billing.commercial.SomeTerms.nok;
import static io.wattledger.billing.evidence.RandomMonths.cents;
import static io.wattledger.billing.evidence.RandomMonths.discounts;
import static io.wattledger.billing.evidence.RandomMonths.others;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.commercial.AmountDiscounts;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.CommercialInvoice;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.ChargeSelection;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.document.HouseRules;
import io.wattledger.billing.invoice.Billable;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.invoice.SummedUsage;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Months with discounts of an amount that became cheaper and dearer: they come to what they would have been billed as. */
class DiscountsAnewTest {

    private static final int CASES = 400;
    private static final int REVISIONS = 5;

    static List<Long> seeds() {
        return Seeds.of(20_261_130L, CASES);
    }

    /** 500 a month off GPU time, of which each project has a line. */
    @ParameterizedTest
    @CsvSource({
        // first, second; then first, second | without VAT at once, then
        "300,   0, 900,   0,   0.00, 400.00",
        "700,   0, 300,   0, 200.00,   0.00",
        "400, 300, 900,   0, 200.00, 400.00",
        "300, 300,   0, 200, 100.00,   0.00",
        "200,   0, 200, 900,   0.00, 600.00",
        "300, 200, 100, 200,   0.00,   0.00"
    })
    void comesToWhatItWouldHaveBeenBilledAs(
            String first, String second, String firstThen, String secondThen, String was, String is) {
        CommercialBasis basis = new SomeTerms().amount("start", "500.00").basis();
        for (boolean atOnce : List.of(true, false)) {
            AMonthInBooks month = new AMonthInBooks(usage(first, second), basis);
            assertThat(month.withoutVat()).isEqualTo(nok(was));

            correct(month, usage(firstThen, secondThen), atOnce);

            assertThat(month.withoutVat()).as("at once: %s", atOnce).isEqualTo(nok(is));
        }
    }

    /** 1,200 at most in all months: what others have taken, also since, is not taken again. */
    @ParameterizedTest
    @CsvSource({"0, 400.00", "700, 400.00", "800, 500.00", "950, 650.00", "1000, 700.00"})
    void keepsToTheCap(String others, String comesTo) {
        CommercialBasis basis = new SomeTerms()
                .discount(
                        "start",
                        new Reduction.Amount(new BigDecimal("500.00")),
                        ChargeSelection.COMPUTE,
                        "1200.00",
                        null)
                .basis();
        for (boolean atOnce : List.of(true, false)) {
            AMonthInBooks month = new AMonthInBooks(usage("200", "0"), basis);
            month.beside(Map.of("start", new BigDecimal(others)));

            correct(month, usage("900", "0"), atOnce);

            assertThat(month.withoutVat()).as("at once: %s", atOnce).isEqualTo(nok(comesTo));
        }
    }

    /** What was kept of corrections before discounts were taken anew says nothing of `billed`: they have none. */
    @Test
    void computesAgainWhatWasMadeBefore() {
        CommercialBasis basis = new SomeTerms().amount("start", "500.00").basis();
        Billable october = ABillable.of("NOK", AnAccount.NORWEGIAN_VAT, usage("700", "10"));
        Invoice month = CommercialInvoice.of(InvoiceDraft.of(october), basis).numbered("NO26-1", SomeTerms.ISSUED);
        MonthThen then =
                MonthThen.copied("NO26-1", List.of(), usage("700", "10"), usage("300", "610"), october.names(), basis);
        Remainder whole = Remainder.whole(month);
        Map<String, Invoice> named = Map.of("NO26-1", month);
        Map<String, CorrectedUsage> corrected = Map.of("NO26-1", CorrectedUsage.copied(then));
        SummedUsage none = SummedUsage.of(List.of());

        Invoice note = new ComputedAgain(
                        new InvoiceBasis.OfDecrease("NO26-1", whole.left(), then, whole.across(), null),
                        none,
                        corrected,
                        named)
                .document("NO26-2", SomeTerms.ISSUED);
        Invoice more = new ComputedAgain(new InvoiceBasis.OfIncrease(then, null), none, corrected, named)
                .document("NO26-3", SomeTerms.ISSUED);

        assertThat(note.totals().withoutVat()).isEqualTo(nok("210.00"));
        assertThat(note.totals().allowances()).isEqualTo(nok("190.00"));
        assertThat(note.totals().money()).isNull();
        assertThat(more.totals().withoutVat()).isEqualTo(nok("600.00"));
    }

    /** Any discounts and revisions, each by credit notes and an invoice or on the next invoice. */
    @ParameterizedTest
    @MethodSource("seeds")
    void standsAsBilledAnew(long seed) {
        Random random = new Random(seed);
        CommercialBasis basis = discounts(random).basis();
        AMonthInBooks month = new AMonthInBooks(RandomMonths.usage(random), basis);
        int way = random.nextInt(3);
        for (int i = 0; i < REVISIONS; i++) {
            if (random.nextInt(3) == 0) {
                month.beside(others(random, basis, month.standing()));
            }
            List<RatedUsage> now = RandomMonths.usage(random);
            int before = month.size();

            correct(month, now, way == 0 || way == 1 && random.nextBoolean());

            InvoiceDraft anew = month.anew(now);
            assertThat(month.withoutVat())
                    .as("revision %d, way %d", i, way)
                    .isEqualTo(anew.totals().withoutVat());
            assertThat(month.standing()).isEqualTo(taken(anew, basis));
            assertThat(month.used()).isEqualTo(month.standing());
            month.after(before).forEach(DiscountsAnewTest::holds);
        }
    }

    /**
     * Promotional credits pay what discounts leave, also where those are taken anew. Once a month has several invoices, each bears
     * its own: what one gives back to a credit does not pay for another, but the tenant has it.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void leavesTheRestToCredits(long seed) {
        Random random = new Random(seed);
        CommercialBasis basis = discounts(random)
                .credit("given", CreditKind.PROMOTIONAL, nok("700.00"), null)
                .basis();
        AMonthInBooks month = new AMonthInBooks(RandomMonths.usage(random), basis);
        for (int i = 0; i < REVISIONS; i++) {
            List<RatedUsage> now = RandomMonths.usage(random);
            int before = month.size();

            month.atOnce(now);

            InvoiceDraft anew = month.anew(now);
            Money credited = AMonthInBooks.drawn(anew.totals().money(), "given");
            assertThat(month.withoutVat().plus(month.drawn("given")))
                    .as("revision %d", i)
                    .isEqualTo(anew.totals().withoutVat().plus(credited));
            if (i == 0) {
                assertThat(month.drawn("given")).isEqualTo(credited);
            }
            assertThat(month.standing()).isEqualTo(taken(anew, basis));
            month.after(before).forEach(DiscountsAnewTest::holds);
        }
    }

    /** What became dearer keeps drawn what the credit would have paid of it, whether or not that can still be drawn. */
    @Test
    void leavesDrawnWhatWouldPayForWhatBecameDearer() {
        CommercialBasis basis = new SomeTerms()
                .credit("given", CreditKind.PROMOTIONAL, nok("100.00"), "2026-11-30")
                .basis();
        AMonthInBooks month = new AMonthInBooks(usage("1000", "0"), basis);

        correct(month, usage("20", "50"), false);

        assertThat(month.drawn("given")).isEqualTo(nok("70.00"));
        assertThat(month.withoutVat()).isEqualTo(nok("0.00"));
    }

    /** A month that becomes cheaper and cheaper draws from credits what it would have drawn, at once and on the next invoice. */
    @ParameterizedTest
    @MethodSource("seeds")
    void givesBackToCreditsWhatTheyDoNotPay(long seed) {
        Random random = new Random(seed);
        CommercialBasis basis = discounts(random)
                .credit("given", CreditKind.PROMOTIONAL, nok(cents(random, 120_000)), null)
                .credit("more", CreditKind.PROMOTIONAL, nok(cents(random, 60_000)), "2026-11-30")
                .basis();
        int[] amounts = {random.nextInt(60_000), random.nextInt(60_000), random.nextInt(60_000)};
        AMonthInBooks month = new AMonthInBooks(usage(amounts), basis);
        boolean atOnce = random.nextBoolean();
        for (int i = 0; i < REVISIONS; i++) {
            int line = random.nextInt(amounts.length);
            amounts[line] = random.nextInt(4) == 0 ? 0 : random.nextInt(amounts[line] + 1);
            List<RatedUsage> now = usage(amounts);

            correct(month, now, atOnce);

            InvoiceDraft anew = month.anew(now);
            assertThat(month.withoutVat())
                    .as("revision %d, at once %s", i, atOnce)
                    .isEqualTo(anew.totals().withoutVat());
            for (String credit : List.of("given", "more")) {
                assertThat(month.drawn(credit))
                        .isEqualTo(AMonthInBooks.drawn(anew.totals().money(), credit));
            }
            assertThat(month.standing()).isEqualTo(taken(anew, basis));
        }
    }

    /**
     * An invoice of lines that give discounts back may bear another discount, which no line of charges can be taken back with.
     * It takes both kinds of correction on one month, so few seeds come to it.
     */
    @ParameterizedTest
    @ValueSource(longs = {1897488099820212958L, -7795154219481171262L})
    void givesBackByALineWhatStandsOnLinesOfDiscounts(long seed) {
        standsAsBilledAnew(seed);
    }

    /** By the rules of every document, and never below zero where it stands for itself. */
    private static void holds(Invoice document) {
        assertThat(HouseRules.check(document).violations()).isEmpty();
        if (document.heading().type() == DocumentType.CREDIT_NOTE
                || document.lines().stream().allMatch(line -> line.provenance().corrects() != null)) {
            assertThat(document.totals().withoutVat().signum())
                    .as(document.heading().number())
                    .isNotNegative();
        }
    }

    private static void correct(AMonthInBooks month, List<RatedUsage> now, boolean atOnce) {
        if (!atOnce || !month.atOnce(now)) {
            month.onNextInvoice(
                    now,
                    List.of(RatedDay.of("havvik", "c-2026", "2026-10-01")
                            .at("next", "glomfjord", "h100-sxm")
                            .gpuHours("1", "9000")
                            .build()));
        }
    }

    private static Map<String, Money> taken(InvoiceDraft anew, CommercialBasis basis) {
        Map<String, Money> taken = new TreeMap<>();
        AmountDiscounts.taken(anew, basis).forEach(one -> taken.put(one.discount(), one.amount()));
        return taken;
    }

    private static List<RatedUsage> usage(String first, String second) {
        return List.of(
                RatedDay.of("havvik", "c-2026", "2026-10-01")
                        .gpuHours("1", first)
                        .build(),
                RatedDay.of("havvik", "c-2026", "2026-10-01")
                        .at("second", "narvik", "h100-sxm")
                        .gpuHours("1", second)
                        .build());
    }

    private static List<RatedUsage> usage(int... cents) {
        List<RatedUsage> usage = new ArrayList<>();
        for (int i = 0; i < cents.length; i++) {
            usage.add(RatedDay.of("havvik", "c-2026", "2026-10-0" + (i + 1))
                    .at("project-" + i, i == 1 ? "narvik" : "glomfjord", "h100-sxm")
                    .gpuHours("1", BigDecimal.valueOf(cents[i], 2).toPlainString())
                    .build());
        }
        return usage;
    }
}
