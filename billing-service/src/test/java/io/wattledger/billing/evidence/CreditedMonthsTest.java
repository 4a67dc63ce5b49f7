package io.wattledger.billing.evidence;

import static io.wattledger.billing.commercial.SomeTerms.nok;
import static io.wattledger.billing.evidence.BooksHold.documents;
import static io.wattledger.billing.evidence.BooksHold.isWithinWhatWasBilled;
import static io.wattledger.billing.evidence.BooksHold.net;
import static io.wattledger.billing.evidence.RandomMonths.cents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.billing.RatedDay;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.MoneyState;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.CommitmentInterval;
import io.wattledger.billing.invoice.CountedLeft;
import io.wattledger.billing.invoice.CreditRefused;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Months that are corrected while somebody asks for credit notes of their invoices, in any order. */
class CreditedMonthsTest {

    private static final int CASES = 400;
    private static final int STEPS = 8;
    private static final String OWN = "9000.00";

    static List<Long> seeds() {
        return Seeds.of(20_261_201L, CASES);
    }

    /** All documents together come to what the month costs now less what was given back, whatever came first. */
    @ParameterizedTest
    @MethodSource("seeds")
    void comesToWhatItCostsLessWhatWasGivenBack(long seed) {
        Random random = new Random(seed);
        CommercialBasis basis = RandomMonths.discounts(random).basis();
        List<RatedUsage> usage = RandomMonths.usage(random);
        AMonthInBooks month = new AMonthInBooks(usage, basis);
        AMonthOnPaper paper = new AMonthOnPaper(basis.terms().discounts(), usage);
        Map<String, BigDecimal> others = new TreeMap<>();
        int way = random.nextInt(3);
        for (int i = 0; i < STEPS; i++) {
            int before = month.size();
            if (random.nextBoolean()) {
                ask(random, month, paper);
            } else {
                others.putAll(random.nextInt(3) == 0 ? RandomMonths.others(random, basis, month.standing()) : Map.of());
                month.beside(others);
                List<RatedUsage> now = RandomMonths.usage(random);
                boolean atOnce = way == 0 || way == 1 && random.nextBoolean();
                if (paper.changesBy(now) && correct(month, now, atOnce)) {
                    paper.revise(now, others);
                    month.after(before).forEach(paper::besides);
                }
            }

            assertThat(net(documents(month, false)).subtract(net(documents(month, true))))
                    .as("step %d, way %d", i, way)
                    .isEqualByComparingTo(paper.total());
            assertThat(sum(month.standing())).as("step %d, way %d", i, way).isEqualByComparingTo(paper.taken());
            assertThat(month.used()).isEqualTo(month.standing());
            month.after(before).forEach(BooksHold::holds);
            isWithinWhatWasBilled(month);
        }
    }

    /**
     * With credits and a commitment beside: nothing is drawn that was not there, nothing goes back that was not drawn, and whoever
     * is given back everything has paid and used up nothing.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void givesBackAllThatWasDrawn(long seed) {
        Random random = new Random(seed);
        SomeTerms terms = RandomMonths.discounts(random);
        RandomMonths.credits(random, terms);
        if (random.nextBoolean()) {
            terms.commitment("floor", nok(cents(random, 150_000)), CommitmentInterval.YEAR, "80")
                    .endingBeforeTheMonth();
        }
        CommercialBasis basis = terms.basis();
        AMonthInBooks month = new AMonthInBooks(RandomMonths.usage(random), basis);
        for (int i = 0; i < STEPS; i++) {
            int before = month.size();
            if (random.nextBoolean()) {
                RandomMonths.ask(random, month);
            } else {
                correct(month, RandomMonths.usage(random), true);
            }
            month.after(before).forEach(BooksHold::holds);
            isWithinWhatWasBilled(month);
            assertThat(net(documents(month, false)).subtract(net(documents(month, true))))
                    .isNotNegative();
            isDrawnOnce(month, basis);
        }

        for (Remainder left : month.left()) {
            if (!left.isEmpty()) {
                month.credit(left.invoice().heading().number(), new CreditRequest.InFull());
            }
        }

        assertThat(net(documents(month, false))).isEqualByComparingTo(net(documents(month, true)));
        basis.before()
                .credits()
                .forEach(credit -> assertThat(month.drawn(credit.id()).signum())
                        .as(credit.id())
                        .isZero());
        isWithinWhatWasBilled(month);
    }

    private static void isDrawnOnce(AMonthInBooks month, CommercialBasis basis) {
        BooksHold.drawsNoMoreThanCreditsHave(month, basis);
        Money counted = month.counted().stream().map(MoneyState.Drawn::amount).reduce(nok("0.00"), Money::plus);
        for (Remainder left : month.left()) {
            for (CountedLeft one : left.across().commitments()) {
                Money lines = one.lines().stream().map(left.left()::get).reduce(nok("0.00"), Money::plus);
                assertThat(one.counted().signum()).isNotNegative();
                assertThat(lines.minus(one.counted()).signum())
                        .as("lines left count")
                        .isNotNegative();
                counted = counted.minus(one.counted());
            }
        }
        assertThat(counted).as("what documents count is what is left").isEqualTo(nok("0.00"));
    }

    /** 300 less 300, then 900 on the next invoice less 200 more; who voids that leaves the discount, so none is taken twice of 1,100. */
    @Test
    void leavesDiscountsOfWhichALineWasCredited() {
        AMonthInBooks month = inTwoDocuments("300.00", "900.00");
        Invoice note = month.credit("NO26-000002", new CreditRequest.InFull());
        assertThat(note.totals().withoutVat()).isEqualTo(nok("9400.00"));
        assertThat(month.used()).isEqualTo(Map.of("start", nok("500.00")));

        correct(month, gpuTime("1100.00"), false);

        assertThat(month.after(3).getFirst().totals().withoutVat()).isEqualTo(nok("9200.00"));
        assertThat(month.standing()).isEqualTo(Map.of("start", nok("500.00"))).isEqualTo(month.used());
    }

