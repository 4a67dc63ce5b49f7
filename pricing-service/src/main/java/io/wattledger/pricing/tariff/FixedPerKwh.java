package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fixed price per kWh, by site.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param measure which energy is counted; always named, since the two differ by the PUE
 * @param purpose what the price is for; absent means the energy itself
 * @param sites at least one, no two for the same site
 */
public record FixedPerKwh(
        String id,
        String description,
        EnergyMeasure measure,
        @Nullable Purpose purpose,
        List<SitePrice> sites) implements PricePerKwhComponent {

    /**
     * The price at one site.
     *
     * @param site where
     * @param pricePerKwh in the currency of the tariff; 0 or more
     * @param sharePercent the part of the energy that has this price, above 0 and at most 100; absent means all of it
     */
    public record SitePrice(
            String site, BigDecimal pricePerKwh, @Nullable BigDecimal sharePercent) {

        /** The part of the energy, from 0 to 1. */
        public BigDecimal share() {
            return sharePercent == null ? BigDecimal.ONE : sharePercent.movePointLeft(2);
        }
    }

    /** Copies the list. */
    public FixedPerKwh {
        sites = List.copyOf(sites);
    }

    /** What the price is for. */
    public Purpose use() {
        return Objects.requireNonNullElse(purpose, Purpose.ENERGY);
    }

    /** The price at a site; empty where the component does not name it. */
    public Optional<SitePrice> priceAt(String site) {
        return sites.stream().filter(one -> one.site().equals(site)).findFirst();
    }

    @Override
    public List<EnergyPart> energyParts() {
        return use() == Purpose.ENERGY
                ? sites.stream()
                        .map(one -> new EnergyPart(one.site(), one.sharePercent()))
                        .toList()
                : List.of();
    }

    @Override
    public void check(Flaws flaws) {
        flaws.sites(sites, SitePrice::site);
        for (int number = 0; number < sites.size(); number++) {
            flaws.negative(
                    "/sites/" + number + "/pricePerKwh", sites.get(number).pricePerKwh());
            flaws.noShare(
                    "/sites/" + number + "/sharePercent", sites.get(number).sharePercent());
        }
    }

    @Override
    public List<Mention> mentions() {
        return Mention.sites(sites, SitePrice::site);
    }
}
