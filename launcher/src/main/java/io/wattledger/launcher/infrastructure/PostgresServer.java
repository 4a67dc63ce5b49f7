package io.wattledger.launcher.infrastructure;

import com.sun.management.OperatingSystemMXBean;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/** A real PostgreSQL on 127.0.0.1 that keeps its data and writes them through to the disk. */
final class PostgresServer implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    /** Beyond the seconds that the artifact waits itself, and within what {@code down} gives the whole process. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(15);

    private static final long MEBIBYTE = 1 << 20;
    private static final long PARTS_OF_MEMORY = 6;
    private static final long LEAST_BUFFERS = 128;
    private static final long MOST_BUFFERS = 4096;

    private final EmbeddedPostgres server;
    private final Path directory;

    private PostgresServer(EmbeddedPostgres server, Path directory) {
        this.server = server;
        this.directory = directory;
    }

    /**
     * Starts PostgreSQL on the data in {@code directory}, which is made first where it is new. A server left behind by a
     * process that was killed is stopped before.
     *
     * @param port where clients connect
     * @param log where the server writes
     */
    static PostgresServer start(Path directory, int port, Passwords passwords, Path log)
            throws IOException, SQLException {
        stopLeftover(directory);
        var output = ProcessBuilder.Redirect.appendTo(log.toFile());
        var server = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(START_LIMIT)
                .setConnectConfig("password", passwords.superuser())
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("encoding", "UTF8")
                // The artifact's own defaults are made for throw-away tests; money needs both.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                // A socket file under /tmp would be one more thing that two suites share.
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "100")
                .setServerConfig("shared_buffers", sharedBuffers())
                // The keys of events fall all over their index, and every page of it that is touched for the first time
                // after a checkpoint goes to the log as a whole: so checkpoints are rare.
                .setServerConfig("max_wal_size", "8GB")
                .setServerConfig("checkpoint_timeout", "30min")
                .setServerConfig("wal_buffers", "16MB")
                .setServerConfig("jit", "off")
                .setServerConfig("timezone", "UTC")
                .setErrorRedirector(output)
                .setOutputRedirector(output)
                .start();
        var started = new PostgresServer(server, directory);
        try {
            started.requirePasswords(directory, passwords);
        } catch (IOException | SQLException e) {
            started.close();
            throw e;
        }
        return started;
    }

    int port() {
        return server.getPort();
    }

    /**
     * A sixth of the machine's memory, so that the pages that are written fit as long as they can; at most 4 GB. It is taken
     * page by page as rows come.
     */
    private static String sharedBuffers() {
        long memory = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
        return Math.clamp(memory / MEBIBYTE / PARTS_OF_MEMORY, LEAST_BUFFERS, MOST_BUFFERS) + "MB";
    }

    /** Waits until the server has ended, also where nobody here has stopped it. */
    void awaitEnd() throws IOException {
        Optional<ProcessHandle> postmaster = postmaster(directory);
        if (postmaster.isPresent()) {
            postmaster.get().onExit().join();
        }
    }

    /** Connections of the superuser to {@code database}. */
    DataSource superuser(String database) {
        return server.getDatabase("postgres", database);
    }

    /**
     * Returns when the server has ended. One that cannot end in order, on a full disk for example, is ended all the same: what was
     * committed is in its log, and whoever copies or deletes the directory next must find nobody writing there.
     */
    @Override
    public void close() throws IOException {
        Optional<ProcessHandle> postmaster = postmaster(directory);
        server.close();
        if (postmaster.isPresent() && !hasEnded(postmaster.get(), CLOSE_LIMIT)) {
            // PostgreSQL's immediate shutdown.
            signal("-QUIT", postmaster.get());
            if (!hasEnded(postmaster.get(), CLOSE_LIMIT)) {
                postmaster.get().destroyForcibly();
            }
        }
    }

    /** A new data directory trusts everybody on this machine; from here on a password is asked for. */
    private void requirePasswords(Path directory, Passwords passwords) throws IOException, SQLException {
        try (Connection connection = superuser("postgres").getConnection();
                var statement = connection.createStatement()) {
            statement.execute("ALTER ROLE postgres PASSWORD '" + passwords.superuser() + "'");
            Files.writeString(directory.resolve("pg_hba.conf"), """
                    # Written by the launcher at every start.
                    host all all 127.0.0.1/32 scram-sha-256
                    host all all ::1/128      scram-sha-256
                    """);
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    /** The process that serves {@code directory}; empty where none does. */
    private static Optional<ProcessHandle> postmaster(Path directory) throws IOException {
        Path file = directory.resolve("postmaster.pid");
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        return lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                        .filter(process -> process.info().command().orElse("").endsWith("postgres"));
    }

    private static void stopLeftover(Path directory) throws IOException {
        Optional<ProcessHandle> postmaster = postmaster(directory);
        if (postmaster.isEmpty()) {
            return;
        }
        // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients, and loses nothing.
        signal("-INT", postmaster.get());
        if (!hasEnded(postmaster.get(), STOP_LIMIT)) {
            throw new IOException("the PostgreSQL of an earlier run (process "
                    + postmaster.get().pid() + ", data in " + directory + ") does not stop");
        }
    }

    private static void signal(String signal, ProcessHandle process) throws IOException {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static boolean hasEnded(ProcessHandle process, Duration limit) throws IOException {
        try {
            process.onExit().get(limit.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException | TimeoutException e) {
            return !process.isAlive();
        }
    }

    private static IOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted while PostgreSQL stopped", cause);
    }
}
