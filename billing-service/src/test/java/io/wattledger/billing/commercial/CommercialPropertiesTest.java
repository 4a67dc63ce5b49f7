package io.wattledger.billing.commercial;

import static io.wattledger.billing.commercial.SomeTerms.nok;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.contract.ChargeSelection;
import io.wattledger.billing.contract.CommitmentInterval;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.document.HouseRules;
import io.wattledger.billing.invoice.ACreditedInvoice;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.ContractMoney.CommitmentDrawn;
import io.wattledger.billing.invoice.ContractMoney.CreditDrawn;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.DocumentAllowance;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.Money;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random months under random terms: nothing is lost to the cent, nothing falls below zero. */
class CommercialPropertiesTest {

    private static final int CASES = 300;
    private static final YearMonth JANUARY = YearMonth.of(2026, 1);
    private static final int MONTHS = 12;

    static List<Long> seeds() {
        return new Random(20_261_128L).longs(CASES).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void losesNothing(long seed) {
        Random random = new Random(seed);
        InvoiceDraft before = month(random, random.nextBoolean());
        InvoiceDraft after = CommercialInvoice.of(before, terms(random).basis());
        Invoice invoice = after.numbered("NO26-000001", SomeTerms.ISSUED);

        assertThat(HouseRules.check(invoice).violations()).isEmpty();
        for (int i = 0; i < before.lines().size(); i++) {
            InvoiceLine line = after.lines().get(i);
            assertThat(line.amount().gross())
                    .isEqualTo(before.lines().get(i).amount().net());
            assertThat(line.amount().net().signum() < 0)
                    .isEqualTo(line.amount().gross().signum() < 0);
        }
        if (before.totals().withoutVat().signum() >= 0) {
            assertThat(invoice.totals().withoutVat().signum()).isNotNegative();
            assertThat(invoice.totals().payable().signum()).isNotNegative();
        }
        ContractMoney money = invoice.totals().money();
        if (money == null) {
            return;
        }
        Money taken = allowances(invoice);
        for (ContractMoney.DiscountTaken discount : money.discounts()) {
            taken = taken.minus(discount.taken());
        }
        for (CreditDrawn credit : money.credits()) {
            assertThat(Objects.requireNonNull(credit.left()).signum()).isNotNegative();
            assertThat(credit.drawn().signum()).isPositive();
            taken = credit.kind() == CreditKind.PROMOTIONAL ? taken.minus(credit.drawn()) : taken;
        }
        assertThat(taken).as("all allowances are explained").isEqualTo(nok("0.00"));
    }

    /** Over the months of an interval a tenant pays at least what is committed, and exactly that where it falls short. */
    @ParameterizedTest
    @MethodSource("seeds")
    void comesToTheCommitmentHoweverTheYearIsCutIntoIntervals(long seed) {
        for (CommitmentInterval every : CommitmentInterval.values()) {
            Random random = new Random(seed);
            Money committed = nok(cents(random, 3_000_000));
            String percent = Integer.toString(1 + random.nextInt(60));
            Map<YearMonth, Money> drawn = new TreeMap<>();
            Money counted = nok("0.00");
            Money shortfall = nok("0.00");
            for (int i = 0; i < MONTHS; i++) {
                SomeTerms terms = new SomeTerms()
                        .in(JANUARY.plusMonths(i))
                        .commitment("floor", committed, every, "70")
                        .discount(
                                "within",
                                new Reduction.PerCent(new BigDecimal(percent)),
                                ChargeSelection.COMPUTE,
                                null,
                                "floor");
                YearMonth interval = terms.terms()
                        .commitments()
                        .getFirst()
                        .interval("c-2026", JANUARY.plusMonths(i))
                        .orElseThrow()
                        .first();
                terms.drawnBefore("floor", drawn.getOrDefault(interval, nok("0.00")));
                InvoiceDraft after = CommercialInvoice.of(month(random, false), terms.basis());
                CommitmentDrawn told = Objects.requireNonNull(after.totals().money())
                        .commitments()
                        .getFirst();
                drawn.merge(interval, told.balance().drawn(), Money::plus);
                counted = counted.plus(told.counted());
                Integer line = told.shortfallLine();
                if (line != null) {
                    shortfall =
                            shortfall.plus(after.lines().get(line - 1).amount().net());
                    drawn.merge(interval, after.lines().get(line - 1).amount().net(), Money::plus);
                }
            }
            assertThat(drawn.values()).as("%s", every).allMatch(sum -> sum.equals(committed));
            assertThat(counted.plus(shortfall))
                    .isEqualTo(drawn.values().stream().reduce(nok("0.00"), Money::plus));
        }
    }

    /** However an invoice is credited, its credit notes give back what it drew, to the cent. */
    @ParameterizedTest
    @MethodSource("seeds")
    void givesBackWhatWasDrawnHoweverItIsCredited(long seed) {
        Random random = new Random(seed);
        Invoice invoice = CommercialInvoice.of(
                        month(random, false), terms(random).basis())
                .numbered("NO26-000001", SomeTerms.ISSUED);
        ACreditedInvoice books = new ACreditedInvoice(invoice);
        Map<String, Money> open = new TreeMap<>();
        drawn(invoice, open);
        Money receivable = invoice.totals().payable();
        while (books.remainder().total().signum() > 0) {
            CreditRequest request = random.nextInt(3) == 0
                    ? new CreditRequest.InFull()
                    : new CreditRequest.ByAmount(part(random, books.remainder().total()));
            Invoice note = books.credit(request);
            assertThat(HouseRules.check(note).violations()).isEmpty();
            drawn(note, open);
            assertThat(open.values()).allMatch(money -> money.signum() >= 0);
            receivable = receivable.minus(note.totals().payable());
            assertThat(receivable.signum()).isNotNegative();
        }
        if (invoice.totals().withoutVat().signum() > 0) {
            assertThat(receivable).isEqualTo(nok("0.00"));
            // Lines that an allowance across lines has paid for are not credited, so they go on counting.
            boolean across = !invoice.allowances().isEmpty();
            open.forEach((id, money) -> assertThat(across && id.startsWith("floor") || money.signum() == 0)
                    .as("%s has %s left", id, money)
                    .isTrue());
        }
    }

    private static void drawn(Invoice document, Map<String, Money> open) {
        ContractMoney money = document.totals().money();
        if (money != null) {
            money.credits().forEach(credit -> open.merge(credit.id(), credit.drawn(), Money::plus));
            money.commitments()
                    .forEach(one -> open.merge(one.id(), one.balance().drawn(), Money::plus));
        }
    }

    private static Money allowances(Invoice invoice) {
        Money sum = nok("0.00");
        for (InvoiceLine line : invoice.lines()) {
            sum = sum.plus(line.amount().gross()).minus(line.amount().net());
        }
        for (DocumentAllowance entry : invoice.allowances()) {
            sum = sum.plus(entry.allowance().amount());
        }
        return sum;
    }

    private static InvoiceDraft month(Random random, boolean negativeEnergy) {
        List<RatedDay> days = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 1; i <= count; i++) {
            days.add(RatedDay.of("havvik", "c-2026", "2026-10-0" + i)
                    .at("project-" + random.nextInt(3), random.nextBoolean() ? "glomfjord" : "narvik", "h100-sxm")
                    .milliGpuSeconds(1 + random.nextLong(900_000_000L), cents(random, 5_000))
                    .energy("10", (negativeEnergy && random.nextBoolean() ? "-" : "") + cents(random, 50_000)));
        }
        return InvoiceDraft.of(ABillable.of(days.toArray(RatedDay[]::new)));
    }

