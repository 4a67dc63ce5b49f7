package io.wattledger.acceptance.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real Kafka, a real PostgreSQL and the metering service, each a process of its own on this machine. */
final class SuiteUnderTest implements AutoCloseable {

    private static final int METERING_PORT = 18_191;

    /** Those of the launcher, so that what is measured is what a user gets. */
    private static final List<String> METERING_OPTIONS = List.of(System.getProperty(
                    "wattledger.benchmark.metering",
                    "-Xms288m -Xmx288m -Xmn192m -XX:SurvivorRatio=2 -XX:+UseSerialGC -Xss512k"
                            + " -XX:ReservedCodeCacheSize=64m")
            .split(" "));

    private final KeyPair keys = newKeys();
    private final Path root;
    private final Path data;
    private final Process infrastructure;
    private final JsonNode addresses;
    private @Nullable Process metering;

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

    /** Starts the metering service and waits until it is ready. */
    void startMetering() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(METERING_OPTIONS);
        command.add("-jar");
        command.add(root.resolve("metering-service/target/quarkus-app/quarkus-run.jar")
                .toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_PORT", String.valueOf(METERING_PORT),
                        "QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl(),
                        "QUARKUS_DATASOURCE_USERNAME", "metering_app",
                        "QUARKUS_DATASOURCE_PASSWORD",
                                addresses.get("appPassword").asText(),
                        "QUARKUS_FLYWAY_USERNAME", "metering_owner",
                        "QUARKUS_FLYWAY_PASSWORD",
                                addresses.get("ownerPassword").asText(),
                        "KAFKA_BOOTSTRAP_SERVERS", bootstrapServers(),
                        "QUARKUS_OIDC_PUBLIC_KEY",
                                Base64.getEncoder()
                                        .encodeToString(keys.getPublic().getEncoded())));
        metering = builder.redirectErrorStream(true)
                .redirectOutput(data.resolve("metering.log").toFile())
                .start();
        awaitReady();
    }

    /** A connection that may make tables in metering's database. */
    Connection owner() throws SQLException {
        return DriverManager.getConnection(
                jdbcUrl(), "metering_owner", addresses.get("ownerPassword").asText());
    }

    /** A connection that reads the rows of all tenants in metering's database. */
    Connection operator() throws SQLException {
        Connection connection = DriverManager.getConnection(
                jdbcUrl(), "metering_app", addresses.get("appPassword").asText());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE metering_operator");
        }
        return connection;
    }

    /** Where events are sent to. */
    URI events() {
        return URI.create("http://127.0.0.1:" + METERING_PORT + "/api/v1/events");
    }

    /** A token under which a tenant's events may be sent. */
    String collectorToken(String tenant) {
        String header = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        long now = Clock.systemUTC().instant().getEpochSecond();
        String text = "{\"iss\":\"https://wattledger.example/issuer\",\"aud\":\"wattledger\",\"sub\":\"benchmark\","
                + "\"upn\":\"benchmark\",\"groups\":[\"collector\"],\"tenant\":\"" + tenant + "\",\"iat\":" + now
                + ",\"exp\":" + (now + 3600) + "}";
        String claims = base64(text.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update((header + "." + claims).getBytes(StandardCharsets.US_ASCII));
            return header + "." + claims + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What the processes of the run have used so far; the client is this one. */
    ProcessTimes processTimes() throws IOException {
        Map<String, ProcessHandle> alone = new LinkedHashMap<>();
        if (metering != null) {
            alone.put("metering", metering.toHandle());
        }
        alone.put("broker", infrastructure.toHandle());
        alone.put("client", ProcessHandle.current());
        Path pid = data.resolve("infrastructure/postgres/postmaster.pid");
        long postmaster = Long.parseLong(Files.readAllLines(pid).getFirst().strip());
        return ProcessTimes.of(
                alone, Map.of("database", ProcessHandle.of(postmaster).orElseThrow()));
    }

    /** Memory of the metering service in MiB, as the kernel counts it: VmRSS is resident now, VmHWM the most so far. */
    long meteringMebibytes(String name) throws IOException {
        if (metering == null) {
            return 0;
        }
        List<String> status = Files.readAllLines(Path.of("/proc/" + metering.pid() + "/status"));
        return status.stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }

    private void awaitReady() throws InterruptedException {
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + METERING_PORT + "/q/health/ready"))
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
        throw new IllegalStateException("metering did not become ready: see " + data.resolve("metering.log"));
    }

    private static boolean answersOk(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // Not listening yet: that is what is being waited for.
            return false;
        }
    }

    private String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + addresses.get("postgresPort").asInt() + "/metering";
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (metering != null) {
            metering.destroy();
            if (!metering.waitFor(30, TimeUnit.SECONDS)) {
                metering.destroyForcibly();
            }
        }
        infrastructure.getOutputStream().close();
        if (!infrastructure.waitFor(60, TimeUnit.SECONDS)) {
            infrastructure.destroyForcibly();
        }
        try (Stream<Path> files = Files.walk(data.resolve("infrastructure"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
