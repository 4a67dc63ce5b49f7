package io.wattledger.metering.flow;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** Port: until when the usage of sites is complete. Works in the caller's transaction. */
public interface SiteWatermarks {

    /**
     * The watermarks of sites for tenants: the earliest of what the collectors say that report for the tenant or for all,
     * without those that are retired. A site that no collector speaks of is left out.
     */
    Map<TenantSite, Instant> of(Collection<TenantSite> sites);

    /**
     * A site as a tenant sees it.
     *
     * @param tenant which
     * @param site which
     */
    record TenantSite(String tenant, String site) {}
}
