package io.wattledger.launcher.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.launcher.Progress;
import io.wattledger.launcher.infrastructure.DataLock;
import io.wattledger.launcher.infrastructure.Infrastructure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SuiteTest {

    @TempDir
    Path data;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private Suite suite;

    @BeforeEach
    void opens() {
        suite = new Suite(
                new Layout(data, data),
                new Progress(new PrintStream(said, true, StandardCharsets.UTF_8), Clock.systemUTC(), false),
                new CommandLocks(data, "./wattledger test", Clock.systemUTC()));
    }

    /**
     * A command that had read its input for minutes started a suite with the key of a directory that somebody had deleted meanwhile;
     * every later command made another, and was refused.
     */
    @Test
    void readsTheKeyWhenItNeedsIt() {
        assertThat(suite.wasStarted()).isFalse();
        assertThat(data).isEmptyDirectory();

        String made = TokenIssuer.in(data).publicKey();

        assertThat(suite.tokens().publicKey()).isEqualTo(made);
    }

    @Test
    void stopsWhatAKilledCommandHadBegunToStart() throws Exception {
        Process starter = starter();
        ProcessHandle left = holder(starter);
        starter.destroyForcibly().waitFor();
        assertThat(left.isAlive()).as("outlives its starter").isTrue();

        assertThat(suite.down()).as("something ran").isTrue();

        assertThat(left.isAlive()).isFalse();
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
        assertThat(suite.down()).as("something ran still").isFalse();
    }

    /** Commands ended with a stack trace where a start had been cut off before its services. */
    @Test
    void startsAServiceThatWasNeverStarted() {
        var running = new SuiteState(
                RunningProcess.of("infrastructure", ProcessHandle.current(), 0),
                new Infrastructure.Ready("127.0.0.1:1", 1, "owner", "app"),
                List.of());
        try (var services = new Services(suite, running)) {
            assertThatThrownBy(() -> services.ask("metering", client -> client.get("/api/v1/progress")))
                    .isInstanceOf(SuiteFault.class)
                    .hasMessageContaining("is missing; run mvn");
        }
    }

    /** Of a service that was never started it was said that it died, and a death was counted. */
    @Test
    void tellsAServiceThatWasNeverStartedFromOneThatDied() throws Exception {
        Path jar = data.resolve("metering-service/target/quarkus-app/quarkus-run.jar");
        Files.createDirectories(jar.getParent());
        Files.writeString(jar, "no jar");
        var running = new SuiteState(
                RunningProcess.of("infrastructure", ProcessHandle.current(), 0),
                new Infrastructure.Ready("127.0.0.1:1", 1, "owner", "app"),
                List.of());

        assertThatThrownBy(() -> suite.keepUp(running))
                .isInstanceOf(SuiteFault.class)
                .hasMessageStartingWith("metering died 4 times. ");

        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "The metering service was not started; starting it ...",
                        "The metering service died; starting it again (1 of 3) ...",
                        "The metering service died; starting it again (2 of 3) ...",
                        "The metering service died; starting it again (3 of 3) ...");
    }

    @Test
    void startsNothingWhileAnotherCommandDoes() throws Exception {
        Process up = HoldsALock.start("change", data, "./wattledger up");
        try {
            assertThatThrownBy(() -> suite.up())
                    .isInstanceOf(SuiteFault.class)
                    .hasMessageStartingWith("'./wattledger up' (process " + up.pid());
            assertThat(data.resolve("suite.json")).doesNotExist();
        } finally {
            up.destroyForcibly();
        }
    }

    /** A service without its database and broker never becomes ready; a command waited for one for an hour. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void waitsForNoServiceOnceItsDatabaseIsGone() throws Exception {
        Process infrastructure = new ProcessBuilder("sleep", "600").start();
        Process service = new ProcessBuilder("sleep", "600").start();
        List<RunningProcess> services = Suite.SERVICES.stream()
                .map(name -> RunningProcess.of(name, service.toHandle(), 1))
                .toList();
        new SuiteState(
                        RunningProcess.of("infrastructure", infrastructure.toHandle(), 0),
                        new Infrastructure.Ready("127.0.0.1:1", 1, "owner", "app"),
                        services)
                .save(data.resolve("suite.json"));
        CompletableFuture<SuiteState> up = CompletableFuture.supplyAsync(() -> suite.up());
        try {
            assertThatThrownBy(() -> up.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);

            infrastructure.destroyForcibly().waitFor();

            assertThatThrownBy(up::get)
                    .hasCauseInstanceOf(SuiteFault.class)
                    .hasMessageContaining("PostgreSQL and Kafka have stopped");
        } finally {
            infrastructure.destroyForcibly();
            service.destroyForcibly();
        }
    }

    @Test
    void usesNothingThatIsBeingStopped() throws Exception {
        Process down = HoldsALock.start("alone", data, "./wattledger down");
        var running = new SuiteState(
                RunningProcess.of("infrastructure", ProcessHandle.current(), 0),
                new Infrastructure.Ready("127.0.0.1:1", 1, "owner", "app"),
                List.of());
        try {
            assertThatThrownBy(() -> new Services(suite, running))
                    .isInstanceOf(SuiteFault.class)
                    .hasMessageStartingWith("'./wattledger down' (process " + down.pid());
        } finally {
            down.destroyForcibly();
        }
    }

    @Test
    void leavesAloneAProcessThatGotTheNumberLater() throws Exception {
        Files.writeString(
                data.resolve("infrastructure.lock"), ProcessHandle.current().pid() + "\n1970-01-01T00:00:00Z\n");

        assertThat(suite.down()).isFalse();
    }

    /** A shell that starts PostgreSQL and Kafka as a command does, and can be killed without them. */
    private Process starter() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        "\"$@\" </dev/null & wait",
                        "starter",
                        java,
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("wattledger.launcher.lib") + "/*",
                        Infrastructure.class.getName(),
                        "--detached",
                        "--data",
                        data.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private ProcessHandle holder(Process starter) throws InterruptedException {
        while (true) {
            Optional<ProcessHandle> holder = DataLock.holder(data);
            if (holder.isPresent()) {
                return holder.get();
            }
            assertThat(starter.waitFor(50, TimeUnit.MILLISECONDS))
                    .as("ends early")
                    .isFalse();
        }
    }
}
