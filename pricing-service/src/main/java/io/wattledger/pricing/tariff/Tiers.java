package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A price per GPU-hour that depends on how many GPU-hours a contract uses in its billing month, of several SKUs and at
 * several sites together. They are counted from the start of the month, also across a change of version.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param scope what is counted and priced
 * @param mode how the count makes the price
 * @param tiers at least one, in rising order; only the last one has no upper edge
 */
public record Tiers(String id, String description, CountedTime scope, Mode mode, List<Tier> tiers)
        implements MonthComponent, GpuTimeComponent {

    /** How the count makes the price. */
    public enum Mode {
        /** Each hour has the price of the tier that it falls into. */
        GRADUATED,
        /** All hours of the month have the price of the tier that their sum falls into. */
        VOLUME
    }

    /**
     * One tier.
     *
     * @param upToGpuHours its upper edge, which still belongs to it; absent for the last tier
     * @param pricePerGpuHour in the currency of the tariff; 0 or more
     */
    public record Tier(@Nullable BigDecimal upToGpuHours, BigDecimal pricePerGpuHour) {}

    /** Copies the list. */
    public Tiers {
        tiers = List.copyOf(tiers);
    }

    @Override
    public boolean prices(String sku, String site) {
        return scope.contains(sku, site);
    }

    @Override
    public void check(Flaws flaws) {
        scope.check(flaws.at("/scope"));
        if (tiers.isEmpty()) {
            flaws.add("/tiers", "there is no tier");
        }
        BigDecimal before = BigDecimal.ZERO;
        for (int number = 0; number < tiers.size(); number++) {
            String at = "/tiers/" + number;
            Tier tier = tiers.get(number);
            BigDecimal edge = tier.upToGpuHours();
            boolean last = number == tiers.size() - 1;
            flaws.negative(at + "/pricePerGpuHour", tier.pricePerGpuHour());
            if ((edge == null) != last) {
                flaws.add(
                        at + "/upToGpuHours", last ? "the last tier has no upper edge" : "only the last tier has none");
            } else if (edge != null && edge.compareTo(before) <= 0) {
                flaws.add(
                        at + "/upToGpuHours",
                        edge.toPlainString() + " is not above " + before.toPlainString() + ", where the tier begins");
            }
            before = edge == null ? before : edge;
        }
    }

    @Override
    public List<Mention> mentions() {
        return scope.mentions("/scope");
    }
}
