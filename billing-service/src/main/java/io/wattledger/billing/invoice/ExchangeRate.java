package io.wattledger.billing.invoice;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;

/**
 * A published rate by which VAT is stated in the currency it is accounted for in.
 *
 * @param base what one unit of which costs {@code rate}
 * @param quote in which the rate is stated
 * @param date for which day it was published
 * @param rate units of {@code quote} for one of {@code base}, above zero
 * @param source who published it, as printed on the invoice, for example {@code Norges Bank}
 */
public record ExchangeRate(Currency base, Currency quote, LocalDate date, BigDecimal rate, String source) {

    /** Refuses a rate that is not above zero. */
    public ExchangeRate {
        if (rate.signum() <= 0) {
            throw new IllegalArgumentException(
                    "a rate of " + rate.toPlainString() + " " + quote + " for one " + base + " is not above zero");
        }
    }

    /** {@code amount} in the quoted currency, rounded HALF_UP to its minor digits. */
    public Money convert(Money amount) {
        if (!amount.currency().equals(base)) {
            throw new IllegalArgumentException("a rate for " + base + " does not convert " + amount.currency());
        }
        return Money.rounded(amount.amount().multiply(rate), quote);
    }
}
