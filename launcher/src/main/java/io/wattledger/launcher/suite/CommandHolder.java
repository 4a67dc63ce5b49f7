package io.wattledger.launcher.suite;

import io.wattledger.contracts.WireJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Who holds a lock on a data directory, written down for whoever wants it next.
 *
 * @param command as it was typed, without its options
 * @param process in which it runs
 * @param since when it took the lock
 */
record CommandHolder(String command, RunningProcess process, Instant since) {

    /** This process, as of now. */
    static CommandHolder self(String command, Clock clock) {
        return new CommandHolder(
                command,
                RunningProcess.of("command", ProcessHandle.current(), 0),
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    /** Whoever wrote {@code file}; empty where that process has ended, or the file is not whole. */
    static Optional<CommandHolder> of(Path file) {
        try {
            return Optional.of(WireJson.read(Files.readAllBytes(file), CommandHolder.class))
                    .filter(holder -> holder.process().alive());
        } catch (IOException e) {
            // It ended meanwhile, or was killed before it had written.
            return Optional.empty();
        }
    }

    /** Writes it down where that can be done; it is only for messages. */
    void write(Path file) {
        try {
            Files.write(file, WireJson.write(this));
        } catch (IOException e) {
            // On a full disk the suite must still be stopped; others then read of "another command".
        }
    }

    /** For a message: what it is, and since when. */
    String words() {
        return "'" + command + "' (process " + process.pid() + ", since " + since + ")";
    }
}
