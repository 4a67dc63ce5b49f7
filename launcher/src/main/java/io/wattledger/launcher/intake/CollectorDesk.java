package io.wattledger.launcher.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattledger.contracts.WireJson;
import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.suite.Services;
import io.wattledger.launcher.suite.Suite;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Asks metering how far collectors have come, and has nobody wait for one that is gone. */
public final class CollectorDesk {

    /** Whose the collectors are that report for all tenants. */
    public static final String OF_ALL_TENANTS = "-";

    private static final String EVENTS = "/api/v1/events";
    private static final int TOKEN_MINUTES = 60;
    private static final String EVENT = "application/cloudevents+json";

    private final Services services;
    private final Suite suite;

    /** At the metering of these services, which run in this suite. */
    public CollectorDesk(Services services, Suite suite) {
        this.services = services;
        this.suite = suite;
    }

    /** Every collector with its {@code site} and {@code tenant}, in the order of metering. */
    public List<JsonNode> list() {
        List<JsonNode> collectors = new ArrayList<>();
        JsonNode sites = services.ask("metering", client -> client.get("/api/v1/watermarks"))
                .path("items");
        for (JsonNode site : sites) {
            for (JsonNode collector : site.path("collectors")) {
                ObjectNode one = WireJson.newMapper().createObjectNode();
                one.set("site", site.path("site"));
                one.set("tenant", site.path("tenant"));
                one.setAll((ObjectNode) collector);
                collectors.add(one);
            }
        }
        return collectors;
    }

    /**
     * Retires a collector where it stands; one that is retired stays so.
     *
     * @param tenant whose it is, {@link #OF_ALL_TENANTS} where it reports for all
     * @return how it stands then: still active where it has moved on meanwhile, and so is not gone
     * @throws InputFault when there is no such collector
     */
    public JsonNode retire(String site, String collector, String tenant) {
        JsonNode standing = find(site, collector, tenant);
        if (isRetired(standing)) {
            return standing;
        }
        byte[] event = event(site, collector, standing.path("completeUntil").asText());
        if (tenant.equals(OF_ALL_TENANTS)) {
            services.ask("metering", client -> client.post(EVENTS, event, EVENT));
        } else {
            String token = suite.tokens().token("collector", tenant, TOKEN_MINUTES);
            services.ask("metering", client -> {
                try (var ofTenant = client.as(token)) {
                    return ofTenant.post(EVENTS, event, EVENT);
                }
            });
        }
        return find(site, collector, tenant);
    }

    /** Whether nobody waits for it. */
    public static boolean isRetired(JsonNode collector) {
        return collector.path("state").asText().equals("retired");
    }

    private JsonNode find(String site, String collector, String tenant) {
        return list().stream()
                .filter(one -> one.path("site").asText().equals(site)
                        && one.path("tenant").asText().equals(tenant)
                        && one.path("collector").asText().equals(collector))
                .findFirst()
                .orElseThrow(() -> new InputFault("there is no collector " + collector + " of "
                        + (tenant.equals(OF_ALL_TENANTS) ? "all tenants" : tenant) + " at " + site
                        + "; see ./wattledger collectors list"));
    }

    private static byte[] event(String site, String collector, String completeUntil) {
        ObjectNode event = WireJson.newMapper().createObjectNode();
        event.put("specversion", "1.0");
        event.put("id", "retired/" + site + "/" + completeUntil);
        event.put("source", collector);
        event.put("type", "io.wattledger.collector.heartbeat.v1");
        ObjectNode data = event.putObject("data");
        data.put("site", site);
        data.put("completeUntil", completeUntil);
        data.put("state", "retired");
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }
}
