package io.wattledger.acceptance.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One service in a process of its own, with its database. */
final class ServiceUnderTest implements AutoCloseable {

    private final String name;
    private final int port;
    private final Process process;
    private final Path log;
    private final Database database;

    /**
     * The database of a service.
     *
     * @param url for JDBC
     * @param appPassword of the role that the service uses
     * @param ownerPassword of the role that may make tables
     */
    record Database(String url, String appPassword, String ownerPassword) {}

    ServiceUnderTest(String name, int port, Process process, Path log, Database database) {
        this.name = name;
        this.port = port;
        this.process = process;
        this.log = log;
        this.database = database;
    }

    String name() {
        return name;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** The address of a path of the service. */
    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** A connection that may make tables. */
    Connection owner() throws SQLException {
        return DriverManager.getConnection(database.url(), name + "_owner", database.ownerPassword());
    }

    /** A connection that reads the rows of all tenants. */
    Connection operator() throws SQLException {
        Connection connection = DriverManager.getConnection(database.url(), name + "_app", database.appPassword());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE " + name + "_operator");
        }
        return connection;
    }

    /** Memory in MiB, as the kernel counts it: VmRSS is resident now, VmHWM the most so far. */
    long mebibytes(String what) throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"));
        return status.stream()
                .filter(line -> line.startsWith(what + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }

    /** Waits until it answers that it is ready. */
    void awaitReady() throws InterruptedException {
        HttpRequest ready = HttpRequest.newBuilder(at("/q/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int attempt = 0; attempt < 600; attempt++) {
                if (answersOk(client, ready)) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        throw new IllegalStateException(name + " did not become ready: see " + log);
    }

    private static boolean answersOk(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // Not listening yet: that is what is being waited for.
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
