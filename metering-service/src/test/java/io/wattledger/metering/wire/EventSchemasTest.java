package io.wattledger.metering.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.metering.event.Reports;
import io.wattledger.metering.event.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published JSON Schemas of events require what the rules require: a collector that checks itself is not refused. */
class EventSchemasTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AllocationInterval  | gpu.allocation.interval.v1  | {"project":"p","site":"glomfjord","sku":"h100-sxm","gpuCount":1,"start":"2026-05-01T00:00:00Z","end":"2026-05-01T01:00:00Z","energyMillijoules":1,"job":"j","node":"n","devices":["d"],"migProfile":"1g"}
            AllocationStarted   | gpu.allocation.started.v1   | {"allocation":"a","project":"p","site":"glomfjord","sku":"h100-sxm","gpuCount":1,"at":"2026-05-01T00:00:00Z","devices":["d"],"job":"j","node":"n"}
            AllocationStopped   | gpu.allocation.stopped.v1   | {"allocation":"a","site":"glomfjord","at":"2026-05-01T00:00:00Z"}
            AllocationHeartbeat | gpu.allocation.heartbeat.v1 | {"allocation":"a","project":"p","site":"glomfjord","sku":"h100-sxm","gpuCount":1,"at":"2026-05-01T00:01:00Z","since":"2026-05-01T00:00:00Z","devices":["d"],"job":"j","node":"n"}
            EnergyCounter       | gpu.energy.counter.v1       | {"project":"p","site":"glomfjord","sku":"h100-sxm","device":"d","at":"2026-05-01T00:00:00Z","millijoules":1,"gpuThousandths":1000,"bootId":"b"}
            EnergyInterval      | gpu.energy.interval.v1      | {"project":"p","site":"glomfjord","sku":"h100-sxm","gpuCount":1,"start":"2026-05-01T00:00:00Z","end":"2026-05-01T01:00:00Z","millijoules":1}
            NodeEnergyInterval  | node.energy.interval.v1     | {"site":"glomfjord","node":"n","devices":["d"],"gpuCount":1,"start":"2026-05-01T00:00:00Z","end":"2026-05-01T01:00:00Z","millijoules":1}
            CollectorHeartbeat  | collector.heartbeat.v1      | {"site":"glomfjord","completeUntil":"2026-05-01T00:00:00Z","state":"active"}
            UsageWithdrawn      | usage.withdrawn.v1          | {"id":"other","source":"/s","reason":"reported in error"}
            """)
    void requireWhatTheRulesRequire(String name, String type, String data) throws IOException {
        JsonNode whole = JSON.readTree(data);
        assertThat(verdict(type, whole)).isInstanceOf(Verdict.Accepted.class);

        Set<String> needed = new TreeSet<>();
        for (String member : members(whole)) {
            ObjectNode without = whole.deepCopy();
            without.remove(member);
            if (verdict(type, without) instanceof Verdict.Refused) {
                needed.add(member);
            }
        }

        assertThat(needed).isEqualTo(required(name, whole));
    }

    /** What the schema requires, with the one of those of which one must be there that is there. */
    private static Set<String> required(String name, JsonNode whole) throws IOException {
        String file = "schema/" + name + ".schema.json";
        try (InputStream schema = Objects.requireNonNull(Topics.class.getResourceAsStream(file), file)) {
            JsonNode rules = JSON.readTree(schema);
            Set<String> required = new TreeSet<>();
            rules.path("required").forEach(member -> required.add(member.textValue()));
            for (JsonNode one : rules.path("oneOf")) {
                one.path("required").forEach(member -> {
                    if (whole.has(member.textValue())) {
                        required.add(member.textValue());
                    }
                });
            }
            return required;
        }
    }

    private static List<String> members(JsonNode object) {
        List<String> members = new ArrayList<>();
        object.fieldNames().forEachRemaining(members::add);
        return members;
    }

    private static Verdict verdict(String type, JsonNode data) throws IOException {
        ObjectNode event = JSON.createObjectNode()
                .put("specversion", "1.0")
                .put("id", "1")
                .put("source", "/s")
                .put("type", UsageEventTypes.PREFIX + type);
        if (!type.startsWith("node.")) { // what a node draws is nobody's
            event.put("tenantid", "acme");
        }
        event.set("data", data);
        return Reports.assess(
                new CloudEventJson().structured(JSON.writeValueAsString(event).getBytes(UTF_8)));
    }
}
