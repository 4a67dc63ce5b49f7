package io.wattledger.metering.event;

/**
 * By what the starts and stops of an allocation find each other, and its heartbeats.
 *
 * @param tenant whose it is
 * @param source who reports it
 * @param site where it is
 * @param allocation its name, unique per source and site
 */
public record AllocationName(String tenant, String source, String site, String allocation) {

    /** The name in the tenant's rows. */
    public static AllocationName of(AllocationStart start) {
        EventIdentity identity = start.identity();
        return new AllocationName(
                identity.tenant(), identity.source(), start.key().site(), start.allocation());
    }

    /** The name in the tenant's rows. */
    public static AllocationName of(AllocationStop stop) {
        EventIdentity identity = stop.identity();
        return new AllocationName(identity.tenant(), identity.source(), stop.site(), stop.allocation());
    }

    /** The name in the tenant's rows. */
    public static AllocationName of(AllocationBeat beat) {
        EventIdentity identity = beat.identity();
        return new AllocationName(
                identity.tenant(), identity.source(), beat.key().site(), beat.allocation());
    }

    /** The short key under which the allocation is looked up among those of its tenant. */
    public EventKey key() {
        return EventKey.of(
                new Fingerprint().text(source).text(site).text(allocation).whole());
    }

    /** The short key of what the allocation claims, among what anybody claims. */
    public EventKey claimKey() {
        return EventKey.over(tenant, source, site, allocation);
    }
}
