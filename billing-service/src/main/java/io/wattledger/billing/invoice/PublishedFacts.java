package io.wattledger.billing.invoice;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What others have published and invoices state with its source: rates of exchange for VAT, and emission factors.
 *
 * @param rates rates of exchange, in any order
 * @param emissions factors by site, in any order
 */
public record PublishedFacts(List<ExchangeRate> rates, Map<String, List<EmissionFactor>> emissions) {

    /** Nothing is known. */
    public static final PublishedFacts NONE = new PublishedFacts(List.of(), Map.of());

    /** A rate older than this is not looked at. How old one may be that converts VAT, the seller's country says, at issue. */
    private static final int OLDEST_RATE_DAYS = 31;

    /** Copies list and map. */
    public PublishedFacts {
        rates = List.copyOf(rates);
        emissions = Map.copyOf(emissions);
    }

    /** The newest rate that was published up to {@code day}, at most 31 days before it. */
    public Optional<ExchangeRate> rate(Currency base, Currency quote, LocalDate day) {
        return rates.stream()
                .filter(rate -> rate.base().equals(base) && rate.quote().equals(quote))
                .filter(rate -> !rate.date().isAfter(day) && !rate.date().isBefore(oldestRate(day)))
                .max(Comparator.comparing(ExchangeRate::date));
    }

    /** The day of the oldest rate that is looked at on {@code day}. */
    public static LocalDate oldestRate(LocalDate day) {
        return day.minusDays(OLDEST_RATE_DAYS);
    }

    /** The factor that is in force at {@code site} on {@code day}; none means that nothing may be said. */
    public Optional<EmissionFactor> emission(String site, LocalDate day) {
        return emissions.getOrDefault(site, List.of()).stream()
                .filter(factor -> !factor.validFrom().isAfter(day))
                .max(Comparator.comparing(EmissionFactor::validFrom));
    }
}
