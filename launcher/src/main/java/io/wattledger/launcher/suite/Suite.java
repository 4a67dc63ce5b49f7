package io.wattledger.launcher.suite;

import io.wattledger.launcher.Progress;
import io.wattledger.launcher.infrastructure.DataLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The suite on one data directory: starts what does not run, finds what does, starts again what died, stops all. The
 * processes go on when this one ends.
 */
public final class Suite {

    /** In the order of the path; each is stopped before what it writes to. */
    public static final List<String> SERVICES = List.of("metering", "pricing", "billing");

    private static final int MOST_RESTARTS = 3;
    private static final int READY_POLLS = 600;
    private static final Duration POLL = Duration.ofMillis(300);
    private static final int READY_MINUTES = 60;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(45);

    private final Layout layout;
    private final Progress progress;
    private final CommandLocks locks;
    private final ProcessStarter starter;
    private final Map<String, Integer> restarts = new HashMap<>();
    private @Nullable TokenIssuer tokens;

    /** The suite whose data and jars lie as {@code layout} says, for a command with these locks on the data. */
    public Suite(Layout layout, Progress progress, CommandLocks locks) {
        this.layout = layout;
        this.progress = progress;
        this.locks = locks;
        this.starter = new ProcessStarter(layout, this::tokens);
    }

    /**
     * Starts what does not run yet and returns when every service is ready.
     *
     * @throws SuiteFault when it cannot be started, or another command is starting or stopping it
     */
    public SuiteState up() {
        try (CommandLocks.Held changing = locks.change()) {
            return startAll();
        }
    }

    private SuiteState startAll() {
        SuiteState state = SuiteState.load(layout.state())
                .filter(known -> known.infrastructure().alive())
                .orElseGet(this::startInfrastructure);
        boolean started = false;
        for (String service : SERVICES) {
            state.service(service).filter(this::isOutdated).ifPresent(this::stop);
            if (isDown(state, service)) {
                if (!started) {
                    progress.say("Starting the services ...");
                    started = true;
                }
                state = startService(state, service);
            }
        }
        for (String service : SERVICES) {
            state = awaitReady(state, service);
        }
        return state;
    }

    /** What was started here and whether it still runs; empty when nothing was. */
    public Optional<SuiteState> known() {
        return SuiteState.load(layout.state());
    }

    /** Whether a command has started or begun to start anything here. */
    public boolean wasStarted() {
        return locks.wereTaken()
                || Files.exists(layout.state())
                || DataLock.holder(layout.data()).isPresent();
    }

    /**
     * The suite that runs.
     *
     * @throws SuiteFault when it does not, or its PostgreSQL and Kafka have died
     */
    public SuiteState running() {
        return known().filter(known -> known.infrastructure().alive())
                .orElseThrow(() -> new SuiteFault("the suite does not run; start it: ./wattledger up"));
    }

    /**
     * Called between steps: a service that died is started again, a few times. What it had taken in is not lost, so the
     * work simply goes on.
     *
     * @throws SuiteFault when a service dies again and again, or PostgreSQL and Kafka died
     */
    public synchronized SuiteState keepUp(SuiteState state) {
        SuiteState current = asKnown(state);
        if (SERVICES.stream().noneMatch(service -> isDown(current, service))) {
            return current;
        }
        try (CommandLocks.Held changing = locks.changeInTurn(progress)) {
            // Somebody else may have started it again meanwhile.
            SuiteState next = asKnown(state);
            for (String service : SERVICES) {
                if (isDown(next, service)) {
                    next = awaitReady(startAgain(next, service), service);
                }
            }
            return next;
        }
    }

    private SuiteState asKnown(SuiteState state) {
        SuiteState current = SuiteState.load(layout.state()).orElse(state);
        requireUp(current);
        return current;
    }

    private static boolean isDown(SuiteState state, String service) {
        return state.service(service).filter(RunningProcess::alive).isEmpty();
    }

    /** Tells whoever gave the command. */
    void say(String sentence) {
        progress.say(sentence);
    }

    /** Keeps others from stopping the suite or deleting its data until it is closed. */
    public CommandLocks.Held use() {
        return locks.use();
    }

    /**
     * Stops everything that was started on this data directory, for a command that has it {@link CommandLocks#alone alone}; returns
     * whether anything ran.
     */
    public boolean down() {
        Optional<SuiteState> state = SuiteState.load(layout.state());
        boolean ran = false;
        for (String service : SERVICES) {
            Optional<RunningProcess> process = state.flatMap(known -> known.service(service));
            ran |= process.isPresent() && stop(process.get());
        }
        ran |= state.isPresent() && stop(state.get().infrastructure());
        // A command that was killed while it started them could not write down what it had started.
        Optional<ProcessHandle> leftover = DataLock.holder(layout.data());
        ran |= leftover.isPresent() && stop("PostgreSQL and Kafka of an interrupted start", leftover.get());
        delete(layout.state());
        return ran;
    }

