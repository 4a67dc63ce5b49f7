package io.wattledger.metering.flow;

import io.wattledger.contracts.message.SiteFacts;
import io.wattledger.contracts.message.SkuFacts;
import io.wattledger.metering.event.References;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** Port: this service's copies of the sites and SKUs that pricing owns. */
public interface ReferenceBook {

    /** What is known, at most a few seconds old. */
    References recent();

    /** What is known at this moment. */
    References fresh();

    /**
     * Keeps sites in the caller's transaction; one with a lower revision than is known changes nothing.
     *
     * @param sites with the moment at which each message was published
     */
    void keepSites(Map<SiteFacts, Instant> sites);

    /** Keeps SKUs in the caller's transaction; one with a lower revision than is known changes nothing. */
    void keepSkus(Collection<SkuFacts> skus);
}
