package io.wattledger.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What {@code bill} wrote to its folder. */
final class Books {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    /** The books in this folder. */
    Books(Path folder) {
        this.folder = folder;
    }

    /** {@code summary.json}. */
    JsonNode summary() throws IOException {
        return JSON.readTree(folder.resolve("summary.json").toFile());
    }

    /** GPU-seconds under {@code "tenant day"}, days in UTC, as the summary has them. */
    Map<String, Long> gpuSecondsByTenantDay() throws IOException {
        Map<String, Long> seconds = new TreeMap<>();
        for (JsonNode row : summary().at("/usage/byTenantDay")) {
            seconds.put(
                    row.get("tenant").asText() + " " + row.get("day").asText(),
                    new BigDecimal(row.get("gpuSeconds").asText()).longValueExact());
        }
        return seconds;
    }

    /** All GPU-seconds of the summary. */
    long gpuSeconds() throws IOException {
        return new BigDecimal(summary().at("/usage/total/gpuSeconds").asText()).longValueExact();
    }

    /**
     * Every file with its content. How often an event was delivered is a property of the delivery and not of the usage:
     * in the summary the counts of received and duplicate events are left out, everything else is there to the byte.
     */
    Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                contents.put(
                        name,
                        name.equals("summary.json")
                                ? withoutDeliveries(Files.readString(file))
                                : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    private static String withoutDeliveries(String summary) throws IOException {
        ObjectNode events = (ObjectNode) JSON.readTree(summary).at("/balance/events");
        String masked = summary;
        for (String count : new String[] {"received", "duplicate"}) {
            String value = events.get(count).toString();
            String pattern = "(\"" + count + "\"\\s*:\\s*)" + value;
            masked = masked.replaceFirst(pattern, "$1\"left out\"");
        }
        return masked;
    }
}
