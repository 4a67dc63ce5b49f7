package io.wattledger.launcher.intake;

import io.wattledger.launcher.suite.CommandLocks;
import io.wattledger.launcher.suite.ServiceClient;
import io.wattledger.launcher.suite.ServiceUnavailable;
import io.wattledger.launcher.suite.Suite;
import io.wattledger.launcher.suite.SuiteState;
import java.util.HashMap;
import java.util.Map;

/** The metering service of the suite on a data directory; started again when it dies. */
public final class LocalMetering implements Metering {

    private static final int TOKEN_MINUTES = 24 * 60;
    private static final String SERVICE = "metering";

    private final Suite suite;
    private final CommandLocks.Held use;
    private final Map<String, ServiceClient> clients = new HashMap<>();
    private SuiteState state;

    /**
     * Metering of {@code suite}, which runs as {@code state} says, and which nobody stops until this is closed.
     *
     * @throws io.wattledger.launcher.suite.SuiteFault when somebody is stopping it already
     */
    public LocalMetering(Suite suite, SuiteState state) {
        this.suite = suite;
        this.state = state;
        this.use = suite.use();
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
                        state.service(SERVICE)
                                .orElseThrow(() -> new ServiceUnavailable(SERVICE + " was not started"))
                                .url(),
                        suite.tokens().token("collector", name, TOKEN_MINUTES)));
    }

    @Override
    public void lookAfter() {
        SuiteState next = suite.keepUp(state);
        if (!next.equals(state)) {
            state = next;
            forgetClients();
        }
    }

    @Override
    public void close() {
        forgetClients();
        use.close();
    }

    private void forgetClients() {
        clients.values().forEach(ServiceClient::close);
        clients.clear();
    }
}
