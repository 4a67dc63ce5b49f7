package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Facility energy that is included in a GPU-hour, counted over the month and by site. Either a component charges all
 * energy and the included part is given back at what it cost on average, or only what is used beyond it is charged.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param component earlier component of the version whose charges are given back; absent where the excess is charged
 * @param sites at least one, no two for the same site
 */
public record EnergyAllowance(
        String id, String description, @Nullable String component, List<SiteAllowance> sites)
        implements MonthComponent {

    /**
     * What is included at one site.
     *
     * @param site where
     * @param kwhPerGpuHour facility energy that each GPU-hour includes; above 0
     * @param excessPricePerKwh price of what is used beyond, in the currency of the tariff; given exactly where no
     *     component is named
     */
    public record SiteAllowance(
            String site, BigDecimal kwhPerGpuHour, @Nullable BigDecimal excessPricePerKwh) {}

    /** Copies the list. */
    public EnergyAllowance {
        sites = List.copyOf(sites);
    }

    @Override
    public List<EnergyPart> energyParts() {
        return component == null ? EnergyPart.whole(sites, SiteAllowance::site) : List.of();
    }

    @Override
    public void check(Flaws flaws) {
        flaws.sites(sites, SiteAllowance::site);
        for (int number = 0; number < sites.size(); number++) {
            SiteAllowance one = sites.get(number);
            flaws.notPositive("/sites/" + number + "/kwhPerGpuHour", one.kwhPerGpuHour());
            flaws.negative("/sites/" + number + "/excessPricePerKwh", one.excessPricePerKwh());
            if ((component == null) == (one.excessPricePerKwh() == null)) {
                flaws.add(
                        "/sites/" + number + "/excessPricePerKwh",
                        component == null
                                ? "is missing; without a component to give back from, the excess has a price"
                                : "is too much: component " + component + " already charges all energy");
            }
        }
    }

    @Override
    public List<Mention> mentions() {
        List<Mention> mentions = new ArrayList<>(Mention.sites(sites, SiteAllowance::site));
        if (component != null) {
            mentions.add(new Mention("/component", Mention.What.EARLIER_COMPONENT, component));
        }
        return mentions;
    }
}
