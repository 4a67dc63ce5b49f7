package io.wattledger.billing.evidence;

import static io.wattledger.billing.commercial.SomeTerms.nok;
import static io.wattledger.billing.evidence.BooksHold.isWithinWhatWasBilled;
import static io.wattledger.billing.evidence.RandomMonths.cents;

import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.CommitmentInterval;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.tax.TaxDetermination;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Months of which each of two parts has documents of its own, and whose next invoices are taxed at another rate. */
class MonthsInPartsTest {

    private static final int STEPS = 8;
    private static final VatTreatment REDUCED =
            TaxDetermination.treatment(VatCategory.S, new BigDecimal("15"), null, null);

    static List<Long> seeds() {
        return Seeds.of(20_261_130L, 300);
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
        first.besides(second);
        second.besides(first);
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

    private static void correct(Random random, AMonthInBooks part, List<RatedUsage> now) {
        if (!random.nextBoolean() || !part.atOnce(now)) {
            part.onNextInvoiceDrawing(now, RandomMonths.own(cents(random, 600_000)));
        }
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
