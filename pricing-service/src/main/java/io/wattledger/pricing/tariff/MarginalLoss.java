package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the grid charges for the energy that is lost on the way: a percentage of the index price for each kWh of facility
 * energy, by site. A percentage below 0 is a credit, where use relieves the grid.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param sites at least one, no two for the same site
 */
public record MarginalLoss(String id, String description, List<SiteLoss> sites) implements PricePerKwhComponent {

    /**
     * The loss at one site.
     *
     * @param site where
     * @param series id of the price series
     * @param exchangeRate id of the exchange rate; absent where the series is in the tariff's currency
     * @param percent of the index price; from -100 to 100
     * @param whenMissing what holds where the index has no price; absent means that the energy is held
     */
    public record SiteLoss(
            String site,
            String series,
            @Nullable String exchangeRate,
            BigDecimal percent,
            @Nullable WhenMissing whenMissing) {}

    /** Copies the list. */
    public MarginalLoss {
        sites = List.copyOf(sites);
    }

    /** The loss at a site; empty where the component does not name it. */
    public Optional<SiteLoss> lossAt(String site) {
        return sites.stream().filter(one -> one.site().equals(site)).findFirst();
    }

    @Override
    public void check(Flaws flaws) {
        flaws.sites(sites, SiteLoss::site);
        for (int number = 0; number < sites.size(); number++) {
            BigDecimal percent = sites.get(number).percent();
            if (percent.abs().compareTo(BigDecimal.valueOf(100)) > 0) {
                flaws.add("/sites/" + number + "/percent", percent.toPlainString() + " is not between -100 and 100");
            }
        }
    }

    @Override
    public List<IndexUse> indexUses() {
        List<IndexUse> uses = new ArrayList<>();
        for (SiteLoss one : sites) {
            uses.add(new IndexUse("/sites/" + uses.size(), one.site(), one.series(), one.exchangeRate()));
        }
        return uses;
    }
}
