package io.wattledger.billing.tax;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** The rates that a country charges, as dated data. A country that is not listed is not checked. */
public final class VatRates {

    /** Norway: merverdiavgiftsloven chapter 5 and Stortinget's yearly VAT decision. Great Britain: VAT Act 1994 s. 2, 29A. */
    private static final List<Rate> KNOWN = List.of(
            rate("NO", "25", "2005-01-01"),
            rate("NO", "15", "2012-01-01"),
            rate("NO", "12", "2018-01-01"),
            rate("NO", "11.11", "2010-01-01"),
            rate("GB", "20", "2011-01-04"),
            rate("GB", "5", "1997-09-01"));

    private VatRates() {}

    /**
     * A rate in force.
     *
     * @param country ISO 3166-1 alpha-2
     * @param percent the rate
     * @param validFrom first day on which it was in force
     */
    public record Rate(String country, BigDecimal percent, LocalDate validFrom) {}

    /** The rates of {@code country} that were in force on {@code day}; empty for a country not listed. */
    public static List<Rate> inForce(String country, LocalDate day) {
        return KNOWN.stream()
                .filter(rate ->
                        rate.country().equals(country) && !rate.validFrom().isAfter(day))
                .toList();
    }

    private static Rate rate(String country, String percent, String validFrom) {
        return new Rate(country, new BigDecimal(percent), LocalDate.parse(validFrom));
    }
}
