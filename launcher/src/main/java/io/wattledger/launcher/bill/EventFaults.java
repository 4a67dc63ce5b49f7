package io.wattledger.launcher.bill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattledger.contracts.WireJson;
import io.wattledger.launcher.suite.Query;
import io.wattledger.launcher.suite.Services;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Events that somebody must look at, as metering keeps them: the latest few in words, and where the rest is.
 *
 * @param refused refused events, one sentence each
 * @param conflicting events at odds with one that stands, one sentence each
 */
public record EventFaults(List<String> refused, List<String> conflicting) {

    private static final int SHOWN = 20;

    /** The most that metering lists at once. */
    private static final int LISTED = 1_000;

    private static final ObjectMapper MAPPER = WireJson.newMapper();

    /** Copies the lists. */
    public EventFaults {
        refused = List.copyOf(refused);
        conflicting = List.copyOf(conflicting);
    }

    /** Asks metering for those of {@code tenants}; nothing is asked where the counts are 0. */
    static EventFaults read(Services services, Collection<String> tenants, Books.Events counts) {
        Query of = Query.NONE.with("tenants", String.join(",", tenants));
        return new EventFaults(
                counts.refused() == 0 ? List.of() : refusals(services, "/api/v1/refusals" + of, counts.refused()),
                counts.conflicting() == 0
                        ? List.of()
                        : conflicts(services, "/api/v1/conflicts" + of, counts.conflicting()));
    }

    private static List<String> refusals(Services services, String path, long all) {
        JsonNode items = ask(services, path);
        List<String> lines = new ArrayList<>();
        items.forEach(item -> lines.add(refusal(item)));
        return withRest(services, path, lines, all - lines.size());
    }

    private static List<String> conflicts(Services services, String path, long all) {
        JsonNode items = ask(services, path);
        List<String> lines = new ArrayList<>();
        long deliveries = 0;
        for (JsonNode item : items) {
            lines.add(conflict(item));
            deliveries += item.path("timesSeen").asLong(1);
        }
        return withRest(services, path, lines, all - deliveries);
    }

    private static JsonNode ask(Services services, String path) {
        return services.ask("metering", client -> client.get(path + "&limit=" + SHOWN))
                .path("items");
    }

    private static List<String> withRest(Services services, String path, List<String> lines, long more) {
        if (more > 0) {
            String address = services.state()
                    .service("metering")
                    .map(service -> service.url())
                    .orElse("");
            lines.add("... and " + more + " more: GET " + address + path + "&limit=" + LISTED);
        }
        return lines;
    }

    /** Code, tenant, event, then field, value and rule. */
    static String refusal(JsonNode item) {
        String event = item.hasNonNull("eventId")
                ? "event " + item.path("eventId").asText()
                : "the record at " + item.path("place").asText();
        return item.path("code").asText() + ": " + item.path("tenant").asText() + ", " + event + ": "
                + item.path("detail").asText();
    }

    /** Which event, and each attribute and field in which the two differ. */
    static String conflict(JsonNode item) {
        List<String> differences = differences(item.path("standingAttributes"), item.path("otherAttributes"));
        differences.addAll(differences(
                content(item.path("standing").asText()),
                content(item.path("other").asText())));
        String id = item.path("id").asText();
        boolean isSecondCorrection =
                !item.path("standingAttributes").path("id").asText(id).equals(id);
        return "conflicting-event: " + item.path("tenant").asText() + ", event " + id + ": "
                + (differences.isEmpty() ? "the content differs" : String.join(", ", differences))
                + (isSecondCorrection
                        ? ": the first correction of an event stands; what takes its place corrects that one"
                        : ": the first one stands; what reports something else needs an id of its own");
    }

    private static List<String> differences(JsonNode standing, JsonNode other) {
        var names = new TreeSet<String>();
        standing.fieldNames().forEachRemaining(names::add);
        other.fieldNames().forEachRemaining(names::add);
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            if (!standing.path(name).equals(other.path(name))) {
                differences.add(name + " is " + value(other, name) + " and was " + value(standing, name));
            }
        }
        return differences;
    }

    private static String value(JsonNode content, String name) {
        return content.has(name) ? content.get(name).toString() : "absent";
    }

    private static JsonNode content(String data) {
        try {
            return MAPPER.readTree(data);
        } catch (JsonProcessingException e) {
            // Metering compares what it could read; what it cannot show as fields is told in general words.
            return MAPPER.missingNode();
        }
    }
}