    /** 100 less 100, then 600 less 500; 500 are given back, so that of 601 the discount takes the 101 that are left. */
    @Test
    void takesNoMoreThanIsLeftOfWhatWasCredited() {
        AMonthInBooks month = inTwoDocuments("100.00", "600.00");
        month.credit("NO26-000002", new CreditRequest.ByLine(Map.of(2, new BigDecimal("500.00"))));

        correct(month, gpuTime("601.00"), false);

        assertThat(month.standing()).isEqualTo(Map.of("start", nok("101.00"))).isEqualTo(month.used());
        assertThat(net(documents(month, false)).subtract(net(documents(month, true))))
                .isEqualByComparingTo("18000.00");
    }

    /** 100 that became 60 on the next invoice: whoever voids that is given back what it comes to, and the 40 stay taken back. */
    @Test
    void leavesTakenBackWhatAVoidedInvoiceHadTakenBack() {
        AMonthInBooks month = new AMonthInBooks(gpuTime("100.00"), new SomeTerms().basis());
        correct(month, gpuTime("60.00"), false);

        Invoice note = month.credit("NO26-000002", new CreditRequest.InFull());

        assertThat(note.totals().withoutVat()).isEqualTo(nok("8960.00"));
        assertThat(note.lines()).extracting(line -> line.amount().net()).containsExactly(nok("8960.00"));
        assertThat(month.left(month.document("NO26-000002")).isEmpty()).isTrue();
        assertThat(month.effects().stream()
                        .filter(effect -> effect.root().equals("NO26-000001"))
                        .map(LineEffect::net)
                        .reduce(nok("100.00"), Money::plus))
                .isEqualTo(nok("60.00"));
    }

    /** What was taken back is not billed again by its line either, and whoever asks is told what to credit instead. */
    @Test
    void refusesToCreditALineThatTookBack() {
        AMonthInBooks month = new AMonthInBooks(gpuTime("100.00"), new SomeTerms().basis());
        correct(month, gpuTime("60.00"), false);
        Map<Integer, BigDecimal> both = Map.of(1, new BigDecimal("50.00"), 2, new BigDecimal("10.00"));

        assertThatThrownBy(() -> month.credit("NO26-000002", new CreditRequest.ByLine(both)))
                .isInstanceOfSatisfying(
                        CreditRefused.class,
                        refused -> assertThat(refused.detail())
                                .contains("line 2 takes back what line 1 of invoice NO26-000001")
                                .contains("credit invoice NO26-000001"));
    }

