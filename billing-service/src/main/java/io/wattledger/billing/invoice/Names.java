package io.wattledger.billing.invoice;

import io.wattledger.contracts.message.RatedUsage;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How sites and SKUs are called on an invoice, and what else is known of the world around it.
 *
 * @param sites name by id
 * @param skus name by id
 * @param published what is known beside the names
 */
public record Names(Map<String, String> sites, Map<String, String> skus, PublishedFacts published) {

    /** Names alone. */
    public Names(Map<String, String> sites, Map<String, String> skus) {
        this(sites, skus, PublishedFacts.NONE);
    }

    /** Copies the maps. */
    public Names {
        sites = Map.copyOf(sites);
        skus = Map.copyOf(skus);
    }

    /** The name of a site; its id where none is known, since an invoice must not wait for a name. */
    public String site(String id) {
        return id.equals(RatedUsage.ALL) ? "all sites" : sites.getOrDefault(id, id);
    }

    /** The name of a SKU; its id where none is known. */
    public String sku(String id) {
        return id.equals(RatedUsage.ALL) ? "all SKUs" : skus.getOrDefault(id, id);
    }

    /** Of all names and factors those of some sites and SKUs. */
    public Names of(Set<String> wanted) {
        return new Names(
                only(wanted, sites),
                only(wanted, skus),
                new PublishedFacts(published.rates(), only(wanted, published.emissions())));
    }

    private static <T> Map<String, T> only(Set<String> wanted, Map<String, T> all) {
        Map<String, T> some = new TreeMap<>(all);
        some.keySet().retainAll(wanted);
        return some;
    }
}
