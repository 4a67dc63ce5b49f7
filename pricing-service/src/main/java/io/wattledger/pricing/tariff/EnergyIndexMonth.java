package io.wattledger.pricing.tariff;

import java.util.List;

/**
 * Facility energy at the month's average of an index, weighted by the contract's own use, plus a margin; floor and cap are
 * laid on that average and not on each interval (C29 shows the difference). By site.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param sites at least one, no two for the same site
 */
public record EnergyIndexMonth(String id, String description, List<SiteIndex> sites) implements MonthComponent {

    /** Copies the list. */
    public EnergyIndexMonth {
        sites = List.copyOf(sites);
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
