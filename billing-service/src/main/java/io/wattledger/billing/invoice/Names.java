package io.wattledger.billing.invoice;

import io.wattledger.contracts.message.RatedUsage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How sites and SKUs are called on an invoice, and what else is known of the world around it.
 *
 * @param sites name by id
 * @param skus name by id
 * @param published what is known beside the names
 * @param users legal name of the tenant whose project it is, by project as a reseller's books name it; absent where no reseller is
 *     billed
 * @param rules by which of the younger rules lines are stated; absent in what was stored before there were any, and for none
 */
public record Names(
        Map<String, String> sites,
        Map<String, String> skus,
        PublishedFacts published,
        @Nullable SortedMap<String, String> users,
        @Nullable SortedSet<StatingRule> rules) {

    /** Names of an invoice that bills no usage of a reseller's tenants. */
    public Names(Map<String, String> sites, Map<String, String> skus, PublishedFacts published) {
        this(sites, skus, published, null, null);
    }

    /** Names alone. */
    public Names(Map<String, String> sites, Map<String, String> skus) {
        this(sites, skus, PublishedFacts.NONE, null, null);
    }

    /** Copies the maps. */
    public Names {
        sites = Map.copyOf(sites);
        skus = Map.copyOf(skus);
        users = users == null || users.isEmpty() ? null : new TreeMap<>(users);
        rules = rules == null || rules.isEmpty() ? null : new TreeSet<>(rules);
    }

    /** The same for what is stated today, by all rules. */
    public Names byAllRules() {
        return new Names(sites, skus, published, users, new TreeSet<>(List.of(StatingRule.values())));
    }

    /** By which of the younger rules lines are stated. */
    @Override
    public SortedSet<StatingRule> rules() {
        return rules == null ? new TreeSet<>() : new TreeSet<>(rules);
    }

    /** The same with the legal names of tenants, by project. */
    public Names usedBy(SortedMap<String, String> tenants) {
        return new Names(sites, skus, published, tenants, rules);
    }

    /** Legal names of tenants by project; empty where no reseller is billed. */
    @Override
    public SortedMap<String, String> users() {
        return users == null ? new TreeMap<>() : new TreeMap<>(users);
    }

    /** The name of a site; its id where none is known, since an invoice must not wait for a name. */
    public String site(String id) {
        return id.equals(RatedUsage.ALL) ? "all sites" : sites.getOrDefault(id, id);
    }

    /** The name of a SKU; its id where none is known. */
    public String sku(String id) {
        return id.equals(RatedUsage.ALL) ? "all SKUs" : skus.getOrDefault(id, id);
    }

    /** Of all names and factors those of some sites and SKUs; those of tenants stay. */
    public Names of(Set<String> wanted) {
        return new Names(
                only(wanted, sites),
                only(wanted, skus),
                new PublishedFacts(published.rates(), only(wanted, published.emissions())),
                users,
                rules);
    }

    private static <T> Map<String, T> only(Set<String> wanted, Map<String, T> all) {
        Map<String, T> some = new TreeMap<>(all);
        some.keySet().retainAll(wanted);
        return some;
    }
}
