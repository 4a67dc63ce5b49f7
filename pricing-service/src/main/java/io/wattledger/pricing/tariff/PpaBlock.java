package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A power purchase agreement over a block of the same power in every hour, taken or not: what is used above it is bought at
 * the spot price, what is left of it is sold at the spot price. So it prices all facility energy of a site.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param sites at least one, no two for the same site
 */
public record PpaBlock(String id, String description, List<SiteBlock> sites) implements MonthComponent {

    /**
     * The block at one site.
     *
     * @param site where
     * @param megawatts power of the block; above 0
     * @param pricePerMwh price of the block in the currency of the tariff; 0 or more
     * @param series id of the price series that gives the spot price
     * @param exchangeRate id of the exchange rate; absent where the series is in the tariff's currency
     */
    public record SiteBlock(
            String site,
            BigDecimal megawatts,
            BigDecimal pricePerMwh,
            String series,
            @Nullable String exchangeRate) {}

    /** Copies the list. */
    public PpaBlock {
        sites = List.copyOf(sites);
    }

    @Override
    public List<EnergyPart> energyParts() {
        return EnergyPart.whole(sites, SiteBlock::site);
    }

    @Override
    public void check(Flaws flaws) {
        flaws.sites(sites, SiteBlock::site);
        for (int number = 0; number < sites.size(); number++) {
            flaws.notPositive(
                    "/sites/" + number + "/megawatts", sites.get(number).megawatts());
            flaws.negative(
                    "/sites/" + number + "/pricePerMwh", sites.get(number).pricePerMwh());
        }
    }

    @Override
    public List<IndexUse> indexUses() {
        List<IndexUse> uses = new ArrayList<>();
        for (SiteBlock one : sites) {
            uses.add(new IndexUse("/sites/" + uses.size(), one.site(), one.series(), one.exchangeRate()));
        }
        return uses;
    }
}
