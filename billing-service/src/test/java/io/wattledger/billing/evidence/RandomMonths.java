package io.wattledger.billing.evidence;

import static io.wattledger.billing.commercial.SomeTerms.nok;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.RatedDay;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.ChargeSelection;
import io.wattledger.billing.contract.Discount;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.CreditRefused;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Months and their discounts, of chance, for tests. */
final class RandomMonths {

    private RandomMonths() {}

    /** Discounts of an amount on some charges, some with a cap, and it may be one in per cent. */
    static SomeTerms discounts(Random random) {
        SomeTerms terms = new SomeTerms();
        if (random.nextBoolean()) {
            terms.perCent("volume", Integer.toString(1 + random.nextInt(60)));
        }
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            terms.discount(
                    "fixed-" + i,
                    new Reduction.Amount(new BigDecimal(cents(random, 60_000))),
                    on(random),
                    random.nextBoolean() ? null : cents(random, 100_000),
                    null);
        }
        return terms;
    }

    /** Up to three credits, of either kind, some of which expire. */
    static void credits(Random random, SomeTerms terms) {
        for (int i = random.nextInt(4); i > 0; i--) {
            terms.credit(
                    "credit-" + i,
                    random.nextInt(3) == 0 ? CreditKind.PAID : CreditKind.PROMOTIONAL,
                    nok(cents(random, 60_000)),
                    random.nextBoolean() ? null : "2026-12-0" + i);
        }
    }

    private static ChargeSelection on(Random random) {
        List<ChargeKind> kinds =
                switch (random.nextInt(3)) {
                    case 0 -> List.of(ChargeKind.ENERGY);
                    case 1 -> List.of(ChargeKind.GPU_TIME);
                    default -> List.of(ChargeKind.GPU_TIME, ChargeKind.ENERGY);
                };
        return new ChargeSelection(kinds, null, random.nextInt(3) == 0 ? List.of("narvik") : null);
    }

    /** What other months may have taken of discounts of an amount: no more than this one has left of a cap. */
    static Map<String, BigDecimal> others(Random random, CommercialBasis basis, Map<String, Money> standing) {
        Map<String, BigDecimal> others = new TreeMap<>();
        for (Discount one : basis.terms().discounts()) {
            if (one.reduction() instanceof Reduction.Amount && random.nextBoolean()) {
                BigDecimal taken = new BigDecimal(cents(random, 100_000));
                Money own = standing.getOrDefault(one.id(), SomeTerms.nok("0.00"));
                BigDecimal cap = one.cap();
                others.put(one.id(), cap == null ? taken : taken.min(cap.subtract(own.amount())));
            }
        }
        return others;
    }

    /** GPU time of one to three projects, some with energy. */
    static List<RatedUsage> usage(Random random) {
        List<RatedUsage> usage = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            if (i == 1 || random.nextInt(4) > 0) {
                RatedDay day = RatedDay.of("havvik", "c-2026", "2026-10-0" + i)
                        .at("project-" + i, i == 2 ? "narvik" : "glomfjord", "h100-sxm")
                        .gpuHours("1", cents(random, 60_000));
                usage.add((random.nextBoolean() ? day.energy("10", cents(random, 30_000)) : day).build());
            }
        }
        return usage;
    }

    /** What a next invoice bills of its own. */
    static List<RatedUsage> own(String amount) {
        return List.of(RatedDay.of("havvik", "c-2026", "2026-10-01")
                .at("next", "glomfjord", "h100-sxm")
                .gpuHours("1", amount)
                .build());
    }

    /** Asks for something of any of its invoices, or for more than is left. */
    static void ask(Random random, AMonthInBooks month) {
        List<Remainder> left = month.left();
        Invoice invoice = left.get(random.nextInt(left.size())).invoice();
        BigDecimal part = new BigDecimal(cents(random, 60_000));
        int line = 1 + random.nextInt(invoice.lines().size());
        CreditRequest request =
                switch (random.nextInt(4)) {
                    case 0 -> new CreditRequest.InFull();
                    case 1 -> new CreditRequest.ByAmount(part);
                    default -> new CreditRequest.ByLine(Map.of(line, part));
                };
        try {
            month.credit(invoice.heading().number(), request);
        } catch (CreditRefused e) {
            assertThat(e.detail()).isNotBlank();
        }
    }

    /** Asks for all that is left of an invoice, as far as something is. */
    static void creditAll(AMonthInBooks month, String number) {
        try {
            month.credit(number, new CreditRequest.InFull());
        } catch (CreditRefused e) {
            assertThat(e.detail()).startsWith("nothing is left of invoice");
        }
    }

    /** An amount of at least a hundredth and at most so many. */
    static String cents(Random random, int most) {
        return BigDecimal.valueOf(1 + random.nextInt(most), 2).toPlainString();
    }
}