    /**
     * Issues the tokens with which the launcher itself works. Its key is read when it is first needed, by a command that holds a lock
     * then: before, another may delete the directory with the key.
     */
    public synchronized TokenIssuer tokens() {
        TokenIssuer known = tokens;
        if (known == null) {
            known = TokenIssuer.in(layout.data());
            tokens = known;
        }
        return known;
    }

    /**
     * Whether it was built again since it started, so that its jars are no longer those it began to load, or was started by another
     * checkout, which may be an older version.
     */
    private boolean isOutdated(RunningProcess service) {
        Path jar = layout.serviceJar(service.name());
        try {
            return service.alive()
                    && (service.runsAnother(jar)
                            || Files.getLastModifiedTime(jar).toInstant().isAfter(service.started()));
        } catch (IOException e) {
            // No jar: whoever starts the service says so.
            return false;
        }
    }

    private SuiteState startInfrastructure() {
        // Services of a suite whose Kafka and PostgreSQL are gone cannot come back to them: start all anew.
        down();
        progress.say("Starting PostgreSQL and Kafka in " + layout.data() + " ...");
        var started = starter.infrastructure(Ports.free(Ports.POSTGRES), Ports.free(Ports.KAFKA));
        var state = new SuiteState(started.process(), started.access(), List.of());
        state.save(layout.state());
        return state;
    }

    /** Billing asks pricing for its part of an invoice's evidence. */
    private static Map<String, String> addresses(SuiteState state, String service) {
        return service.equals("billing")
                ? state.service("pricing")
                        .map(pricing -> Map.of("WATTLEDGER_BILLING_PRICING_URL", "http://127.0.0.1:" + pricing.port()))
                        .orElse(Map.of())
                : Map.of();
    }

    private SuiteState startService(SuiteState state, String service) {
        int preferred =
                state.service(service).map(RunningProcess::port).orElse(Ports.SERVICES.getOrDefault(service, 0));
        RunningProcess process =
                starter.service(service, Ports.free(preferred), state.access(), addresses(state, service));
        SuiteState next = state.with(process);
        next.save(layout.state());
        return next;
    }

    private SuiteState startAgain(SuiteState state, String service) {
        requireUp(state);
        starter.reasonToStay(service).ifPresent(reason -> {
            throw new SuiteFault(service + " cannot start: " + reason);
        });
        if (state.service(service).isEmpty()) {
            progress.say("The " + service + " service was not started; starting it ...");
            return startService(state, service);
        }
        int times = restarts.merge(service, 1, Integer::sum);
        if (times > MOST_RESTARTS) {
            throw new SuiteFault(service + " died " + times + " times. "
                    + starter.logOf(service).end());
        }
        progress.say(
                "The " + service + " service died; starting it again (" + times + " of " + MOST_RESTARTS + ") ...");
        return startService(state, service);
    }

    /** Without PostgreSQL and Kafka no service can run. */
    private void requireUp(SuiteState state) {
        if (!state.infrastructure().alive()) {
            throw new SuiteFault("PostgreSQL and Kafka have stopped; see " + layout.logs()
                    + ". Run the command again: it goes on where it was");
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a service; one that dies while it starts is started again, a few times. */
    private SuiteState awaitReady(SuiteState state, String service) {
        SuiteState current = state;
        while (!isReady(current, current.service(service).orElseThrow())) {
            current = startAgain(current, service);
        }
        return current;
    }

    /** Waits until the service is ready, or false when it has died. */
    private boolean isReady(SuiteState state, RunningProcess process) {
        String token = tokens().token("operator", null, READY_MINUTES);
        try (var client = new ServiceClient(process.name(), process.url(), token)) {
            for (int i = 0; i < READY_POLLS; i++) {
                if (client.isReady() && client.isOurs()) {
                    return true;
                }
                if (!process.alive()) {
                    return false;
                }
                requireUp(state);
                Pause.take(POLL);
            }
        }
        throw new SuiteFault("The " + process.name() + " service does not become ready. "
                + starter.logOf(process.name()).end());
    }

    private boolean stop(RunningProcess process) {
        Optional<ProcessHandle> handle = process.handle();
        return handle.isPresent() && stop(process.name(), handle.get());
    }

    private boolean stop(String name, ProcessHandle process) {
        progress.say("Stopping " + name + " ...");
        process.destroy();
        try {
            process.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            progress.say(name + " does not stop; killing it. Nothing that was committed is lost.");
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }
}
