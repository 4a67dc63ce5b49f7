package io.wattledger.pricing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.testing.OpenApiRules;
import io.wattledger.chassis.testing.WithSuite;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** From the OpenAPI document clients are made, with a method for each operation by its id. */
@QuarkusTest
@WithSuite
class ApiDocumentTest {

    @Test
    void namesEachOperationOnce() throws IOException {
        JsonNode document =
                new ObjectMapper().readTree(given().get("/api/v1/openapi.json").asByteArray());

        assertThat(document.path("paths").properties()).isNotEmpty();
        assertThat(OpenApiRules.violations(document))
                .filteredOn(violation -> violation.contains("operationId"))
                .isEmpty();
    }
}
