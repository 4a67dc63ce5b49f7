package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.testing.OpenApiRules;
import io.wattledger.chassis.testing.WithSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The OpenAPI document keeps the rules; it is left in the build's folder for linters that are no part of the project. */
@QuarkusTest
@WithSuite
class ApiDocumentTest {

    @Test
    void keepsTheRules() throws IOException {
        byte[] document = given().get("/api/v1/openapi.json")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        Files.write(Files.createDirectories(Path.of("target")).resolve("openapi.json"), document);

        assertThat(OpenApiRules.violations(new ObjectMapper().readTree(document)))
                .isEmpty();
    }
}
