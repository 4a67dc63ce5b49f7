package io.wattledger.metering.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.wattledger.chassis.testing.ForeignProgram;
import io.wattledger.chassis.testing.ForeignProgram.Run;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
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
        Run node = ForeignProgram.run(FOLDER, PATIENCE_MINUTES, Map.of(), "node", "--version");
        assumeThat(node.exit()).as("node runs here: %s", node.output()).isZero();
        Run npm = ForeignProgram.run(
                FOLDER,
                PATIENCE_MINUTES,
                Map.of(),
                "npm",
                "install",
                "--no-audit",
                "--no-fund",
                "--omit=peer",
                "--no-package-lock");
        assumeThat(npm.exit())
                .as("npm can install the client: %s", npm.output())
                .isZero();
    }

    @Test
    void worksUnchanged() throws IOException, InterruptedException {
        Run client = ForeignProgram.run(
                FOLDER,
                PATIENCE_MINUTES,
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
}
