package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.event.UsageEventTypes;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Events about devices, sent as collectors send them over HTTP. */
final class Fleet {

    private static final int MOST = 1_000;

    private Fleet() {}

    /** Publishes a site of its own for a test, so that no other test's claims or policies are in the way. */
    static void publishSite(String site) {
        TestKafka.send(List.of(Usage.reference(Topics.SITES, site, Usage.site(site, "LIVE", 1))));
    }

    static CloudEvent event(String id, String type, String data) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create(Usage.SOURCE))
                .withType(type)
                .withDataContentType("application/json")
                .withData(data.replace('\'', '"').getBytes(UTF_8))
                .build();
    }

    static CloudEvent claim(String id, String site, String device, String start, String end) {
        return event(id, UsageEventTypes.ALLOCATION_INTERVAL, """
                {'site':'%s','sku':'h100-sxm','gpuCount':1,'devices':['%s'],'start':'%s','end':'%s'}""".formatted(site, device, start, end));
    }

    static CloudEvent start(String id, String allocation, String site, String device, String at) {
        return event(id, UsageEventTypes.ALLOCATION_STARTED, """
                {'allocation':'%s','site':'%s','sku':'h100-sxm','gpuCount':1,'devices':['%s'],'at':'%s'}""".formatted(allocation, site, device, at));
    }

    static CloudEvent stop(String id, String allocation, String site, String at) {
        return event(id, UsageEventTypes.ALLOCATION_STOPPED, """
                {'allocation':'%s','site':'%s','at':'%s'}""".formatted(allocation, site, at));
    }

    static CloudEvent beat(String id, String allocation, String site, String device, String since, String at) {
        return event(id, UsageEventTypes.ALLOCATION_HEARTBEAT, """
                {'allocation':'%s','site':'%s','sku':'h100-sxm','gpuCount':1,'devices':['%s'],'since':'%s','at':'%s'}""".formatted(allocation, site, device, since, at));
    }

    static CloudEvent reading(String id, String site, String device, String at, String millijoules) {
        return event(id, UsageEventTypes.ENERGY_COUNTER, """
                {'site':'%s','sku':'h100-sxm','device':'%s','at':'%s','millijoules':%s}""".formatted(site, device, at, millijoules));
    }

    static CloudEvent withdrawal(String id, String target) {
        return event(
                id, UsageEventTypes.USAGE_WITHDRAWN, "{'id':'%s','reason':'reported by mistake'}".formatted(target));
    }

    /** Sends events for a tenant; what became of each, in order. */
    static List<String> send(String tenant, List<CloudEvent> events) {
        List<String> outcomes = new ArrayList<>();
        for (int from = 0; from < events.size(); from += MOST) {
            List<CloudEvent> part = events.subList(from, Math.min(events.size(), from + MOST));
            outcomes.addAll(given().auth()
                    .oauth2(TestTokens.collector(tenant))
                    .contentType("application/cloudevents-batch+json")
                    .accept("application/json")
                    .body(Usage.batch(part))
                    .post("/api/v1/events")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath()
                    .getList("items.outcome"));
        }
        return outcomes;
    }

    static void sendAll(String tenant, CloudEvent... events) {
        assertThat(send(tenant, List.of(events))).containsOnly("metered");
    }

    static JsonPath readAs(String token, String path) {
        return given().auth()
                .oauth2(token)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Usage of a tenant in March 2024 at one site, one row per day. */
    static JsonPath usage(String tenant) {
        return readAs(TestTokens.tenant(tenant), "/api/v1/usage?from=2024-03-01T00:00:00Z&to=2024-04-01T00:00:00Z");
    }
}
