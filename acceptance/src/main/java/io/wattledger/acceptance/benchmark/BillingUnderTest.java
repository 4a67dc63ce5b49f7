package io.wattledger.acceptance.benchmark;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/** The running billing service as its operator and its database see it. */
final class BillingUnderTest {

    private final ServiceUnderTest service;
    private final String token;
    private final Connection database;

    /**
     * @param token of an operator
     * @param database reads the rows of all tenants
     */
    BillingUnderTest(ServiceUnderTest service, String token, Connection database) {
        this.service = service;
        this.token = token;
        this.database = database;
    }

    ProcessHandle handle() {
        return service.handle();
    }

    /** Applies a catalog. */
    void put(String catalog) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(service.at("/api/v1/catalog"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(catalog)));
    }

    /** Runs a month to its end; it is the run of that number. */
    void run(Object month, int run) throws IOException, InterruptedException, SQLException {
        start(month, "benchmark-" + run);
        awaitAtLeast("SELECT count(*) FROM invoice_run WHERE finished_at IS NOT NULL", run);
    }

    /** Starts the run of a month, the only one. */
    void run(Object month) throws IOException, InterruptedException {
        start(month, "benchmark");
    }

    private void start(Object month, String key) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(service.at("/api/v1/invoice-runs"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString("{\"periods\": [\"" + month + "\"]}")));
    }

    /** The service's own figures. */
    String metrics() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(service.at("/q/metrics")));
    }

    /** Reads something into a file, as it comes. */
    void download(String path, String mediaType, Path file) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(service.at(path))
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", mediaType)
                    .build();
            HttpResponse<Path> answer = client.send(request, BodyHandlers.ofFile(file));
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("billing answered " + answer.statusCode() + " to " + path + ": "
                        + Files.readString(answer.body()));
            }
        }
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    request.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException("billing answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        }
    }

    /** Waits until a query gives so much, and fails where the service has ended. */
    void awaitAtLeast(String sql, long least) throws SQLException, InterruptedException {
        while (number(sql) < least) {
            if (!service.handle().isAlive()) {
                throw new IllegalStateException("billing has ended before its time: " + sql + " gives " + number(sql));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Fails unless a query gives so much: a fast wrong answer is none. */
    void require(String what, String sql, long expected) throws SQLException {
        require(what, BigDecimal.valueOf(expected), decimal(sql));
    }

    /** Fails unless two figures are equal. */
    static void require(String what, BigDecimal expected, BigDecimal found) {
        if (found.compareTo(expected) != 0) {
            throw new IllegalStateException(what + ": " + found + ", not " + expected);
        }
        System.out.printf("  checked: %s: %s%n", what, found.toPlainString());
    }

    long number(String sql) throws SQLException {
        return decimal(sql).longValueExact();
    }

    BigDecimal decimal(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getBigDecimal(1);
        }
    }

    /** The text of a query's only row. */
    String text(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** The bytes of a query's only row. */
    byte[] bytes(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getBytes(1);
        }
    }

    /** A part of a benchmark. */
    interface Step {
        void run() throws IOException, InterruptedException, SQLException;
    }

    /** Takes a step, and says how long it took and what memory the service has come to. */
    void timed(String what, Step step) throws IOException, InterruptedException, SQLException {
        long begun = System.nanoTime();
        step.run();
        System.out.printf("%s after %,d ms%n", what, (System.nanoTime() - begun) / 1_000_000);
        printMemory();
    }

    void printMemory() throws IOException {
        System.out.printf(
                "billing %,d MiB resident, at most %,d%n", service.mebibytes("VmRSS"), service.mebibytes("VmHWM"));
    }
}
