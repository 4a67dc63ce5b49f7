package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.List;

/**
 * A fee for each local day on which a contract holds a site, used or not.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param sites at least one, no two for the same site
 */
public record SiteDay(String id, String description, List<SiteFee> sites) implements MonthComponent {

    /**
     * The fee of one site.
     *
     * @param site which
     * @param pricePerDay in the currency of the tariff; 0 or more
     */
    public record SiteFee(String site, BigDecimal pricePerDay) {}

    /** Copies the list. */
    public SiteDay {
        sites = List.copyOf(sites);
    }

    @Override
    public void check(Flaws flaws) {
        flaws.sites(sites, SiteFee::site);
        for (int number = 0; number < sites.size(); number++) {
            flaws.negative(
                    "/sites/" + number + "/pricePerDay", sites.get(number).pricePerDay());
        }
    }

    @Override
    public List<Mention> mentions() {
        return Mention.sites(sites, SiteFee::site);
    }
}
