package io.wattledger.launcher.intake;

import io.wattledger.launcher.suite.ServiceClient;
import io.wattledger.launcher.usage.TenantSite;
import java.net.URI;
import java.time.Instant;
import java.util.Set;

/** A metering service that takes events, here or elsewhere, and the tokens with which it takes them. */
public interface Metering extends AutoCloseable {

    /** Whether there is a token for this tenant. */
    boolean mayReportFor(String tenant);

    /** The service as the collector of this tenant sees it. */
    ServiceClient collectorOf(String tenant);

    /**
     * For whom nothing is complete before a collector says more.
     *
     * @param collector its source
     * @param until what it may have to say
     * @return tenants at sites where it is active and has not come as far as {@code until}; empty where the tokens do not
     *     show it
     */
    Set<TenantSite> waitedFor(URI collector, Instant until);

    /** Called when it did not answer, before it is asked again. */
    void lookAfter();

    @Override
    void close();
}
