package io.wattledger.billing.evidence;

import static io.wattledger.billing.commercial.SomeTerms.nok;
import static io.wattledger.billing.evidence.BooksHold.documents;
import static io.wattledger.billing.evidence.BooksHold.isWithinWhatWasBilled;
import static io.wattledger.billing.evidence.BooksHold.net;
import static io.wattledger.billing.evidence.RandomMonths.cents;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.CommitmentInterval;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.Money;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Months that are corrected at once or on next invoices, which draw from credits and count towards a commitment themselves. */
class NextInvoicesDrawTest {

    private static final int CASES = 300;
    private static final int STEPS = 8;

    static List<Long> seeds() {
        return Seeds.of(
                20_261_129L,
                CASES,
                // What counted was less than nothing, or more than stood.
                1436100523458560144L,
                554881117398323958L,
                23472652952494914L,
                -1730836876145570426L,
                1807560766448285828L,
                957060354204467448L,
                -7346177170031826944L,
                3457515425004548395L,
                -1434539675333361935L,
                // Credits were given back what they had not paid.
                -4352768803320170872L,
                -803101592154900740L,
                // A credit paid what a discount should have taken.
                1433561792063445351L,
                // A discount found no document to stand on.
                4617857037778236768L,
                // An allowance was given back of a credit that had not as much.
                -4920762017164792535L,
                // A cent more VAT was given back than was charged.
                7797163322080559082L);
    }

    /**
     * With credits from which next invoices draw too: money and promotional credits together come to what the month costs now,
     * and no credit pays more than it has.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void drawsOnNextInvoicesWhatThereIs(long seed) {
        Random random = new Random(seed);
        SomeTerms terms = RandomMonths.discounts(random);
        RandomMonths.credits(random, terms);
        CommercialBasis basis = terms.basis();
        List<RatedUsage> usage = RandomMonths.usage(random);
        AMonthInBooks month = new AMonthInBooks(usage, basis);
        AMonthOnPaper paper = new AMonthOnPaper(basis.terms().discounts(), usage);
        for (int i = 0; i < STEPS; i++) {
            int before = month.size();
            List<RatedUsage> now = RandomMonths.usage(random);
            if (paper.changesBy(now) && correctDrawing(random, month, now)) {
                paper.revise(now, Map.of());
                month.after(before).forEach(paper::besides);
            }
            BigDecimal promotions = basis.before().credits().stream()
                    .filter(credit -> credit.kind() == CreditKind.PROMOTIONAL)
                    .map(credit -> month.drawn(credit.id()).amount())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);

            assertThat(net(documents(month, false))
                            .subtract(net(documents(month, true)))
                            .add(promotions))
                    .as("step %d", i)
                    .isEqualByComparingTo(paper.total());
            assertThat(sum(month.standing())).as("step %d", i).isEqualByComparingTo(paper.taken());
            month.after(before).forEach(BooksHold::holds);
            month.after(before).forEach(BooksHold::namesTheCreditsItGivesBackTo);
            isWithinWhatWasBilled(month);
            BooksHold.drawsNoMoreThanCreditsHave(month, basis);
        }
    }

    /** The same with a commitment, while somebody asks for credit notes: what is drawn and counted is in the documents once. */
    @ParameterizedTest
    @MethodSource("seeds")
    void drawsAndCountsOnceWhileSomebodyIsGivenBack(long seed) {
        Random random = new Random(seed);
        SomeTerms terms = RandomMonths.discounts(random);
        RandomMonths.credits(random, terms);
        Money committed = nok(cents(random, 300_000));
        terms.commitment("floor", committed, CommitmentInterval.YEAR, "80").endingBeforeTheMonth();
        CommercialBasis basis = terms.basis();
        AMonthInBooks month = new AMonthInBooks(RandomMonths.usage(random), basis);
        for (int i = 0; i < STEPS; i++) {
            int before = month.size();
            if (random.nextBoolean()) {
                RandomMonths.ask(random, month);
            } else if (!month.isCreditedInFull()) {
                correctDrawing(random, month, RandomMonths.usage(random));
            }
            month.after(before).forEach(BooksHold::holds);
            isWithinWhatWasBilled(month);
            assertThat(net(documents(month, false)).subtract(net(documents(month, true))))
                    .isNotNegative();
            assertThat(month.used()).isEqualTo(month.standing());
            BooksHold.drawsNoMoreThanCreditsHave(month, basis);
            BooksHold.countsNoMoreThanStands(List.of(month), committed);
        }
    }

    private static boolean correctDrawing(Random random, AMonthInBooks month, List<RatedUsage> now) {
        return random.nextBoolean() && month.atOnce(now)
                || month.onNextInvoiceDrawing(now, RandomMonths.own(cents(random, 600_000)));
    }

    private static BigDecimal sum(Map<String, Money> amounts) {
        return amounts.values().stream().map(Money::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
