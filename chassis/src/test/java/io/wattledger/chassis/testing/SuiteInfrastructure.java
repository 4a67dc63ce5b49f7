package io.wattledger.chassis.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts the launcher's infrastructure in a process of its own, so that the broker's libraries stay off the service's
 * class path, and points the service under test at it.
 */
public class SuiteInfrastructure implements QuarkusTestResourceLifecycleManager {

    /** System property under which {@link TestTokens} finds the key that signs tokens (PKCS#8, Base64). */
    static final String PRIVATE_KEY = "wattledger.test.private-key";

    private Process process;

    @Override
    public Map<String, String> start() {
        String service = Path.of("").toAbsolutePath().getFileName().toString().replace("-service", "");
        JsonNode ready = startProcess();
        int port = ready.get("postgresPort").asInt();
        String database = service.equals("chassis") ? "metering" : service;
        Map<String, String> config = new HashMap<>();
        config.put("kafka.bootstrap.servers", ready.get("kafka").asText());
        config.put("quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:" + port + "/" + database);
        config.put("quarkus.datasource.username", database + "_app");
        config.put("quarkus.datasource.password", ready.get("appPassword").asText());
        config.put("quarkus.flyway.username", database + "_owner");
        config.put("quarkus.flyway.password", ready.get("ownerPassword").asText());
        config.put("quarkus.oidc.public-key", newKey());
        return config;
    }

    private JsonNode startProcess() {
        String lib = System.getProperty("wattledger.launcher.lib");
        if (lib == null || !Files.isDirectory(Path.of(lib))) {
            throw new IllegalStateException("no launcher jars at " + lib + ": build with -am, phase verify");
        }
        try {
            Path data = Files.createDirectories(Path.of("target"))
                    .resolve("suite-" + ProcessHandle.current().pid());
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx384m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            lib + File.separator + "*",
                            "io.wattledger.launcher.infrastructure.Infrastructure",
                            "--data",
                            data.toAbsolutePath().toString())
                    .redirectError(Files.createDirectories(data)
                            .resolve("infrastructure.log")
                            .toFile())
                    .start();
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = output.readLine();
            if (line == null) {
                throw new IllegalStateException(
                        "the infrastructure ended before it was ready: see " + data + "/infrastructure.log");
            }
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            System.setProperty(
                    PRIVATE_KEY,
                    Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
            return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        if (process == null) {
            return;
        }
        try {
            process.getOutputStream().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
