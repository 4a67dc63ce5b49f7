package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A tax or levy per kWh of facility energy at all sites of a country. The rate follows from the tax class of the site,
 * which is a dated property of it, and from the day; a law changes rates on days that are not those of tariff versions.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param country ISO 3166-1 alpha-2 code
 * @param rates at least one, no two for the same class and day
 */
public record EnergyLevy(String id, String description, String country, List<Rate> rates)
        implements PricePerKwhComponent {

    /**
     * The rate of a class from a day on, until the next one of the class.
     *
     * @param taxClass name of the class, as sites have it
     * @param validFrom first local day of the site
     * @param pricePerKwh in the currency of the tariff; 0 or more
     */
    public record Rate(String taxClass, LocalDate validFrom, BigDecimal pricePerKwh) {}

    /** Copies the list. */
    public EnergyLevy {
        rates = List.copyOf(rates);
    }

    /** The rate of a class on a local day; empty before the first one. */
    public Optional<BigDecimal> rateOf(String taxClass, LocalDate day) {
        return rates.stream()
                .filter(rate ->
                        rate.taxClass().equals(taxClass) && !rate.validFrom().isAfter(day))
                .max(Comparator.comparing(Rate::validFrom))
                .map(Rate::pricePerKwh);
    }

    @Override
    public void check(Flaws flaws) {
        if (!country.matches("[A-Z]{2}")) {
            flaws.add("/country", "'" + country + "' is no ISO 3166-1 code of two capital letters");
        }
        if (rates.isEmpty()) {
            flaws.add("/rates", "there is no rate");
        }
        Set<List<Object>> seen = new HashSet<>();
        for (int number = 0; number < rates.size(); number++) {
            Rate rate = rates.get(number);
            flaws.negative("/rates/" + number + "/pricePerKwh", rate.pricePerKwh());
            if (!seen.add(List.of(rate.taxClass(), rate.validFrom()))) {
                flaws.add(
                        "/rates/" + number,
                        "there are two rates of class " + rate.taxClass() + " from " + rate.validFrom());
            }
        }
    }
}
