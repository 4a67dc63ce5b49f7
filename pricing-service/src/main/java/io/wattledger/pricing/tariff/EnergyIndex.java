package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Facility energy at the price of an index plus a margin, by site.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param sites at least one, no two for the same site
 */
public record EnergyIndex(String id, String description, List<SiteIndex> sites) implements PricePerKwhComponent {

    /**
     * The index of one site.
     *
     * @param site where
     * @param series id of the price series
     * @param exchangeRate id of the exchange rate; absent where the series is in the tariff's currency
     * @param marginPerMwh on top of every priced MWh, in the tariff's currency; absent for none
     */
    public record SiteIndex(
            String site,
            String series,
            @Nullable String exchangeRate,
            @Nullable BigDecimal marginPerMwh) {

        /** The margin per MWh; 0 for none. */
        public BigDecimal margin() {
            return Objects.requireNonNullElse(marginPerMwh, BigDecimal.ZERO);
        }
    }

    /** Copies the list. */
    public EnergyIndex {
        sites = List.copyOf(sites);
    }

    /** The index of a site; empty where the component does not name it. */
    public Optional<SiteIndex> indexOf(String site) {
        return sites.stream().filter(one -> one.site().equals(site)).findFirst();
    }

    @Override
    public void check(Flaws flaws) {
        if (sites.isEmpty()) {
            flaws.add("/sites", "there is no site");
        }
        Set<String> seen = new HashSet<>();
        for (int number = 0; number < sites.size(); number++) {
            if (!seen.add(sites.get(number).site())) {
                flaws.add(
                        "/sites/" + number,
                        "there are two entries for site " + sites.get(number).site());
            }
        }
    }

    @Override
    public List<IndexUse> indexUses() {
        List<IndexUse> uses = new ArrayList<>();
        for (SiteIndex one : sites) {
            uses.add(new IndexUse("/sites/" + uses.size(), one.site(), one.series(), one.exchangeRate()));
        }
        return uses;
    }
}
