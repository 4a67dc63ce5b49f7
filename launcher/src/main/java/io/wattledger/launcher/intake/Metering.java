package io.wattledger.launcher.intake;

import io.wattledger.launcher.suite.ServiceClient;

/** A metering service that takes events, here or elsewhere, and the tokens with which it takes them. */
public interface Metering extends AutoCloseable {

    /** Whether there is a token for this tenant. */
    boolean mayReportFor(String tenant);

    /** The service as the collector of this tenant sees it. */
    ServiceClient collectorOf(String tenant);

    /** Called when it did not answer, before it is asked again. */
    void lookAfter();

    @Override
    void close();
}
