package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The energy of GPUs that are reserved for a contract and not used: their idle power times the site's PUE. Nodes that
 * nobody reserved are the operator's.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param reserved at least one, no two for the same site and SKU
 */
public record IdleEnergy(String id, String description, List<Reserved> reserved) implements MonthComponent {

    /**
     * GPUs that are reserved at a site.
     *
     * @param site where
     * @param sku what
     * @param gpus how many, used or not; above 0
     * @param idleWattsPerGpu what an idle GPU draws, with its share of the node; absent means what the SKU states
     * @param pricePerKwh of facility energy, in the currency of the tariff; given exactly where {@code series} is not
     * @param series id of the price series that gives the price instead
     * @param exchangeRate id of the exchange rate; absent where the series is in the tariff's currency
     * @param marginPerMwh on top of the price of the series; absent for none
     */
    public record Reserved(
            String site,
            String sku,
            int gpus,
            @Nullable BigDecimal idleWattsPerGpu,
            @Nullable BigDecimal pricePerKwh,
            @Nullable String series,
            @Nullable String exchangeRate,
            @Nullable BigDecimal marginPerMwh) {

        /** The margin per MWh; 0 for none. */
        public BigDecimal margin() {
            return Objects.requireNonNullElse(marginPerMwh, BigDecimal.ZERO);
        }
    }

    /** Copies the list. */
    public IdleEnergy {
        reserved = List.copyOf(reserved);
    }

    @Override
    public void check(Flaws flaws) {
        if (reserved.isEmpty()) {
            flaws.add("/reserved", "there is nothing reserved");
        }
        Set<List<String>> seen = new HashSet<>();
        for (int number = 0; number < reserved.size(); number++) {
            Reserved one = reserved.get(number);
            Flaws here = flaws.at("/reserved/" + number);
            if (!seen.add(List.of(one.site(), one.sku()))) {
                here.add("", "there are two entries for SKU " + one.sku() + " at site " + one.site());
            }
            if (one.gpus() < 1) {
                here.add("/gpus", one.gpus() + " is below 1");
            }
            here.negative("/idleWattsPerGpu", one.idleWattsPerGpu());
            here.negative("/pricePerKwh", one.pricePerKwh());
            if ((one.pricePerKwh() == null) == (one.series() == null)) {
                here.add("", "must have either a pricePerKwh or a series");
            }
            if (one.series() == null && (one.exchangeRate() != null || one.marginPerMwh() != null)) {
                here.add("", "an exchangeRate or marginPerMwh needs a series");
            }
        }
    }

    @Override
    public List<Mention> mentions() {
        List<Mention> mentions = new ArrayList<>();
        for (int number = 0; number < reserved.size(); number++) {
            Reserved one = reserved.get(number);
            mentions.add(new Mention("/reserved/" + number + "/site", Mention.What.SITE, one.site()));
            mentions.add(new Mention("/reserved/" + number + "/sku", Mention.What.SKU, one.sku()));
        }
        return mentions;
    }

    @Override
    public List<IndexUse> indexUses() {
        List<IndexUse> uses = new ArrayList<>();
        for (int number = 0; number < reserved.size(); number++) {
            Reserved one = reserved.get(number);
            if (one.series() != null) {
                uses.add(new IndexUse("/reserved/" + number, one.site(), one.series(), one.exchangeRate()));
            }
        }
        return uses;
    }
}
