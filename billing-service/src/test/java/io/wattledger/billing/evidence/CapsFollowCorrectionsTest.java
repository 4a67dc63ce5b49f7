package io.wattledger.billing.evidence;

import static io.wattledger.billing.commercial.SomeTerms.nok;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.DiscountsStanding;
import io.wattledger.billing.commercial.MoneyState;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.ChargeSelection;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.invoice.ContractMoney.DiscountRevised;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.SummedUsage;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Discounts in per cent with a cap, in months that became cheaper and dearer. */
class CapsFollowCorrectionsTest {

    private static final int CASES = 300;
    private static final int STEPS = 12;
    private static final String DISCOUNT = "volume";

    static List<Long> seeds() {
        return Seeds.of(20_261_201L, CASES);
    }

    /** 10 %, 150 at most; a month that took what others had left of it, and what others have taken when it is corrected. */
    @ParameterizedTest
    @CsvSource({
        // billed, others then | taken || now, others now | taken
        "1000.00,   0, 100.00,  500.00,   0,  50.00",
        "1000.00,   0, 100.00, 2000.00,   0, 150.00",
        "1000.00,   0, 100.00, 2000.00,  50, 100.00",
        "1000.00,   0, 100.00, 2000.00,  30, 120.00",
        "1000.00, 120,  30.00, 1000.00, 120,  30.00",
        "1000.00, 120,  30.00,  990.00,  40,  99.00",
        "1000.00, 120,  30.00,  200.00, 120,  20.00",
        "1000.00,   0, 100.00,    0.00,  50,   0.00",
        // Others have gone beyond, by a cap that was raised since: what the month has stays its own.
        "1000.00,   0, 100.00, 2000.00, 200, 100.00",
        "1000.00,   0, 100.00,  600.00, 200,  60.00"
    })
    void takesWhatTheCapLeaves(
            String billed, String othersThen, String taken, String now, String othersNow, String takenNow) {
        for (boolean atOnce : List.of(true, false)) {
            AMonthInBooks month = new AMonthInBooks(
                    usage(billed),
                    tenPerCent("150.00").discountedBefore(DISCOUNT, othersThen).basis());
            assertThat(month.withoutVat()).isEqualTo(nok(billed).minus(nok(taken)));
            month.beside(Map.of(DISCOUNT, new BigDecimal(othersNow)));

            correct(month, usage(now), atOnce);

            assertThat(month.withoutVat()).as("at once: %s", atOnce).isEqualTo(nok(now).minus(nok(takenNow)));
            assertThat(month.told().getOrDefault(DISCOUNT, nok("0.00"))).isEqualTo(nok(takenNow));
        }
    }

    /** All of it is told by the first document of a correction, however many there are. */
    @Test
    void tellsOnceWhatTheDiscountTakesMore() {
        AMonthInBooks month = new AMonthInBooks(
                usage("600.00", "400.00"), tenPerCent("150.00").basis());

        month.atOnce(usage("500.00", "900.00"));

        List<Invoice> documents = month.after(1);
        assertThat(documents).hasSize(2);
        assertThat(documents.get(0).totals().money()).isNotNull();
        assertThat(documents.get(0).totals().money().discountsRevised())
                .containsExactly(new DiscountRevised("NO26-000001", DISCOUNT, "Agreed volume", nok("40.00")));
        assertThat(documents.get(1).totals().money()).isNull();
    }

