package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wattledger.chassis.testing.TestTokens;
import java.util.List;

/** Requests as clients of the OpenMeter API send them. */
final class Meters {

    static final String BATCH = "application/cloudevents-batch+json";

    private Meters() {}

    /** A tenant's requests, with addresses and bodies as they stand. */
    static RequestSpecification as(String tenant) {
        return given().config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .urlEncodingEnabled(false)
                .auth()
                .oauth2(TestTokens.collector(tenant));
    }

    /** An event of the type {@code prompt} as the client sends it. */
    static String event(String id, String subject, String time, String data) {
        return """
                {"id":"%s","source":"app","type":"prompt","subject":"%s","time":"%s","data":%s,"specversion":"1.0"}""".formatted(id, subject, time, data);
    }

    static ValidatableResponse ingest(String tenant, String... events) {
        return as(tenant)
                .contentType(BATCH)
                .accept("*/*")
                .body(("[" + String.join(",", events) + "]").getBytes(UTF_8))
                .post("/api/v1/events")
                .then();
    }

    static ValidatableResponse create(String tenant, String meter) {
        return as(tenant)
                .contentType("application/json")
                .body(meter.getBytes(UTF_8))
                .post("/api/v1/meters")
                .then();
    }

    /** Makes a meter of the prompts. */
    static void create(String tenant, String slug, String aggregation) {
        create(tenant, slug, aggregation, "$.tokens");
    }

    /** Makes a meter of the prompts that looks at one place. */
    static void create(String tenant, String slug, String aggregation, String place) {
        create(tenant, """
                {"slug":"%s","aggregation":"%s","eventType":"prompt","valueProperty":"%s",
                 "groupBy":{"model":"$.model"}}""".formatted(slug, aggregation, place)).statusCode(201);
    }

    static ValidatableResponse query(String tenant, String slug, String parameters) {
        return as(tenant)
                .accept("application/json")
                .get("/api/v1/meters/" + slug + "/query" + parameters)
                .then();
    }

    /** The exact figures of the rows of an answer. */
    static List<String> figures(String tenant, String slug, String parameters) {
        return query(tenant, slug, parameters)
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("data.valueExact");
    }
}
