package io.wattledger.metering.device;

import java.util.Map;

/**
 * The policy of every site.
 *
 * @param usual of all sites that have none of their own
 * @param bySite of those that have
 */
public record ClaimPolicies(ClaimPolicy usual, Map<String, ClaimPolicy> bySite) {

    /** Copies the map. */
    public ClaimPolicies {
        bySite = Map.copyOf(bySite);
    }

    /** The policy of a site. */
    public ClaimPolicy of(String site) {
        return bySite.getOrDefault(site, usual);
    }
}