    /** What was kept before it was told what a month's documents take, is computed as it was: by the cap as it stood then. */
    @Test
    void computesAgainWhatWasMadeBefore() {
        CommercialBasis basis =
                tenPerCent("150.00").discountedBefore(DISCOUNT, "120").basis();
        List<RatedUsage> was = usage("1000.00");
        Invoice month = new AMonthInBooks(was, basis).anew(was).numbered("NO26-1", SomeTerms.ISSUED);
        InvoiceDraft october = InvoiceDraft.of(ABillable.of("NOK", AnAccount.NORWEGIAN_VAT, was));
        MonthThen then = MonthThen.copied(
                "NO26-1", List.of(), was, usage("1500.00"), october.billable().names(), basis);

        Invoice more = new ComputedAgain(
                        new InvoiceBasis.OfIncrease(then, null),
                        SummedUsage.of(List.of()),
                        Map.of("NO26-1", CorrectedUsage.copied(then)),
                        Map.of("NO26-1", month))
                .document("NO26-2", SomeTerms.ISSUED);

        assertThat(more.totals().withoutVat()).isEqualTo(nok("500.00"));
        assertThat(more.totals().money()).isNull();
    }

    /**
     * Months that are billed and corrected in any order, each either way: all documents together never take more than the cap,
     * and take what the rule says, worked out here from net amounts alone.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void neverTakesMoreThanTheCap(long seed) {
        Random random = new Random(seed);
        BigDecimal percent = BigDecimal.valueOf(1 + random.nextInt(99));
        BigDecimal cap = BigDecimal.valueOf(1 + random.nextInt(60_000), 2);
        SomeTerms terms = new SomeTerms()
                .discount(DISCOUNT, new Reduction.PerCent(percent), ChargeSelection.COMPUTE, cap.toPlainString(), null);
        List<AMonthInBooks> months = new ArrayList<>();
        List<BigDecimal> rule = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            int[] cents = {random.nextInt(60_000), random.nextInt(60_000), random.nextInt(60_000)};
            boolean bills = months.isEmpty() || random.nextInt(3) == 0;
            int place = bills ? months.size() : random.nextInt(months.size());
            BigDecimal others = sum(rule).subtract(bills ? BigDecimal.ZERO : rule.get(place));
            if (bills) {
                CommercialBasis basis = terms.basis();
                months.add(new AMonthInBooks(usage(cents), basis.after(Map.of(DISCOUNT, others))));
                rule.add(BigDecimal.ZERO);
            } else {
                months.get(place).beside(Map.of(DISCOUNT, others));
                correct(months.get(place), usage(cents), random.nextBoolean());
            }
            rule.set(place, wanted(cents, percent).min(cap.subtract(others)));

            assertThat(sum(rule)).as("step %d", step).isLessThanOrEqualTo(cap);
            for (int i = 0; i < months.size(); i++) {
                assertThat(months.get(i)
                                .told()
                                .getOrDefault(DISCOUNT, nok("0.00"))
                                .amount())
                        .as("step %d, month %d, as told", step, i)
                        .isEqualByComparingTo(rule.get(i));
            }
            assertThat(gross(cents).subtract(months.get(place).withoutVat().amount()))
                    .as("step %d, as charged", step)
                    .isEqualByComparingTo(rule.get(place));
        }
    }

    /** Beside others in per cent, one without a cap, and one of an amount; also where lines change for a discount alone. */
    @ParameterizedTest
    @MethodSource("seeds")
    void standsAsBilledAnewBesideOtherDiscounts(long seed) {
        Random random = new Random(seed);
        SomeTerms terms = new SomeTerms()
                .discount("early", new Reduction.PerCent(new BigDecimal("15")), ChargeSelection.COMPUTE, "80.00", null)
                .perCent("always", "7")
                .discount(
                        "fixed",
                        new Reduction.Amount(new BigDecimal("120.00")),
                        ChargeSelection.COMPUTE,
                        "200.00",
                        null)
                .discount("late", new Reduction.PerCent(new BigDecimal("30")), ChargeSelection.COMPUTE, "150.00", null);
        AMonthInBooks month = new AMonthInBooks(usage(cents(random)), terms.basis());
        boolean atOnce = random.nextBoolean();
        for (int i = 0; i < 5; i++) {
            Map<String, BigDecimal> others = new TreeMap<>();
            for (String id : List.of("early", "fixed", "late")) {
                if (random.nextBoolean()) {
                    BigDecimal own = amount(month.told().get(id))
                            .add(amount(month.standing().get(id)));
                    BigDecimal cap = new BigDecimal(id.equals("early") ? "80" : id.equals("fixed") ? "200" : "150");
                    others.put(
                            id,
                            cap.subtract(own)
                                    .multiply(BigDecimal.valueOf(random.nextInt(101), 2))
                                    .setScale(2, RoundingMode.DOWN));
                }
            }
            month.beside(others);
            List<RatedUsage> now = usage(cents(random));

            correct(month, now, atOnce);

            InvoiceDraft anew = month.anew(now);
            assertThat(month.withoutVat())
                    .as("revision %d", i)
                    .isEqualTo(anew.totals().withoutVat());
            Map<String, Money> taken = new TreeMap<>();
            anew.totals().money().discounts().forEach(one -> taken.put(one.id(), one.taken()));
            Map<String, Money> stated = new TreeMap<>(month.told());
            stated.putAll(month.standing());
            assertThat(stated).isEqualTo(taken);
        }
    }

