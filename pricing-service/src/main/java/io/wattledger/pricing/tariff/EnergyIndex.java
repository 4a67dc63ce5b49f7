package io.wattledger.pricing.tariff;

import java.util.List;
import java.util.Optional;

/**
 * Facility energy at the price of an index plus a margin, quarter-hour by quarter-hour, by site.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param sites at least one, no two for the same site
 */
public record EnergyIndex(String id, String description, List<SiteIndex> sites) implements PricePerKwhComponent {

    /** Copies the list. */
    public EnergyIndex {
        sites = List.copyOf(sites);
    }

    /** The index of a site; empty where the component does not name it. */
    public Optional<SiteIndex> indexOf(String site) {
        return sites.stream().filter(one -> one.site().equals(site)).findFirst();
    }

    @Override
    public List<EnergyPart> energyParts() {
        return SiteIndex.parts(sites);
    }

    @Override
    public void check(Flaws flaws) {
        SiteIndex.check(sites, flaws);
    }

    @Override
    public List<IndexUse> indexUses() {
        return SiteIndex.uses(sites);
    }
}
