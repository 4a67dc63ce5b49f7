package io.wattledger.billing.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.contract.Discount;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.invoice.CorrectedLine;
import io.wattledger.billing.invoice.DocumentAllowance;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a month has to come to without VAT, in hundredths, reckoned without a document: of each line what it costs now less what
 * somebody asked to be given back of it, and of that what discounts of an amount take as far as something is left. For tests.
 */
final class AMonthOnPaper {

    private final List<Discount> terms;
    private final Map<String, Long> billed = new TreeMap<>();
    private final Map<String, Long> givenBack = new TreeMap<>();
    private long discounts;
    private long ofDiscounts;
    private long besides;

    /** A month as it is billed. */
    AMonthOnPaper(List<Discount> terms, List<RatedUsage> usage) {
        this.terms = terms;
        billed.putAll(costs(usage));
        discounts = discounts(usage, Map.of());
    }

    /** Whether other amounts come of usage: otherwise nothing is corrected. */
    boolean changesBy(List<RatedUsage> usage) {
        return !revised(usage).equals(billed);
    }

    /** It costs something else now; what was given back of a line is not given back again. */
    void revise(List<RatedUsage> usage, Map<String, BigDecimal> others) {
        billed.putAll(revised(usage));
        discounts = Math.min(discounts(usage, others), Math.max(0, lines()));
    }

    /** A document may bill something that is not of the month. */
    void besides(Invoice document) {
        for (InvoiceLine line : document.lines()) {
            boolean isOwn = line.provenance().corrects() == null;
            besides += isOwn ? cents(line.amount().net().amount()) : 0;
        }
    }

    /**
     * Somebody was given back lines of an invoice, and discounts with them where that came to nothing.
     *
     * @param before invoices that had been given back in full: what was taken back of them may be billed again
     */
    void givenBack(Invoice note, Invoice of, Set<String> before) {
        for (InvoiceLine line : note.lines()) {
            long amount = cents(line.amount().net().amount());
            int names = Objects.requireNonNull(
                    Objects.requireNonNull(line.provenance().corrects()).line());
            InvoiceLine credited = of.lines().get(names - 1);
            if (credited.item().acrossLines()) {
                ofDiscounts += amount;
            } else if (credited.item().project().equals("next")) {
                besides -= amount;
            } else {
                CorrectedLine corrects = credited.provenance().corrects();
                assertThat(amount >= 0 || corrects != null && before.contains(corrects.number()))
                        .as(
                                "line %d of %s, which took back",
                                names, of.heading().number())
                        .isTrue();
                givenBack.merge(key(credited.item().project(), credited.item().kind()), amount, Long::sum);
            }
        }
        for (DocumentAllowance allowance : note.allowances()) {
            discounts -= cents(allowance.allowance().amount().amount());
        }
    }

    /** What all documents together have to come to. */
    BigDecimal total() {
        return BigDecimal.valueOf(lines() - discounts + besides, 2);
    }

    /** What discounts of an amount have to take. */
    BigDecimal taken() {
        return BigDecimal.valueOf(discounts, 2);
    }

    private long lines() {
        long sum = -ofDiscounts;
        for (Map.Entry<String, Long> line : billed.entrySet()) {
            sum += line.getValue() - givenBack.getOrDefault(line.getKey(), 0L);
        }
        return sum;
    }

    private Map<String, Long> revised(List<RatedUsage> usage) {
        Map<String, Long> now = new TreeMap<>(billed);
        now.replaceAll((key, was) -> 0L);
        now.putAll(costs(usage));
        now.replaceAll((key, cost) -> Math.max(cost, Math.max(0, givenBack.getOrDefault(key, 0L))));
        return now;
    }

    private Map<String, Long> costs(List<RatedUsage> usage) {
        Map<String, Long> costs = new TreeMap<>();
        for (RatedUsage day : usage) {
            for (Charge charge : day.charges()) {
                costs.put(key(day.project(), charge.kind()), reduced(charge));
            }
        }
        return costs;
    }

    private long reduced(Charge charge) {
        long cents = cents(charge.amount());
        for (Discount discount : terms) {
            if (discount.reduction() instanceof Reduction.PerCent one
                    && discount.on().kinds().contains(charge.kind())) {
                cents -= (cents * one.percent().intValueExact() + 50) / 100;
            }
        }
        return cents;
    }

    private long discounts(List<RatedUsage> usage, Map<String, BigDecimal> others) {
        long taken = 0;
        for (Discount discount : terms) {
            if (discount.reduction() instanceof Reduction.Amount one) {
                long most = Math.min(cents(one.perMonth()), on(discount, usage) - taken);
                if (discount.cap() != null) {
                    BigDecimal before = others.getOrDefault(discount.id(), BigDecimal.ZERO);
                    most = Math.min(most, cents(discount.cap().subtract(before)));
                }
                taken += Math.max(0, most);
            }
        }
        return taken;
    }

    private long on(Discount discount, List<RatedUsage> usage) {
        List<String> sites = discount.on().sites();
        long sum = 0;
        for (RatedUsage day : usage) {
            for (Charge charge : day.charges()) {
                boolean belongs =
                        discount.on().kinds().contains(charge.kind()) && (sites == null || sites.contains(day.site()));
                sum += belongs ? reduced(charge) : 0;
            }
        }
        return sum;
    }

    private static String key(String project, ChargeKind kind) {
        return project + "/" + kind;
    }

    private static long cents(BigDecimal amount) {
        return amount.movePointRight(2).longValueExact();
    }
}
