package io.wattledger.launcher.suite;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The services of a running suite; one that does not answer is looked after and asked again. */
public final class Services implements AutoCloseable {

    /** Who asks where it does not matter who does. */
    public static final String NOBODY_IN_PARTICULAR = "launcher-operator";

    private static final int TOKEN_MINUTES = 24 * 60;
    private static final int MOST_TRIES = 40;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(1500);

    private final Suite suite;
    private final String token;
    private final CommandLocks.Held use;
    private final Map<String, ServiceClient> clients = new HashMap<>();
    private SuiteState state;

    /**
     * The services of {@code state}, looked after by {@code suite}, which nobody stops until this is closed.
     *
     * @throws SuiteFault when somebody is stopping it already
     */
    public Services(Suite suite, SuiteState state) {
        this(suite, state, NOBODY_IN_PARTICULAR);
    }

    /** The same, asked by an operator of this name, where it matters who does something. */
    public Services(Suite suite, SuiteState state, String operator) {
        this.suite = suite;
        this.state = state;
        this.use = suite.use();
        this.token = suite.tokens().token("operator", operator, null, TOKEN_MINUTES);
    }

    /** Where Kafka listens. */
    public String kafka() {
        return state.access().kafka();
    }

    /** The state as last seen. */
    public SuiteState state() {
        return state;
    }

    /**
     * Asks a service; the question must do no harm when it is asked twice.
     *
     * @throws SuiteFault when the service stays away
     * @throws ServiceRefusal when it refuses
     */
    public <T> T ask(String service, Function<ServiceClient, T> question) {
        String last = service + " does not answer";
        for (int i = 0; i < MOST_TRIES; i++) {
            try {
                return question.apply(client(service));
            } catch (ServiceUnavailable e) {
                last = String.valueOf(e.getMessage());
                SuiteState before = state;
                refresh();
                if (i == 0 && state.equals(before)) {
                    suite.say(last + "; asking again for a minute ...");
                }
                Pause.take(BETWEEN_TRIES);
            }
        }
        throw new SuiteFault(last);
    }

    /** Starts again what died. */
    public void refresh() {
        SuiteState next = suite.keepUp(state);
        if (!next.equals(state)) {
            state = next;
            clients.values().forEach(ServiceClient::close);
            clients.clear();
        }
    }

    @Override
    public void close() {
        clients.values().forEach(ServiceClient::close);
        use.close();
    }

    /** Where a start was cut off, PostgreSQL and Kafka may run and a service not have been started yet; whoever asks has it started. */
    private ServiceClient client(String service) {
        RunningProcess process =
                state.service(service).orElseThrow(() -> new ServiceUnavailable(service + " was not started"));
        return clients.computeIfAbsent(service, name -> new ServiceClient(name, process.url(), token));
    }
}
