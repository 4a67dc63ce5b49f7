package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A price for capacity that is held at a site, used or not, by the year or by the month.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param sites at least one, no two for the same site
 * @param proration how a part of a month or year counts; always named, since tariffs differ
 */
public record CapacityCharge(String id, String description, List<SiteCapacity> sites, Proration proration)
        implements MonthComponent {

    /** How the price of a part of a year is told from the price of the year; C45 shows two of them apart. */
    public enum Proration {
        /** By months: a twelfth of the year's price for each, and inside a month by its days. */
        MONTHS,
        /** By days of the calendar year, 365 or 366. */
        DAYS,
        /** By hours of the calendar year in the site's zone. */
        HOURS
    }

    /**
     * The capacity at one site.
     *
     * @param site where
     * @param kilowatts contracted capacity; above 0
     * @param pricePerKilowattYear in the currency of the tariff; 0 or more; given exactly where the price of a month is not
     * @param pricePerKilowattMonth a twelfth of the price of a year
     */
    public record SiteCapacity(
            String site,
            BigDecimal kilowatts,
            @Nullable BigDecimal pricePerKilowattYear,
            @Nullable BigDecimal pricePerKilowattMonth) {}

    /** Copies the list. */
    public CapacityCharge {
        sites = List.copyOf(sites);
    }

    @Override
    public void check(Flaws flaws) {
        flaws.sites(sites, SiteCapacity::site);
        for (int number = 0; number < sites.size(); number++) {
            SiteCapacity one = sites.get(number);
            String place = "/sites/" + number;
            flaws.notPositive(place + "/kilowatts", one.kilowatts());
            flaws.negative(place + "/pricePerKilowattYear", one.pricePerKilowattYear());
            flaws.negative(place + "/pricePerKilowattMonth", one.pricePerKilowattMonth());
            if ((one.pricePerKilowattYear() == null) == (one.pricePerKilowattMonth() == null)) {
                flaws.add(place, "must have either a pricePerKilowattYear or a pricePerKilowattMonth");
            }
        }
    }

    @Override
    public List<Mention> mentions() {
        return Mention.sites(sites, SiteCapacity::site);
    }
}