    /** The state that a basis is kept with says nothing of a month but where one is corrected. */
    @Test
    void isKeptOnlyWithACorrection() {
        CommercialBasis basis = tenPerCent("150.00").basis();
        assertThat(basis.before()).isEqualTo(MoneyState.NONE);
        DiscountsStanding standing = new DiscountsStanding(
                new TreeMap<>(Map.of(DISCOUNT, new BigDecimal("130.00"))),
                new TreeMap<>(Map.of(DISCOUNT, nok("100.00"), "other", nok("1.00"))));

        MoneyState before = basis.correcting(standing).before();

        assertThat(before.discounted()).isEqualTo(Map.of(DISCOUNT, new BigDecimal("30.00")));
        assertThat(before.ofMonth()).isEqualTo(Map.of(DISCOUNT, nok("100.00")));
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

    /** What the discount takes without a cap: each line rounded for itself. */
    private static BigDecimal wanted(int[] cents, BigDecimal percent) {
        BigDecimal wanted = BigDecimal.ZERO;
        for (int line : cents) {
            wanted = wanted.add(BigDecimal.valueOf(line, 2)
                    .multiply(percent)
                    .movePointLeft(2)
                    .setScale(2, RoundingMode.HALF_UP));
        }
        return wanted;
    }

    private static BigDecimal gross(int[] cents) {
        BigDecimal gross = BigDecimal.ZERO;
        for (int line : cents) {
            gross = gross.add(BigDecimal.valueOf(line, 2));
        }
        return gross;
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal amount(@Nullable Money money) {
        return money == null ? BigDecimal.ZERO : money.amount();
    }

    private static SomeTerms tenPerCent(String cap) {
        return new SomeTerms()
                .discount(DISCOUNT, new Reduction.PerCent(BigDecimal.TEN), ChargeSelection.COMPUTE, cap, null);
    }

    private static int[] cents(Random random) {
        return new int[] {random.nextInt(60_000), random.nextInt(60_000), random.nextInt(60_000)};
    }

    private static List<RatedUsage> usage(int... cents) {
        String[] prices = new String[cents.length];
        for (int i = 0; i < cents.length; i++) {
            prices[i] = BigDecimal.valueOf(cents[i], 2).toPlainString();
        }
        return usage(prices);
    }

    /** One GPU-hour on each of several lines. */
    private static List<RatedUsage> usage(String... prices) {
        List<RatedUsage> usage = new ArrayList<>();
        for (int i = 0; i < prices.length; i++) {
            usage.add(RatedDay.of("havvik", "c-2026", "2026-10-0" + (i + 1))
                    .at("project-" + i, "glomfjord", "h100-sxm")
                    .gpuHours("1", prices[i])
                    .build());
        }
        return usage;
    }
}
