package io.wattledger.metering.device;

import java.util.Optional;
import java.util.function.Function;

/**
 * The policy of every site.
 *
 * @param usual of all sites that have none of their own
 * @param bySite of a site that has
 */
public record ClaimPolicies(ClaimPolicy usual, Function<String, Optional<ClaimPolicy>> bySite) {

    /** The policy of a site. */
    public ClaimPolicy of(String site) {
        return bySite.apply(site).orElse(usual);
    }
}
