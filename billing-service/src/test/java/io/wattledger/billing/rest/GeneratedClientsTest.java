package io.wattledger.billing.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.chassis.testing.ForeignProgram;
import io.wattledger.chassis.testing.ForeignProgram.Run;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Clients that common generators make of the OpenAPI document compile, and do what it says: both credit an invoice once under
 * one key, read a list page by page with decimals as texts, preview a run and read a refusal.
 */
@QuarkusTest
@WithSuite
class GeneratedClientsTest {

    private static final Path FOLDER = Path.of("target", "clients").toAbsolutePath();
    private static final Path SOURCES = Path.of("src", "test", "resources", "clients");

    private static final long PATIENCE_MINUTES = 5;

    @Inject
    Books books;

    private LegalEntity entity;
    private String tenant;

    @BeforeEach
    void issueAnInvoice() throws IOException {
        entity = books.legalEntity();
        tenant = books.tenantOf(entity);
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("1", "10"));
        assertThat(books.run(tenant)).extracting(item -> item.outcome()).containsExactly("issued");
        Files.createDirectories(FOLDER);
        Files.write(
                FOLDER.resolve("openapi.json"),
                given().auth()
                        .oauth2(TestTokens.operator())
                        .queryParam("format", "json")
                        .get("/api/v1/openapi")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asByteArray());
    }

    @Test
    void typeScript() throws IOException, InterruptedException {
        Path folder = copied("typescript", "package.json", "tsconfig.json", "use.ts");
        assumeThat(run(folder, "node", "--version").exit()).as("node runs here").isZero();
        Run install = run(folder, "npm", "install", "--no-audit", "--no-fund", "--no-package-lock");
        assumeThat(install.exit())
                .as("npm can install the generator: %s", install.output())
                .isZero();

        done(run(folder, "npx", "openapi-typescript", "../openapi.json", "-o", "schema.d.ts"));
        done(run(folder, "npx", "tsc", "-p", "."));

        assertThatItWorked(run(folder, "node", "out/use.js"));
    }

    @Test
    void java() throws IOException, InterruptedException {
        Path folder = copied("java", "UseBilling.java");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String options = "hideGenerationTimestamp=true,openApiNullable=false,useJakartaEe=true"
                + ",invokerPackage=io.wattledger.client,apiPackage=io.wattledger.client.api"
                + ",modelPackage=io.wattledger.client.model";
        done(run(
                folder,
                java,
                "-jar",
                FOLDER.resolve("openapi-generator-cli.jar").toString(),
                "generate",
                "-i",
                "../openapi.json",
                "-g",
                "java",
                "--library",
                "native",
                "-o",
                "generated",
                "--additional-properties",
                options));
        List<String> compile =
                new ArrayList<>(List.of(java + "c", "-proc:none", "-nowarn", "-d", "out", "UseBilling.java"));
        try (Stream<Path> files = Files.walk(folder.resolve("generated/src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::toString)
                    .sorted()
                    .forEach(compile::add);
        }
        done(run(folder, compile.toArray(String[]::new)));

        assertThatItWorked(run(folder, java, "UseBilling"));
    }

    private void assertThatItWorked(Run use) throws IOException {
        assertThat(use.exit()).as(use.output()).isZero();
        String invoice = entity.invoiceSeries().number(1);
        String creditNote = entity.invoiceSeries().number(2);
        JsonNode expected = new ObjectMapper().readTree("""
                        {"creditNote": "%2$s", "again": "%2$s", "listed": ["%1$s 12.50 NOK", "%2$s 5.00 NOK"],
                         "preview": "%3$s 2026-10", "refusal": "404 not-found"}
                        """.formatted(invoice, creditNote, tenant));
        assertThat(new ObjectMapper().readTree(use.output().lines().toList().getLast()))
                .isEqualTo(expected);
    }

    private static Path copied(String client, String... files) throws IOException {
        Path folder = Files.createDirectories(FOLDER.resolve(client));
        for (String file : files) {
            Files.copy(
                    SOURCES.resolve(client).resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        return folder;
    }

    private static void done(Run run) {
        assertThat(run.exit()).as(run.output()).isZero();
    }

    private Run run(Path folder, String... command) throws IOException, InterruptedException {
        Map<String, String> environment = Map.of(
                "BILLING_URL",
                RestAssured.baseURI + ":" + RestAssured.port,
                "BILLING_TOKEN",
                TestTokens.operator(),
                "INVOICE",
                entity.invoiceSeries().number(1),
                "TENANT",
                tenant,
                "KEY",
                "key-" + tenant,
                "CLASSPATH",
                System.getProperty("java.class.path") + System.getProperty("path.separator") + "out");
        return ForeignProgram.run(folder, PATIENCE_MINUTES, environment, command);
    }
}
