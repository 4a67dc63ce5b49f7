package io.wattledger.acceptance;

import static io.wattledger.acceptance.SuiteCommand.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.wattledger.contracts.event.UsageEventTypes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import org.junit.jupiter.api.Test;

/**
 * What the pipeline of deploy/dcgm makes of Prometheus' samples. Its jq program runs here as it stands in the file; the
 * pipeline around it needs Redpanda Connect, which no package that the tests may use brings.
 */
class DcgmPipelineTest {

    private static final Path FOLDER = ROOT.resolve("deploy/dcgm");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "WATTLEDGER_NAMESPACES",
            "{\"fjord-train\":{\"tenant\":\"fjordmodell\",\"project\":\"training\"},"
                    + "\"havvik-lab\":{\"tenant\":\"havvik-kommune\"}}",
            "WATTLEDGER_MODELS",
            "{\"NVIDIA H100 80GB HBM3\":\"h100-sxm\"}",
            "WATTLEDGER_MIG_THOUSANDTHS",
            "{\"1g.10gb\":125,\"2g.20gb\":250}",
            "WATTLEDGER_SITE",
            "glomfjord",
            "DCGM_LABEL_PREFIX",
            "");
    private static final String COLLECTOR = "${WATTLEDGER_COLLECTOR:dcgm}";

    @Test
    void makesTheEventsOfTheExample() throws IOException {
        assertThat(events(example()))
                .containsExactlyElementsOf(
                        JSON.readTree(FOLDER.resolve("example-events.json").toFile()));
    }

    @Test
    void makesTheSameEventOfASampleWheneverItIsReadAgain() throws IOException {
        Map<String, JsonNode> first = byId(events(example()));
        JsonNode later = example();
        // An hour on, the oldest samples have left the window.
        for (JsonNode series : later.at("/data/result")) {
            ArrayNode values = (ArrayNode) series.get("values");
            if (values.size() > 1) {
                values.remove(0);
            }
            values.addArray().add(1790845237.5).add("126500000000");
        }
        Map<String, JsonNode> second = byId(events(later));

        assertThat(second).hasSizeGreaterThan(first.size() / 2);
        List<String> known = new ArrayList<>(first.keySet());
        known.retainAll(second.keySet());
        assertThat(known)
                .isNotEmpty()
                .allSatisfy(id -> assertThat(second.get(id)).isEqualTo(first.get(id)));
    }

    @Test
    void keepsTheSchemasOfItsEvents() throws IOException {
        for (JsonNode event : events(example())) {
            String type = event.get("type").asText();
            String schema =
                    switch (type) {
                        case UsageEventTypes.ENERGY_COUNTER -> "EnergyCounter";
                        case UsageEventTypes.ALLOCATION_HEARTBEAT -> "AllocationHeartbeat";
                        case UsageEventTypes.COLLECTOR_HEARTBEAT -> "CollectorHeartbeat";
                        default -> throw new AssertionError(event);
                    };
            try (InputStream in = UsageEventTypes.class.getResourceAsStream(
                    "/io/wattledger/contracts/schema/" + schema + ".schema.json")) {
                assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                                .getSchema(in, InputFormat.JSON)
                                .validate(event.get("data")))
                        .as(event.toString())
                        .isEmpty();
            }
        }
    }

    /** forecast-1 has the GPU until 08:00:10, notebook-d from 08:00:40. */
    @Test
    void aDeviceThatPassesOnWithinAMinuteIsNobodysTwice() throws IOException {
        assertThat(claims(example(), "GPU-0b54c1f8-0006"))
                .containsExactly("forecast-1 2026-10-01T08:00:00.000Z", "notebook-d 2026-10-01T08:01:00.000Z");

        // Once the first sample of that minute has left the window, the minute is not told of any more.
        JsonNode later = example();
        for (JsonNode series : later.at("/data/result")) {
            ArrayNode values = (ArrayNode) series.get("values");
            for (int i = values.size() - 1; i >= 0; i--) {
                if (values.get(i).get(0).asDouble() < 1790841620) {
                    values.remove(i);
                }
            }
        }
        assertThat(claims(later, "GPU-0b54c1f8-0006")).containsExactly("notebook-d 2026-10-01T08:01:00.000Z");
    }

    @Test
    void twoThatHaveADeviceAtOneInstantAreBothToldOf() throws IOException {
        JsonNode both = example();
        for (JsonNode series : both.at("/data/result")) {
            if (series.at("/metric/pod").asText().equals("forecast-1")) {
                ((ArrayNode) series.get("values")).addArray().add(1790841670).add("71234");
            }
        }
        assertThat(claims(both, "GPU-0b54c1f8-0006"))
                .containsExactly(
                        "forecast-1 2026-10-01T08:00:00.000Z",
                        "forecast-1 2026-10-01T08:01:00.000Z",
                        "notebook-d 2026-10-01T08:01:00.000Z");
    }

    @Test
    void countersAreReadUnderTheIdsByWhichDevicesAreAllocated() throws IOException {
        Map<String, Long> shares = new TreeMap<>();
        for (JsonNode event : events(example())) {
            if (event.get("id").asText().startsWith("energy/GPU-0b54c1f8-0003")) {
                shares.put(
                        event.at("/data/device").asText(),
                        event.at("/data/gpuThousandths").asLong());
            }
        }
        assertThat(shares).isEqualTo(Map.of("GPU-0b54c1f8-0003/3", 250L, "GPU-0b54c1f8-0003/7", 125L));
        shares.keySet()
                .forEach(
                        device -> assertThat(claimsOfExample(device)).as(device).hasSize(1));
    }

    /** The newest sample is of 08:01:40, and the last poll but one has sent all until 07:59. */
    @Test
    void saysLastHowFarItHasCome() throws IOException {
        JsonNode last = events(example()).getLast();

        assertThat(last.get("type").asText()).isEqualTo(UsageEventTypes.COLLECTOR_HEARTBEAT);
        assertThat(last.at("/data/completeUntil").asText()).isEqualTo("2026-10-01T07:59:00.000Z");
        assertThat(last.has("tenantid")).isFalse();
        assertThat(events(JSON.readTree("{\"data\":{\"result\":[]}}")))
                .as("who has no samples has not come anywhere")
                .isEmpty();
    }

    /** A tenant that is left out is that of the token over HTTP: a stranger with a model that is listed would be billed to it. */
    @Test
    void leavesNothingOutWithoutAWordAndNothingToTheTenantOfAToken() throws IOException {
        JsonNode listed = example();
        for (JsonNode series : listed.at("/data/result")) {
            ((ObjectNode) series.get("metric")).put("modelName", "NVIDIA H100 80GB HBM3");
        }

        List<JsonNode> strangers = events(listed).stream()
                .filter(event -> event.get("id").asText().contains("strangers"))
                .toList();

        assertThat(strangers).isNotEmpty().allSatisfy(event -> {
            assertThat(event.at("/data/sku").asText()).isEqualTo("h100-sxm");
            assertThat(event.path("tenantid").asText())
                    .as("nobody's, so that metering refuses and keeps it at either door")
                    .isEqualTo("-");
            assertThat(event.path("partitionkey").asText()).isEqualTo("-/default");
        });
    }

    /** By its source a collector is known: of two with one name, what one says hides that the other is silent. */
    @Test
    void pipelinesOfASiteAreToldApartByTheirNames() throws IOException {
        assertThat(events(example(), "dcgm-hall-2"))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.get("source").asText()).isEqualTo("//glomfjord/dcgm-hall-2"));
    }

    @Test
    void everyVariableIsExplained() throws IOException {
        Map<String, String> used = new TreeMap<>();
        for (String file : List.of("events.yaml", "to-kafka.yaml", "to-http.yaml")) {
            var variables = java.util.regex.Pattern.compile("\\$\\{([A-Z_]+)(?::([^}]*))?}")
                    .matcher(Files.readString(FOLDER.resolve(file)));
            while (variables.find()) {
                used.put(variables.group(1), file);
            }
            // Whatever it does, it is YAML.
            assertThat(new YAMLMapper().readTree(FOLDER.resolve(file).toFile())).isNotEmpty();
        }
        String page = Files.readString(ROOT.resolve("docs/sources.md"));
        assertThat(used.keySet())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    /** Who is said to have a device in which minute. */
    private static List<String> claims(JsonNode answer, String device) throws IOException {
        List<String> claims = new ArrayList<>();
        for (JsonNode event : events(answer)) {
            if (event.at("/data/devices/0").asText().equals(device)) {
                claims.add(event.at("/data/job").asText() + " "
                        + event.at("/data/since").asText());
            }
        }
        return claims;
    }

    private static List<String> claimsOfExample(String device) {
        try {
            return claims(example(), device);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode example() throws IOException {
        return JSON.readTree(FOLDER.resolve("example-prometheus.json").toFile());
    }

    private static Map<String, JsonNode> byId(List<JsonNode> events) {
        Map<String, JsonNode> byId = new HashMap<>();
        events.forEach(event -> assertThat(byId.put(event.get("id").asText(), event))
                .as("one event an id")
                .isNull());
        return byId;
    }

    private static List<JsonNode> events(JsonNode answer) throws IOException {
        return events(answer, "dcgm");
    }

    private static List<JsonNode> events(JsonNode answer, String collector) throws IOException {
        String text = new YAMLMapper()
                .readTree(FOLDER.resolve("events.yaml").toFile())
                .at("/processor_resources/0/try/1/jq/query")
                .asText();
        for (var variable : ENVIRONMENT.entrySet()) {
            text = text.replace("${" + variable.getKey() + "}", variable.getValue());
        }
        text = text.replace(COLLECTOR, collector);
        assertThat(text).doesNotContain("${");
        Scope scope = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
        // The one function of jq that this library lacks.
        scope.addFunction(
                "todate",
                0,
                (callScope, arguments, in, path, output, version) -> output.emit(
                        new TextNode(Instant.ofEpochSecond(in.asLong()).toString()), null));
        List<JsonNode> results = new ArrayList<>();
        JsonQuery.compile(text, Versions.JQ_1_6).apply(scope, answer, results::add);
        assertThat(results).hasSize(1);
        // Written and read again, as the pipeline does, so that a number is what its digits say.
        JsonNode written = JSON.readTree(results.getFirst().toString().getBytes(StandardCharsets.UTF_8));
        List<JsonNode> events = new ArrayList<>();
        written.forEach(event -> events.add(wholeNumbers((ObjectNode) event)));
        return events;
    }

    /** The library computes with binary floating point, whose whole numbers jq writes without exponent. */
    private static JsonNode wholeNumbers(ObjectNode event) {
        ObjectNode data = (ObjectNode) event.get("data");
        for (String name : List.of("millijoules", "gpuThousandths", "gpuCount")) {
            if (data.has(name)) {
                JsonNode plain = JSON.getNodeFactory()
                        .numberNode(data.get(name).decimalValue().toBigIntegerExact());
                data.set(name, plain);
            }
        }
        try {
            return JSON.readTree(event.toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
