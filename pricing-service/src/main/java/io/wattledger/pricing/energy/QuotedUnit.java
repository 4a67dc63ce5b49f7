package io.wattledger.pricing.energy;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The unit that a file quotes in, where it is not simply that of its series: {@code p/kWh}, {@code øre/kWh},
 * {@code EUR/MWh}. Pence and øre become pounds and kroner by shifting the point, which is exact. What a price is per is
 * never changed on the way in: it must be the unit of the series.
 *
 * @param text as written
 * @param currencies ISO 4217 codes that it may mean
 * @param decimals how many places the point moves to come to the main unit of the currency
 * @param unit what a price is per
 */
public record QuotedUnit(String text, Set<String> currencies, int decimals, EnergyUnit unit) {

    private static final Map<String, Set<String>> MINOR = Map.of(
            "p", Set.of("GBP"),
            "øre", Set.of("NOK", "DKK"),
            "ore", Set.of("NOK", "DKK", "SEK"),
            "öre", Set.of("SEK"),
            "ct", Set.of("EUR"));

    /** Copies the set. */
    public QuotedUnit {
        currencies = Set.copyOf(currencies);
    }

    /** The unit written as {@code currency/energy}; empty where it is none that is known. */
    public static Optional<QuotedUnit> of(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        String money = text.substring(0, slash).strip();
        Set<String> minor = MINOR.get(money);
        if (minor == null && !money.matches("[A-Z]{3}")) {
            return Optional.empty();
        }
        return EnergyUnit.ofSymbol(text.substring(slash + 1).strip())
                .map(unit -> new QuotedUnit(text, minor == null ? Set.of(money) : minor, minor == null ? 0 : 2, unit));
    }

    /** Whether prices in this unit can be those of the series. */
    public boolean fits(PriceSeries series) {
        return unit == series.unit() && currencies.contains(series.currency());
    }

    /** The number in the main unit of the currency; exact. */
    public BigDecimal toMain(BigDecimal quoted) {
        return decimals == 0 ? quoted : quoted.scaleByPowerOfTen(-decimals);
    }
}
