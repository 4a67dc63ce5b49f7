package io.wattledger.acceptance.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real Kafka and a real PostgreSQL, and the services that are started on them, each a process of its own on this machine. */
final class SuiteUnderTest implements AutoCloseable {

    private final TokenKeys tokens = new TokenKeys();
    private final Path root;
    private final Path data;
    private final Process infrastructure;
    private final JsonNode addresses;
    private final List<ServiceUnderTest> services = new ArrayList<>();

    SuiteUnderTest(Path root, Path data) throws IOException {
        this.root = root;
        this.data = Files.createDirectories(data);
        this.infrastructure = new ProcessBuilder(
                        java(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        root.resolve("launcher/target/lib") + File.separator + "*",
                        "io.wattledger.launcher.infrastructure.Infrastructure",
                        "--data",
                        data.resolve("infrastructure").toString())
                .redirectError(data.resolve("infrastructure.log").toFile())
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(infrastructure.getInputStream(), StandardCharsets.UTF_8));
        String ready = output.readLine();
        if (ready == null) {
            throw new IOException("the infrastructure did not start: see " + data.resolve("infrastructure.log"));
        }
        this.addresses = new ObjectMapper().readTree(ready);
    }

    String bootstrapServers() {
        return addresses.get("kafka").asText();
    }

    /** A connection that may do everything, whichever services have a database. */
    Connection superuser() throws IOException, SQLException {
        JsonNode passwords = new ObjectMapper()
                .readTree(data.resolve("infrastructure/passwords.json").toFile());
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + addresses.get("postgresPort").asInt() + "/postgres",
                "postgres",
                passwords.get("superuser").asText());
    }

    TokenKeys tokens() {
        return tokens;
    }

    /** The options of the JVM that the launcher gives a service, so that what is measured is what a user gets, or others to try. */
    List<String> options(String service) throws IOException {
        Properties options = new Properties();
        try (InputStream file = Files.newInputStream(
                root.resolve("launcher/src/main/resources/io/wattledger/launcher/suite/jvm-options.properties"))) {
            options.load(file);
        }
        String usual = options.getProperty(service) + " " + options.getProperty("every");
        return List.of(
                System.getProperty("wattledger.benchmark." + service, usual).split(" "));
    }

    /**
     * Starts a service and waits until it is ready.
     *
     * @param more options of its JVM
     */
    ServiceUnderTest start(String service, String... more) throws IOException, InterruptedException {
        int port = freePort();
        ServiceUnderTest.Database database = new ServiceUnderTest.Database(
                "jdbc:postgresql://127.0.0.1:" + addresses.get("postgresPort").asInt() + "/" + service,
                addresses.get("appPassword").asText(),
                addresses.get("ownerPassword").asText());
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(options(service));
        command.addAll(List.of(more));
        command.add("-jar");
        command.add(root.resolve(service + "-service/target/quarkus-app/quarkus-run.jar")
                .toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_PORT", String.valueOf(port),
                        "QUARKUS_DATASOURCE_JDBC_URL", database.url(),
                        "QUARKUS_DATASOURCE_USERNAME", service + "_app",
                        "QUARKUS_DATASOURCE_PASSWORD", database.appPassword(),
                        "QUARKUS_FLYWAY_USERNAME", service + "_owner",
                        "QUARKUS_FLYWAY_PASSWORD", database.ownerPassword(),
                        "KAFKA_BOOTSTRAP_SERVERS", bootstrapServers(),
                        "QUARKUS_OIDC_PUBLIC_KEY", tokens.publicKey()));
        Path log = data.resolve(service + ".log");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        ServiceUnderTest started = new ServiceUnderTest(service, port, process, log, database);
        services.add(started);
        started.awaitReady();
        return started;
    }

    /** What the processes of the run have used so far; the client is this one. */
    ProcessTimes processTimes() throws IOException {
        Map<String, ProcessHandle> alone = new LinkedHashMap<>();
        services.forEach(service -> alone.put(service.name(), service.handle()));
        alone.put("broker", infrastructure.toHandle());
        alone.put("client", ProcessHandle.current());
        Path pid = data.resolve("infrastructure/postgres/postmaster.pid");
        long postmaster = Long.parseLong(Files.readAllLines(pid).getFirst().strip());
        return ProcessTimes.of(
                alone, Map.of("database", ProcessHandle.of(postmaster).orElseThrow()));
    }

    /** Benchmarks that run side by side must not measure each other's services. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (ServiceUnderTest service : services) {
            service.close();
        }
        infrastructure.getOutputStream().close();
        if (!infrastructure.waitFor(60, TimeUnit.SECONDS)) {
            infrastructure.destroyForcibly();
        }
        Files.walkFileTree(data.resolve("infrastructure"), new Deletion());
    }

    /** Deletes a tree whose last processes may still be taking away files of their own. */
    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
