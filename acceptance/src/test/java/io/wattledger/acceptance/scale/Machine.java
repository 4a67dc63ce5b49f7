package io.wattledger.acceptance.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL, a cluster of three Kafka nodes and copies of metering, each a process of its own on this machine. */
final class Machine implements AutoCloseable {

    private static final int NODES = 3;
    private static final String NODE_CLASS = "io.wattledger.launcher.infrastructure.KafkaBroker";

    private final Path root;
    private final Path folder;
    private final Tokens tokens = new Tokens();
    private final Process infrastructure;
    private final JsonNode ready;
    private final List<MeteringCopy> copies = new ArrayList<>();

    Machine(Path root, Path folder) throws IOException {
        this.root = root;
        this.folder = Files.createDirectories(folder);
        this.infrastructure = new ProcessBuilder(
                        java(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        root.resolve("launcher/target/lib") + File.separator + "*",
                        "io.wattledger.launcher.infrastructure.Infrastructure",
                        "--brokers",
                        String.valueOf(NODES),
                        "--data",
                        folder.resolve("infrastructure").toString())
                .redirectError(folder.resolve("infrastructure.log").toFile())
                .start();
        String line = new BufferedReader(new InputStreamReader(infrastructure.getInputStream(), StandardCharsets.UTF_8))
                .readLine();
        if (line == null) {
            throw new IOException("the infrastructure did not start: see " + folder);
        }
        this.ready = new ObjectMapper().readTree(line);
    }

    String kafka() {
        return ready.get("kafka").asText();
    }

    Tokens tokens() {
        return tokens;
    }

    List<MeteringCopy> copies() {
        return List.copyOf(copies);
    }

    /** Starts one more copy of metering and waits until it is ready. */
    MeteringCopy startCopy() throws IOException, InterruptedException {
        return startCopy(databasePort());
    }

    /** The same, for one that finds the database at another port of this machine. */
    MeteringCopy startCopy(int databasePort) throws IOException, InterruptedException {
        String name = "metering-" + (copies.size() + 1);
        int port = freePort();
        Map<String, String> environment = Map.of(
                "QUARKUS_HTTP_PORT", String.valueOf(port),
                "QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl(databasePort),
                "QUARKUS_DATASOURCE_USERNAME", "metering_app",
                "QUARKUS_DATASOURCE_PASSWORD", ready.get("appPassword").asText(),
                "QUARKUS_FLYWAY_USERNAME", "metering_owner",
                "QUARKUS_FLYWAY_PASSWORD", ready.get("ownerPassword").asText(),
                "KAFKA_BOOTSTRAP_SERVERS", kafka(),
                "QUARKUS_OIDC_PUBLIC_KEY", tokens.publicKey(),
                // Small batches: many transactions, so that whatever happens, happens in the middle of one.
                "WATTLEDGER_METERING_INTAKE_BATCH_RECORDS", "100");
        List<String> command = List.of(
                java(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                root.resolve("metering-service/target/quarkus-app/quarkus-run.jar")
                        .toString());
        MeteringCopy copy = new MeteringCopy(port, command, environment, folder.resolve(name + ".log"));
        copies.add(copy);
        copy.start();
        return copy;
    }

    /** Kills a Kafka node as {@code kill -9} does; whoever runs the cluster starts it again. */
    void killNode(int number) {
        List<ProcessHandle> nodes = infrastructure
                .children()
                .filter(process -> List.of(process.info().arguments().orElse(new String[0]))
                        .containsAll(List.of(NODE_CLASS, "--node=" + number)))
                .toList();
        if (nodes.size() != 1 || !nodes.getFirst().destroyForcibly()) {
            throw new IllegalStateException("of Kafka node " + number + " there are " + nodes.size());
        }
    }

    /** A connection that reads the rows of all tenants in metering's database. */
    Connection operator() throws SQLException {
        Connection connection = DriverManager.getConnection(
                jdbcUrl(databasePort()),
                "metering_app",
                ready.get("appPassword").asText());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE metering_operator");
        }
        return connection;
    }

    int databasePort() {
        return ready.get("postgresPort").asInt();
    }

    private static String jdbcUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/metering";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        copies.forEach(MeteringCopy::stop);
        infrastructure.getOutputStream().close();
        if (!infrastructure.waitFor(60, TimeUnit.SECONDS)) {
            infrastructure.destroyForcibly();
        }
    }
}
