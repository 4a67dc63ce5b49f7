package io.wattledger.metering.doors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The published npm client works unchanged. It is had from the registry that npm is set up for; where there is none, or no
 * node, this is skipped, and {@link MetersTest} sends the same requests by hand.
 */
@QuarkusTest
@WithSuite
class OpenMeterClientTest {

    private static final Path FOLDER = Path.of("target", "openmeter-client");
    private static final List<String> FILES = List.of("package.json", "client.mjs");
    private static final long PATIENCE_MINUTES = 3;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        for (String file : FILES) {
            Files.copy(
                    Path.of("src", "test", "resources", "openmeter", file),
                    FOLDER.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Run node = run(Map.of(), "node", "--version");
        assumeThat(node.exit()).as("node runs here: %s", node.output()).isZero();
        Run npm = run(Map.of(), "npm", "install", "--no-audit", "--no-fund", "--omit=peer", "--no-package-lock");
        assumeThat(npm.exit())
                .as("npm can install the client: %s", npm.output())
                .isZero();
    }

    @Test
    void worksUnchanged() throws IOException, InterruptedException {
        Run client = run(
                Map.of(
                        "METERING_URL", RestAssured.baseURI + ":" + RestAssured.port,
                        "METERING_TOKEN", TestTokens.collector(Usage.newTenant()),
                        "STRANGER_TOKEN", TestTokens.tenant(Usage.newTenant())),
                "node",
                "client.mjs");
        assertThat(client.exit()).as(client.output()).isZero();

        JsonNode seen = new ObjectMapper().readTree(client.output());
        JsonNode expected = new ObjectMapper()
                .readTree(Path.of("src", "test", "resources", "openmeter", "expected.json")
                        .toFile());
        assertThat(seen.toPrettyString()).isEqualTo(expected.toPrettyString());
    }

    private record Run(int exit, String output) {}

    private static Run run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path output = FOLDER.resolve(command[0] + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Run(-1, "there is no " + command[0] + " here");
        }
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return new Run(-1, command[0] + " did not end in " + PATIENCE_MINUTES + " minutes");
        }
        return new Run(process.exitValue(), Files.readString(output, UTF_8));
    }
}