    /**
     * 600 of what became dearer are given back, so that only 1 is left there to bear the 200 that its discount took; 199 of
     * these are billed by a third invoice. With them the second would give back more than the 9,400 that it came to.
     */
    @Test
    void givesBackNoMoreThanAnInvoiceCameTo() {
        AMonthInBooks month = inTwoDocuments("300.00", "900.00");
        month.credit("NO26-000002", new CreditRequest.ByLine(Map.of(2, new BigDecimal("600.00"))));
        correct(month, gpuTime("901.00"), false);
        assertThat(month.after(3).getFirst().totals().withoutVat()).isEqualTo(nok("9200.00"));

        assertThatThrownBy(() -> month.credit("NO26-000002", new CreditRequest.ByAmount(new BigDecimal("8800.01"))))
                .isInstanceOfSatisfying(
                        CreditRefused.class,
                        refused -> assertThat(refused.detail())
                                .isEqualTo("only 8800.00 NOK without VAT are left, not 8800.01 NOK; 199.00 NOK of what"
                                        + " its lines have left stand on later invoices, which can be credited"
                                        + " too"));
        assertThat(month.credit("NO26-000002", new CreditRequest.InFull())
                        .totals()
                        .withVat())
                .isEqualTo(nok("11000.00"));
        assertThat(month.left(month.document("NO26-000002")).isEmpty()).isTrue();
    }

    /** A line below zero by itself would be a credit note by which the tenant owes more. */
    @Test
    void refusesACreditNoteBelowZero() {
        AMonthInBooks month = inTwoDocuments("300.00", "900.00");

        assertThatThrownBy(
                        () -> month.credit("NO26-000002", new CreditRequest.ByLine(Map.of(3, new BigDecimal("10.00")))))
                .isInstanceOfSatisfying(
                        CreditRefused.class,
                        refused -> assertThat(refused.detail()).contains("-10.00 NOK"));
        assertThat(month.credit(
                                "NO26-000002",
                                new CreditRequest.ByLine(
                                        Map.of(2, new BigDecimal("15.00"), 3, new BigDecimal("10.00"))))
                        .totals()
                        .withoutVat())
                .isEqualTo(nok("5.00"));
    }

    /** With 500 a month off, a month and what became dearer of it on the next invoice, whose lines 2 and 3 that is. */
    private static AMonthInBooks inTwoDocuments(String first, String then) {
        AMonthInBooks month = new AMonthInBooks(
                gpuTime(first), new SomeTerms().amount("start", "500.00").basis());
        correct(month, gpuTime(then), false);
        return month;
    }

    private static List<RatedUsage> gpuTime(String amount) {
        return List.of(RatedDay.of("havvik", "c-2026", "2026-10-01")
                .gpuHours("1", amount)
                .build());
    }

    /** Asks for something of any of its invoices; what is given back without VAT is what was asked for. */
    private static void ask(Random random, AMonthInBooks month, AMonthOnPaper paper) {
        List<Remainder> left = month.left();
        Remainder some = left.get(random.nextInt(left.size()));
        Invoice invoice = some.invoice();
        int line = 1 + random.nextInt(invoice.lines().size());
        BigDecimal part = new BigDecimal(cents(random, 60_000));
        int which = random.nextInt(4);
        CreditRequest request =
                switch (which) {
                    case 0 -> new CreditRequest.InFull();
                    case 1 -> new CreditRequest.ByAmount(part);
                    case 2 -> new CreditRequest.ByLine(Map.of(line, part));
                    default -> {
                        Map<Integer, BigDecimal> whole = new HashMap<>();
                        whole.put(line, null);
                        yield new CreditRequest.ByLine(whole);
                    }
                };
        Money total = some.total();
        Set<String> before = month.givenBack();
        try {
            Invoice note = month.credit(invoice.heading().number(), request);
            paper.givenBack(note, invoice, before);
            BigDecimal given = note.totals().withoutVat().amount();
            BigDecimal wanted =
                    switch (which) {
                        case 0 -> total.amount().max(BigDecimal.ZERO);
                        case 1, 2 -> part;
                        default -> some.left().get(line).amount();
                    };
            assertThat(given).isEqualByComparingTo(total.signum() == 0 ? BigDecimal.ZERO : wanted);
        } catch (CreditRefused e) {
            assertThat(e.detail()).isNotBlank();
        }
    }

    /**
     * Whether it was corrected: not once its invoice was credited in full. What its invoices have not left to be credited goes on
     * the next invoice.
     */
    private static boolean correct(AMonthInBooks month, List<RatedUsage> now, boolean atOnce) {
        if (month.isCreditedInFull()) {
            return false;
        }
        if (!atOnce || !month.atOnce(now)) {
            month.onNextInvoice(now, RandomMonths.own(OWN));
        }
        return true;
    }

    private static BigDecimal sum(Map<String, Money> amounts) {
        return amounts.values().stream().map(Money::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