    private static SomeTerms terms(Random random) {
        SomeTerms terms = new SomeTerms();
        for (int i = random.nextInt(3); i > 0; i--) {
            terms.discount(
                    "part-" + i,
                    new Reduction.PerCent(new BigDecimal(cents(random, 9_999))),
                    ChargeSelection.COMPUTE,
                    random.nextBoolean() ? null : cents(random, 100_000),
                    random.nextBoolean() ? null : "floor");
        }
        if (random.nextBoolean()) {
            terms.amount("fixed", cents(random, 300_000));
        }
        terms.monthly("floor", nok(cents(random, 3_000_000)), Integer.toString(random.nextInt(101)));
        for (int i = random.nextInt(4); i > 0; i--) {
            terms.credit(
                    "credit-" + i,
                    random.nextBoolean() ? CreditKind.PAID : CreditKind.PROMOTIONAL,
                    nok(cents(random, 500_000)),
                    random.nextBoolean() ? null : "2026-12-0" + i);
        }
        return terms;
    }

    private static BigDecimal part(Random random, Money whole) {
        long cents = whole.amount().unscaledValue().longValueExact();
        return BigDecimal.valueOf(1 + random.nextLong(cents), 2);
    }

    private static String cents(Random random, int most) {
        return BigDecimal.valueOf(1 + random.nextInt(most), 2).toPlainString();
    }
}
