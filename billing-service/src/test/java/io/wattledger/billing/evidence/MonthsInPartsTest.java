package io.wattledger.billing.evidence;

import static io.wattledger.billing.commercial.SomeTerms.nok;
import static io.wattledger.billing.evidence.BooksHold.isWithinWhatWasBilled;
import static io.wattledger.billing.evidence.RandomMonths.cents;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.ChargeSelection;
import io.wattledger.billing.contract.CommitmentInterval;
import io.wattledger.billing.contract.Discount;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.tax.TaxDetermination;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Months of which each of two parts has documents of its own, and whose next invoices are taxed at another rate. */
class MonthsInPartsTest {

    private static final int STEPS = 8;
    private static final VatTreatment REDUCED =
            TaxDetermination.treatment(VatCategory.S, new BigDecimal("15"), null, null);

    static List<Long> seeds() {
        return Seeds.of(
                20_261_130L,
                300,
                // A cent more VAT was given back than was charged.
                -1295798057262442320L,
                // More of a line was taken back than was left, while an invoice had what was left again.
                6127384912400056022L,
                // Of two rates more was given back than the invoice came to.
                -1084559065188670398L,
                6806103060985060146L,
                -7540297063453067782L);
    }

    /** Both parts draw from one commitment, and both are corrected and credited in any order: no more counts than stands on both. */
    @ParameterizedTest
    @MethodSource("seeds")
    void countsWhatStandsOnAllPartsOnce(long seed) {
        Random random = new Random(seed);
        Money committed = nok(cents(random, 300_000));
        SomeTerms terms = new SomeTerms()
                .perCent("volume", Integer.toString(1 + random.nextInt(60)))
                .commitment("floor", committed, CommitmentInterval.YEAR, "80")
                .endingBeforeTheMonth();
        CommercialBasis basis = terms.basis();
        AMonthInBooks first = new AMonthInBooks(RandomMonths.usage(random), basis);
        AMonthInBooks second = new AMonthInBooks(RandomMonths.usage(random), drawnBefore(basis, first));
        first.besides(second, List.of());
        second.besides(first, List.of());
        List<AMonthInBooks> parts = List.of(first, second);
        for (int i = 0; i < STEPS; i++) {
            AMonthInBooks part = parts.get(random.nextInt(2));
            part.taxingNext(
                    random.nextInt(3) == 0
                            ? REDUCED
                            : first.month().lines().getFirst().vat());
            int before = part.size();
            if (random.nextBoolean()) {
                RandomMonths.ask(random, part);
            } else if (!part.isCreditedInFull()) {
                correct(random, part, RandomMonths.usage(random));
            }
            part.after(before).forEach(BooksHold::holds);
            isWithinWhatWasBilled(part);
            BooksHold.countsNoMoreThanStands(parts, committed);
        }
    }

    /**
     * Both parts share the caps of discounts in per cent, and credits: together they never take more, whatever is corrected and
     * credited in whatever order, and a discount takes as much as others leave of its cap.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void sharesCapsAndCredits(long seed) {
        Random random = new Random(seed);
        SomeTerms terms = new SomeTerms();
        for (String id : List.of("early", "late")) {
            Reduction part = new Reduction.PerCent(BigDecimal.valueOf(1 + random.nextInt(60)));
            terms.discount(id, part, ChargeSelection.COMPUTE, cents(random, 60_000), null);
        }
        RandomMonths.credits(random, terms);
        CommercialBasis basis = terms.basis();
        AMonthInBooks first = new AMonthInBooks(RandomMonths.usage(random), basis);
        AMonthInBooks second = new AMonthInBooks(
                RandomMonths.usage(random), drawnBefore(basis, first).after(taken(first)));
        first.besides(second, basis.before().credits());
        second.besides(first, basis.before().credits());
        List<AMonthInBooks> parts = List.of(first, second);
        for (int i = 0; i < STEPS; i++) {
            int place = random.nextInt(2);
            AMonthInBooks part = parts.get(place);
            int before = part.size();
            if (random.nextInt(4) == 0) {
                RandomMonths.ask(random, part);
            } else if (!part.isCreditedInFull()) {
                part.beside(taken(parts.get(1 - place)));
                List<RatedUsage> now = RandomMonths.usage(random);
                if (correct(random, part, now)) {
                    assertThat(part.told()).as("step %d", i).isEqualTo(perCent(part, now));
                }
            }
            part.after(before).forEach(BooksHold::holds);
            isWithinWhatWasBilled(part);
            BooksHold.drawsNoMoreThanCreditsHave(parts, basis);
            for (Discount discount : basis.terms().discounts()) {
                BigDecimal all =
                        taken(first).get(discount.id()).add(taken(second).get(discount.id()));
                assertThat(all).as("step %d, %s", i, discount.id()).isBetween(BigDecimal.ZERO, discount.cap());
            }
        }
    }

    /** What discounts in per cent take of a part, as its documents tell. */
    private static Map<String, BigDecimal> taken(AMonthInBooks part) {
        Map<String, BigDecimal> taken = new TreeMap<>(Map.of("early", BigDecimal.ZERO, "late", BigDecimal.ZERO));
        part.told().forEach((id, amount) -> taken.put(id, amount.amount()));
        return taken;
    }

    /** What they would take of it, were it billed now. */
    private static Map<String, Money> perCent(AMonthInBooks part, List<RatedUsage> now) {
        Map<String, Money> taken = new TreeMap<>();
        ContractMoney money = part.anew(now).totals().money();
        for (ContractMoney.DiscountTaken one :
                money == null ? List.<ContractMoney.DiscountTaken>of() : money.discounts()) {
            taken.put(one.id(), one.taken());
        }
        return taken;
    }

    private static boolean correct(Random random, AMonthInBooks part, List<RatedUsage> now) {
        return random.nextBoolean() && part.atOnce(now)
                || part.onNextInvoiceDrawing(now, RandomMonths.own(cents(random, 600_000)));
    }

    private static CommercialBasis drawnBefore(CommercialBasis basis, AMonthInBooks first) {
        List<ContractMoney> drawn =
                Stream.ofNullable(first.month().totals().money()).toList();
        return new CommercialBasis(
                basis.terms(),
                basis.contract(),
                basis.month(),
                basis.endsMonth(),
                basis.before().after(drawn, List.of()),
                basis.issueDate(),
                basis.rates());
    }
}
