package io.wattledger.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.wattledger.contracts.Samples.Sample;
import io.wattledger.contracts.event.UsageEventTypes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The published JSON Schemas say what the records say. */
class SchemasTest {

    private static final ObjectMapper PLAIN = new ObjectMapper();

    @ParameterizedTest
    @MethodSource("samples")
    void acceptTheGoldenFiles(Sample sample) throws IOException {
        assertThat(violations(sample.typeName(), Files.readString(GoldenFiles.file(sample))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void nameTheMembersOfTheRecord(Sample sample) throws IOException {
        JsonNode schema = PLAIN.readTree(text(sample.typeName()));

        assertSameMembers(sample.value().getClass(), schema, schema.path("$defs"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "InvoiceIssued      | \"5063.33\"               | 5063.33",
                "InvoiceIssued      | \"5063.33\"               | \"5.06333E+3\"",
                "InvoiceIssued      | \"NOK\"                   | \"nok\"",
                "MeteredUsage       | 7200000                   | -1",
                "MeteredUsage       | 7200000                   | \"7200000\"",
                "MeteredUsage       | \"2026-10-25T00:15:00Z\"  | \"2026-10-25T00:15:00\"",
                "MeteredUsage       | \"tenant\"                | \"tenat\"",
                "AllocationInterval | \"gpuCount\":8            | \"gpuCount\":8,\"gpuThousandths\":8000"
            })
    void refuseWhatTheRecordsRefuse(String type, String part, String instead) throws IOException {
        String golden = Files.readString(GoldenFiles.FOLDER.resolve(type + ".json"));

        assertThat(golden).contains(part);
        assertThat(violations(type, golden.replace(part, instead))).isNotEmpty();
    }

    @Test
    void existForEveryMessage() {
        assertThat(samples())
                .allSatisfy(sample -> assertThat(text(sample.typeName()))
                        .contains("\"$id\": \"urn:wattledger:schema:v1:" + sample.typeName() + "\""));
    }

    static List<Sample> samples() {
        return Samples.all();
    }

    private static void assertSameMembers(Class<?> type, JsonNode schema, JsonNode definitions) {
        RecordComponent[] components = type.getRecordComponents();
        assertThat(names(schema.path("properties").fieldNames()::forEachRemaining))
                .as("members of %s", type)
                .isEqualTo(names(consumer ->
                        Arrays.stream(components).map(RecordComponent::getName).forEach(consumer)));
        // Data of events is read whatever is missing, so that a refusal can name it; what is needed the rules say, and
        // by
        // the test of the schemas beside them, the schema.
        if (type.getPackage() != UsageEventTypes.class.getPackage()) {
            assertThat(names(consumer -> schema.path("required").forEach(name -> consumer.accept(name.textValue()))))
                    .as("required members of %s", type)
                    .isEqualTo(names(consumer -> Arrays.stream(components)
                            .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                            .map(RecordComponent::getName)
                            .forEach(consumer)));
        }
        for (RecordComponent component : components) {
            recordIn(component.getGenericType())
                    .ifPresent(
                            nested -> assertSameMembers(nested, definitions.path(nested.getSimpleName()), definitions));
        }
    }

    private static Optional<Class<?>> recordIn(Type type) {
        if (type instanceof ParameterizedType list) {
            return recordIn(list.getActualTypeArguments()[0]);
        }
        return type instanceof Class<?> simple && simple.isRecord() ? Optional.of(simple) : Optional.empty();
    }

    private static Set<String> names(Consumer<Consumer<String>> source) {
        Set<String> names = new TreeSet<>();
        source.accept(names::add);
        return names;
    }

    private static List<String> violations(String type, String json) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text(type));
        return schema
                .validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static String text(String type) throws IOException {
        String name = "schema/" + type + ".schema.json";
        try (InputStream schema = Objects.requireNonNull(Topics.class.getResourceAsStream(name), name)) {
            return new String(schema.readAllBytes(), UTF_8);
        }
    }
}
