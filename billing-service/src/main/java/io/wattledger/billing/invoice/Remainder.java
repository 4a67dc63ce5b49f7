package io.wattledger.billing.invoice;

import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is left of an issued invoice to be credited, per line and per VAT treatment; never more than was invoiced, and for a
 * line with a negative amount never less.
 *
 * @param invoice the invoice
 * @param left what is left of each line without VAT, by its number
 */
public record Remainder(Invoice invoice, SortedMap<Integer, Money> left) {

    /** Copies the map. */
    public Remainder {
        left = new TreeMap<>(left);
    }

    /** What is left once all that names the invoice was taken from it. */
    public static Remainder of(Invoice invoice, List<LineEffect> effects) {
        SortedMap<Integer, Money> left = new TreeMap<>();
        for (InvoiceLine line : invoice.lines()) {
            Money amount = line.amount().net();
            for (LineEffect effect : effects) {
                Integer named = effect.names().line();
                boolean towardsZero =
                        effect.net().signum() * line.amount().net().signum() < 0;
                if (towardsZero
                        && effect.names().number().equals(invoice.heading().number())
                        && named != null
                        && named == line.number()) {
                    amount = amount.plus(effect.net());
                }
            }
            left.put(line.number(), amount);
        }
        return new Remainder(invoice, left);
    }

    /** What is left in all, without VAT. */
    public Money total() {
        Money total = Money.zero(currency());
        for (Money amount : perTreatment(left).values()) {
            total = total.plus(amount);
        }
        return total;
    }

    /** Whether all of it was given back, so that nothing is left to be credited or corrected. */
    public boolean isTakenBack() {
        boolean billedSomething =
                invoice.lines().stream().anyMatch(line -> line.amount().net().signum() != 0);
        return OffsetInvoice.is(invoice)
                ? billedSomething && left.values().stream().allMatch(amount -> amount.signum() == 0)
                : total().signum() == 0;
    }

    /** What is left per VAT treatment, less what the invoice took off across lines. */
    Map<VatTreatment, Money> perTreatment(Map<Integer, Money> amounts) {
        Map<VatTreatment, Money> sums = new LinkedHashMap<>();
        for (VatSubtotal subtotal : invoice.vatBreakdown()) {
            sums.put(subtotal.vat(), subtotal.taxable().minus(lines(subtotal.vat(), netOfLines())));
        }
        for (Map.Entry<VatTreatment, Money> sum : sums.entrySet()) {
            sum.setValue(sum.getValue().plus(lines(sum.getKey(), amounts)));
        }
        return sums;
    }

    /** What is left once {@code taken} is credited. */
    Map<Integer, Money> after(Map<Integer, Money> taken) {
        Map<Integer, Money> after = new TreeMap<>(left);
        taken.forEach((line, amount) -> after.merge(line, amount.negated(), Money::plus));
        return after;
    }

    /** What is left of the lines of one VAT treatment. */
    private Map<Integer, Money> leftOf(VatTreatment vat) {
        Map<Integer, Money> lines = new TreeMap<>();
        invoice.lines().stream()
                .filter(line -> line.vat().equals(vat))
                .forEach(line -> lines.put(line.number(), amountLeft(line.number())));
        return lines;
    }

    /** What is left of a line. */
    Money amountLeft(int line) {
        return left.getOrDefault(line, Money.zero(currency()));
    }

    /**
     * Everything that is left. Where the invoice took something off across lines, the lines give as much less; where it took off
     * everything, they give all they have, and the allowances go back with them.
     */
    Map<Integer, Money> everything() {
        Map<Integer, Money> all = new TreeMap<>();
        if (OffsetInvoice.is(invoice)) {
            all.putAll(left);
            all.values().removeIf(amount -> amount.signum() == 0);
            return all;
        }
        perTreatment(left).forEach((vat, amount) -> {
            Map<Integer, Money> lines = leftOf(vat);
            Money sum = Money.zero(currency());
            for (Money line : lines.values()) {
                sum = sum.plus(line);
            }
            all.putAll(sum.equals(amount) ? lines : spread(amount, lines));
        });
        all.values().removeIf(amount -> amount.signum() == 0);
        return all;
    }

    /** An amount without VAT, spread over all lines by what is left of each. */
    Map<Integer, Money> spread(Money amount) {
        return spread(amount, left);
    }

    /**
     * An amount spread over positive lines by their size, so that no line gives more than it has as long as they have as
     * much together. The last digits go to the lines with the largest remainders.
     */
    private static Map<Integer, Money> spread(Money amount, Map<Integer, Money> lines) {
        Map<Integer, Money> from = new TreeMap<>(lines);
        from.values().removeIf(money -> money.signum() <= 0);
        BigDecimal whole = from.values().stream().map(Money::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        Map<Integer, Money> shares = new TreeMap<>();
        if (whole.signum() == 0) {
            return shares;
        }
        BigDecimal rest = amount.amount();
        Map<Integer, BigDecimal> remainders = new TreeMap<>();
        for (Map.Entry<Integer, Money> entry : from.entrySet()) {
            BigDecimal exact =
                    amount.amount().multiply(entry.getValue().amount()).divide(whole, MathContext.DECIMAL128);
            BigDecimal share = exact.setScale(amount.amount().scale(), RoundingMode.DOWN);
            remainders.put(entry.getKey(), exact.subtract(share));
            rest = rest.subtract(share);
            shares.put(entry.getKey(), new Money(share, amount.currency()));
        }
        Money unit = new Money(amount.amount().ulp(), amount.currency());
        List<Integer> order = remainders.entrySet().stream()
                .sorted(Map.Entry.<Integer, BigDecimal>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
        for (int i = 0; rest.signum() > 0 && i < order.size(); i++) {
            shares.merge(order.get(i), unit, Money::plus);
            rest = rest.subtract(unit.amount());
        }
        shares.values().removeIf(share -> share.signum() == 0);
        return shares;
    }

    /** The line of that number, if the invoice has one. */
    Optional<InvoiceLine> line(int number) {
        return invoice.lines().stream().filter(line -> line.number() == number).findFirst();
    }

    private Map<Integer, Money> netOfLines() {
        Map<Integer, Money> net = new TreeMap<>();
        invoice.lines().forEach(line -> net.put(line.number(), line.amount().net()));
        return net;
    }

    private Money lines(VatTreatment vat, Map<Integer, Money> amounts) {
        Money sum = Money.zero(currency());
        for (InvoiceLine line : invoice.lines()) {
            if (line.vat().equals(vat)) {
                sum = sum.plus(amounts.getOrDefault(line.number(), Money.zero(currency())));
            }
        }
        return sum;
    }

    private Currency currency() {
        return invoice.heading().currency();
    }
}
