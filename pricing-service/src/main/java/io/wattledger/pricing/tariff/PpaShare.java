package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A power purchase agreement that covers a part of all consumption at a fixed price; the rest is priced by another
 * component with the other share. By site.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param sites at least one, no two for the same site
 */
public record PpaShare(String id, String description, List<SiteShare> sites) implements PricePerKwhComponent {

    /**
     * The agreement at one site.
     *
     * @param site where
     * @param sharePercent the part of the facility energy that it covers; above 0 and at most 100
     * @param pricePerMwh in the currency of the tariff; 0 or more
     */
    public record SiteShare(String site, BigDecimal sharePercent, BigDecimal pricePerMwh) {}

    /** Copies the list. */
    public PpaShare {
        sites = List.copyOf(sites);
    }

    /** The agreement at a site; empty where the component does not name it. */
    public Optional<SiteShare> shareAt(String site) {
        return sites.stream().filter(one -> one.site().equals(site)).findFirst();
    }

    @Override
    public List<EnergyPart> energyParts() {
        return sites.stream()
                .map(one -> new EnergyPart(one.site(), one.sharePercent()))
                .toList();
    }

    @Override
    public void check(Flaws flaws) {
        flaws.sites(sites, SiteShare::site);
        for (int number = 0; number < sites.size(); number++) {
            flaws.noShare(
                    "/sites/" + number + "/sharePercent", sites.get(number).sharePercent());
            flaws.negative(
                    "/sites/" + number + "/pricePerMwh", sites.get(number).pricePerMwh());
        }
    }

    @Override
    public List<Mention> mentions() {
        return Mention.sites(sites, SiteShare::site);
    }
}
