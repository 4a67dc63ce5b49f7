package io.wattledger.billing.tax;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rates that countries charge, as dated data with their source in {@code vat-rates.json}. A country that is not listed is not
 * checked.
 */
public final class VatRates {

    /** The name of the rate that holds where no other is provided for. */
    public static final String STANDARD = "standard";

    private static final List<Rate> KNOWN =
            TaxData.read("vat-rates.json", Table.class).rates();

    private VatRates() {}

    private record Table(List<Rate> rates) {}

    /**
     * A rate.
     *
     * @param country ISO 3166-1 alpha-2
     * @param name by which rules choose it
     * @param percent the rate
     * @param validFrom first day on which it is in force
     * @param validTo first day on which it no longer is; absent while no end is known
     * @param source the law
     */
    public record Rate(
            String country,
            String name,
            BigDecimal percent,
            LocalDate validFrom,
            @Nullable LocalDate validTo,
            String source) {

        private boolean inForce(LocalDate day) {
            return !validFrom.isAfter(day) && (validTo == null || day.isBefore(validTo));
        }
    }

    /** The rates of {@code country} in force on {@code day}, in the order of the data; empty for a country not listed. */
    public static List<Rate> inForce(String country, LocalDate day) {
        return KNOWN.stream()
                .filter(rate -> rate.country().equals(country) && rate.inForce(day))
                .toList();
    }

    /** Whether anything is known of the rates of a country. */
    public static boolean knows(String country) {
        return KNOWN.stream().anyMatch(rate -> rate.country().equals(country));
    }

    /** The rate of that name in force on {@code day}; empty where none is known. */
    static Optional<Rate> named(String country, String name, LocalDate day) {
        return inForce(country, day).stream()
                .filter(rate -> rate.name().equals(name))
                .findFirst();
    }
}
