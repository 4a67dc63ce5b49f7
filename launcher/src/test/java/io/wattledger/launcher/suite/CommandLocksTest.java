package io.wattledger.launcher.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks that other processes hold, as other commands do. */
class CommandLocksTest {

    private static final String COMMAND = "./wattledger bill";

    @TempDir
    Path folder;

    private final List<Process> others = new ArrayList<>();

    @AfterEach
    void end() {
        others.forEach(Process::destroyForcibly);
    }

    @Test
    void whoUsesTheSuiteIsNotInTheWayOfOthersWhoDo() throws IOException {
        other("use");

        try (CommandLocks.Held used = locks().use();
                CommandLocks.Held changed = locks().change()) {
            assertThat(folder.resolve("commands/use-" + ProcessHandle.current().pid()))
                    .exists();
        }
        assertThat(folder.resolve("commands/use-" + ProcessHandle.current().pid()))
                .doesNotExist();
    }

    @Test
    void whatIsInUseIsNotStopped() throws Exception {
        Process bill = other("use");

        assertThatThrownBy(() -> locks().alone())
                .isInstanceOf(SuiteFault.class)
                .hasMessageMatching("the suite in " + folder + " is in use by '" + COMMAND + "' \\(process "
                        + bill.pid() + ", since 20.*Z\\); wait until that has ended, or end it .*, and run this again");

        bill.destroyForcibly().waitFor();
        locks().alone().close();
    }

    /** The lock is the process's: whoever closed the second lost the first as well, and was told meanwhile that somebody stops the suite. */
    @Test
    void usesTheSuiteTwiceInOneProcess() throws Exception {
        CommandLocks.Held first = locks().use();
        CommandLocks.Held second = locks().use();
        Path entry = folder.resolve("commands/use-" + ProcessHandle.current().pid());

        second.close();

        assertThat(entry).exists();
        assertThatThrownBy(() -> other("alone")).hasMessage("the lock was not taken");
        assertThatThrownBy(() -> locks().alone()).hasMessageContaining(" is in use by './wattledger test' (process ");
        assertThatThrownBy(() -> other("alone"))
                .as("after an attempt of its own")
                .hasMessage("the lock was not taken");

        first.close();
        assertThat(entry).doesNotExist();
        other("alone");
    }

    @Test
    void oneAtATimeChangesWhatRuns() throws Exception {
        Process up = other("change");

        assertThatThrownBy(() -> locks().change())
                .isInstanceOf(SuiteFault.class)
                .hasMessageContaining("'" + COMMAND + "' (process " + up.pid() + ", since ")
                .hasMessageContaining(" is starting or stopping the suite in " + folder + "; wait until");
        assertThatThrownBy(() -> locks().alone()).hasMessageContaining("(process " + up.pid());
        locks().use().close();

        up.destroyForcibly().waitFor();
        locks().change().close();
    }

    @Test
    void nobodyBeginsToUseWhatIsBeingStopped() throws IOException {
        Process down = other("alone");

        assertThatThrownBy(() -> locks().use()).hasMessageContaining("(process " + down.pid());
        assertThatThrownBy(() -> locks().change()).hasMessageContaining("(process " + down.pid());
    }

    /** A command that has begun its work goes on when another has started again what died, and says for what it waits. */
    @Test
    void waitsInTurn() throws Exception {
        Process up = other("change");
        var said = new ByteArrayOutputStream();
        var progress = new Progress(new PrintStream(said, true, StandardCharsets.UTF_8), Clock.systemUTC(), false);

        CompletableFuture<Void> turn =
                CompletableFuture.runAsync(() -> locks().changeInTurn(progress).close());
        while (said.size() == 0) {
            assertThat(turn.isDone()).isFalse();
            Thread.sleep(20);
        }

        assertThat(said.toString(StandardCharsets.UTF_8))
                .startsWith("Waiting for '" + COMMAND + "' (process " + up.pid());
        up.getOutputStream().close();
        turn.get(1, TimeUnit.MINUTES);
    }

    @Test
    void tellsNobodyWhoIsGone() throws IOException {
        other("use");
        var gone = new RunningProcess("command", ProcessHandle.current().pid(), Instant.EPOCH, 0);
        new CommandHolder("./wattledger gone", gone, Instant.EPOCH).write(folder.resolve("commands/use-1"));
        Files.writeString(folder.resolve("commands/use-2"), "{\"comm");

        assertThatThrownBy(() -> locks().alone())
                .hasMessageContaining("in use by '" + COMMAND + "'")
                .hasMessageNotContaining("gone");
    }

    @Test
    void namesADirectoryThatCannotBeWrittenTo() {
        var locks = new CommandLocks(Path.of("/proc/nowhere"), COMMAND, clock());

        assertThatThrownBy(locks::use)
                .isInstanceOf(InputFault.class)
                .hasMessageStartingWith("/proc/nowhere/commands: cannot be written: ");
    }

    /** Who waits tries ten times a second, also just when somebody who deletes all has come to the locks. */
    @Test
    void comesAgainWhereTheLocksAreBeingDeleted() throws Exception {
        var goesOn = new AtomicBoolean(true);
        CompletableFuture<Void> reset = CompletableFuture.runAsync(() -> {
            while (goesOn.get()) {
                delete(folder.resolve("commands/use.lock"));
                delete(folder.resolve("commands"));
                // An attempt takes a fraction of this, so that most of them come through and many do not.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        });
        try {
            for (int i = 0; i < 50; i++) {
                locks().use().close();
            }
        } finally {
            goesOn.set(false);
            reset.get(1, TimeUnit.MINUTES);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Somebody has just written there.
        }
    }

    private CommandLocks locks() {
        return new CommandLocks(folder, "./wattledger test", clock());
    }

    private static Clock clock() {
        return Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneOffset.UTC);
    }

    private Process other(String lock) throws IOException {
        Process process = HoldsALock.start(lock, folder, COMMAND);
        others.add(process);
        return process;
    }
}
