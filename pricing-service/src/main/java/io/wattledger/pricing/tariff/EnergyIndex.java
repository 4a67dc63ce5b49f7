package io.wattledger.pricing.tariff;

import io.wattledger.pricing.energy.PricePerMwh;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Facility energy at the price of an index plus a margin, by site.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param sites no two for the same site
 */
public record EnergyIndex(String id, String description, List<SiteIndex> sites) implements Component {

    /**
     * The index of one site.
     *
     * @param site where
     * @param series id of the price series
     * @param exchangeRate id of the exchange rate; absent where the series is in the tariff's currency
     * @param margin on top of every priced kWh, in the tariff's currency
     */
    public record SiteIndex(
            String site, String series, @Nullable String exchangeRate, PricePerMwh margin) {}

    /** Copies the list. */
    public EnergyIndex {
        sites = List.copyOf(sites);
    }

    /** The index of a site; empty where the component does not name it. */
    public Optional<SiteIndex> indexOf(String site) {
        return sites.stream().filter(one -> one.site().equals(site)).findFirst();
    }
}
