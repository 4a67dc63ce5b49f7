package io.wattledger.metering.flow;

import io.wattledger.metering.meter.Meter;
import java.util.List;
import java.util.Optional;

/** Port: the meters of tenants. Every method works in the caller's transaction. */
public interface MeterBook {

    /**
     * Enters a new meter.
     *
     * @return whether it was entered; false when the tenant has a meter of that slug already
     */
    boolean enter(Meter meter);

    /** Puts other labels and groups in the place of those of a meter that exists, or marks it as deleted. */
    void change(Meter meter);

    /**
     * A meter that is not deleted.
     *
     * @param idOrSlug its id or its slug
     * @return empty where the tenant has no such meter
     */
    Optional<Meter> find(String tenant, String idOrSlug);

    /** The meters of a tenant, by slug and then by age; those that are deleted among them if wanted. */
    List<Meter> all(String tenant, boolean withDeleted);
}
