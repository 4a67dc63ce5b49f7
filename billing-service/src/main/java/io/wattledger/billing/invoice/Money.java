package io.wattledger.billing.invoice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/**
 * A rounded amount as it stands on an invoice.
 *
 * @param amount in {@code currency}; its scale is always the currency's number of minor digits
 * @param currency ISO 4217
 */
public record Money(BigDecimal amount, Currency currency) {

    /**
     * Digits behind these come of divisions that were broken off: a million charges of ten million each, to 34 digits, are off by
     * less, and a price of 12 decimals by the milli-GPU-second comes no nearer to a tie without being one.
     */
    private static final int TOLD_DECIMALS = 20;

    /** Refuses an amount with more or fewer decimals than the currency has, so that nobody rounds by accident. */
    public Money {
        if (amount.scale() != currency.getDefaultFractionDigits()) {
            throw new IllegalArgumentException(amount.toPlainString() + " " + currency
                    + " does not have the currency's " + currency.getDefaultFractionDigits() + " decimals");
        }
    }

    /**
     * The amount rounded HALF_UP to the currency's minor digits: the one rounding there is. Charges are divided to 34 digits, so
     * three thirds of half a cent come to a hair less than half a cent. What lies within that hair of a tie is the tie: else it
     * would hang on the number of days whether a line is rounded up.
     */
    public static Money rounded(BigDecimal unrounded, Currency currency) {
        BigDecimal told =
                unrounded.scale() > TOLD_DECIMALS ? unrounded.setScale(TOLD_DECIMALS, RoundingMode.HALF_UP) : unrounded;
        return new Money(told.setScale(currency.getDefaultFractionDigits(), RoundingMode.HALF_UP), currency);
    }

    /** Nothing, in {@code currency}. */
    public static Money zero(Currency currency) {
        return new Money(BigDecimal.ZERO.setScale(currency.getDefaultFractionDigits()), currency);
    }

    /**
     * The exact sum.
     *
     * @throws IllegalArgumentException when the currencies differ
     */
    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
        }
        return new Money(amount.add(other.amount), currency);
    }

    /**
     * The exact difference.
     *
     * @throws IllegalArgumentException when the currencies differ
     */
    public Money minus(Money other) {
        return plus(other.negated());
    }

    /** The part of this amount that {@code part} is of {@code whole}, rounded down. */
    Money share(Money part, Money whole) {
        BigDecimal product = amount.multiply(part.amount);
        return new Money(product.divide(whole.amount, amount.scale(), RoundingMode.DOWN), currency);
    }

    /**
     * This amount shared out in proportion to {@code parts}: each share is what all parts up to it have earned, rounded
     * HALF_UP, less what those before it have. So the shares always come to this amount. Where the parts come to nothing, the
     * first has all of it.
     */
    public List<Money> sharedBy(List<Money> parts) {
        BigDecimal whole = parts.stream().map(Money::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        List<Money> shares = new ArrayList<>();
        BigDecimal earned = BigDecimal.ZERO;
        Money given = zero(currency);
        for (Money part : parts) {
            earned = earned.add(part.amount);
            Money due = whole.signum() == 0
                    ? this
                    : new Money(amount.multiply(earned).divide(whole, amount.scale(), RoundingMode.HALF_UP), currency);
            shares.add(due.minus(given));
            given = due;
        }
        return List.copyOf(shares);
    }

    /** The same amount the other way. */
    public Money negated() {
        return new Money(amount.negate(), currency);
    }

    /** -1, 0 or 1 as the amount is below, at or above zero. */
    public int signum() {
        return amount.signum();
    }
}
