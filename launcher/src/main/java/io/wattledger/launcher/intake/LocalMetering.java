package io.wattledger.launcher.intake;

import io.wattledger.launcher.suite.ServiceClient;
import io.wattledger.launcher.suite.Suite;
import io.wattledger.launcher.suite.SuiteState;
import java.util.HashMap;
import java.util.Map;

/** The metering service of the suite on a data directory; started again when it dies. */
public final class LocalMetering implements Metering {

    private static final int TOKEN_MINUTES = 24 * 60;
    private static final String SERVICE = "metering";

    private final Suite suite;
    private final Map<String, ServiceClient> clients = new HashMap<>();
    private SuiteState state;

    /** Metering of {@code suite}, which runs as {@code state} says. */
    public LocalMetering(Suite suite, SuiteState state) {
        this.suite = suite;
        this.state = state;
    }

    @Override
    public boolean mayReportFor(String tenant) {
        return true;
    }

    @Override
    public ServiceClient collectorOf(String tenant) {
        return clients.computeIfAbsent(
                tenant,
                name -> new ServiceClient(
                        SERVICE,
                        state.service(SERVICE).orElseThrow().url(),
                        suite.tokens().token("collector", name, TOKEN_MINUTES)));
    }

    @Override
    public void lookAfter() {
        SuiteState next = suite.keepUp(state);
        if (!next.equals(state)) {
            state = next;
            close();
        }
    }

    @Override
    public void close() {
        clients.values().forEach(ServiceClient::close);
        clients.clear();
    }
}
