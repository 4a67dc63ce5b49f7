package io.wattledger.launcher.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.wattledger.contracts.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The catalog's JSON Schema, which lies in contracts. */
final class CatalogSchema {

    private static final String RESOURCE = "catalog.schema.json";

    private static final JsonNode DOCUMENT = document();
    private static final Map<String, String> PATTERNS = patterns();
    private static final Schema CATALOG = schema(DOCUMENT);
    private static final Schema USAGE = schema(usagePart());

    private CatalogSchema() {}

    /** Every place that breaks the schema; empty when none does. */
    static List<CatalogFault> faults(JsonNode catalog) {
        return faults(CATALOG, catalog);
    }

    /** Every place that breaks what the schema says of a catalog's usage section; empty when none does. */
    static List<CatalogFault> usageFaults(JsonNode usage) {
        return faults(USAGE, usage);
    }

    private static List<CatalogFault> faults(Schema schema, JsonNode value) {
        return schema.validate(value).stream()
                .map(error -> fault(value, error))
                .distinct()
                .toList();
    }

    private static CatalogFault fault(JsonNode catalog, Error error) {
        String pointer = error.getInstanceLocation().toString();
        JsonNode value = catalog.at(pointer);
        return switch (error.getKeyword()) {
            case "additionalProperties" ->
                new CatalogFault(
                        pointer + "/" + error.getProperty(),
                        "unknown key '" + error.getProperty()
                                + "'; see docs/catalog.md for the keys that may stand here");
            case "required" -> new CatalogFault(pointer, "the key '" + error.getProperty() + "' is missing");
            case "type" -> new CatalogFault(pointer, typeFault(value, error.getMessage()));
            case "pattern" -> new CatalogFault(pointer, patternFault(value, plain(error.getMessage())));
            default -> new CatalogFault(pointer, (value.isValueNode() ? value + ": " : "") + plain(error.getMessage()));
        };
    }

    /** What may stand there, in words where there are some for the pattern with which the library's message ends. */
    private static String patternFault(JsonNode value, String message) {
        return PATTERNS.entrySet().stream()
                .filter(entry -> message.endsWith(" " + entry.getKey()))
                .map(entry -> value + " does not fit: " + entry.getValue())
                .findFirst()
                .orElse(value + ": " + message);
    }

    /** The words of the schema's own terms, by their patterns, and those of patterns that stand in many places. */
    private static Map<String, String> patterns() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("^[0-9]{4}-(0[1-9]|1[0-2])$", "A month, for example 2026-10.");
        words.put("^([01][0-9]|2[0-3]):(00|15|30|45)$", "A time on a quarter-hour, for example \"06:00\".");
        words.put(
                "^(([01][0-9]|2[0-3]):(00|15|30|45)|24:00)$",
                "A time on a quarter-hour, for example \"22:00\", or \"24:00\" for the end of the day.");
        for (JsonNode term : DOCUMENT.path("$defs")) {
            if (term.has("pattern") && term.has("description")) {
                words.put(
                        term.path("pattern").asText(), term.path("description").asText());
            }
        }
        return words;
    }

    private static String typeFault(JsonNode value, String message) {
        if (value.isNumber() && message.contains("string")) {
            return value + " is a number; write it in quotes: \"" + value.asText() + "\"";
        }
        return (value.isValueNode() ? value + ": " : "") + plain(message);
    }

    /** The library begins with the place, which we say ourselves. */
    private static String plain(String message) {
        int colon = message.indexOf(": ");
        return colon >= 0 && message.startsWith("/") ? message.substring(colon + 2) : message;
    }

    private static JsonNode usagePart() {
        ObjectNode part = ((ObjectNode) DOCUMENT).objectNode();
        part.set("$schema", DOCUMENT.get("$schema"));
        part.put("$ref", "#/$defs/usage");
        part.set("$defs", DOCUMENT.get("$defs"));
        return part;
    }

    private static Schema schema(JsonNode document) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(document.toString(), InputFormat.JSON);
    }

    private static JsonNode document() {
        try (InputStream in = Topics.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("contracts lacks " + RESOURCE);
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
