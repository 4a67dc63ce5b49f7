package io.wattledger.launcher.usage;

import java.util.Set;
import java.util.TreeSet;

/**
 * Of whom files that are read by one mapping may tell.
 *
 * @param tenants those that the mapping names; empty where each row says whose it is
 * @param sites those that the mapping names; rows may name others
 */
public record Reach(Set<String> tenants, Set<String> sites) {

    /** Copies the sets. */
    public Reach {
        tenants = Set.copyOf(tenants);
        sites = Set.copyOf(sites);
    }

    /** Every tenant that the mapping names at every site that it names. */
    public Set<TenantSite> places() {
        Set<TenantSite> places = new TreeSet<>();
        for (String tenant : tenants) {
            for (String site : sites) {
                places.add(new TenantSite(tenant, site));
            }
        }
        return places;
    }

    /** Whether a row may be this tenant's. */
    public boolean takesIn(String tenant) {
        return tenants.isEmpty() || tenants.contains(tenant);
    }
}
