package io.wattledger.launcher.usage;

/**
 * A tenant at a site.
 *
 * @param tenant whose usage it is
 * @param site where the GPUs stand
 */
public record TenantSite(String tenant, String site) implements Comparable<TenantSite> {

    @Override
    public int compareTo(TenantSite other) {
        int byTenant = tenant.compareTo(other.tenant);
        return byTenant == 0 ? site.compareTo(other.site) : byTenant;
    }
}
