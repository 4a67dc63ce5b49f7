package io.wattledger.launcher.refusals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattledger.contracts.WireJson;
import io.wattledger.launcher.suite.Query;
import io.wattledger.launcher.suite.ServiceRefusal;
import io.wattledger.launcher.suite.Services;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks metering about the events it refused; pages are followed to their end. */
public final class RefusalDesk {

    private static final String PATH = "/api/v1/refusals";
    private static final String EVENT = "application/cloudevents+json";
    private static final String JSON = "application/json";
    private static final int PAGE = 500;
    private static final int UNPROCESSABLE = 422;
    private static final int BAD_REQUEST = 400;

    /** Refusals of the replay itself; every other code is a reason of the event. */
    private static final List<String> OF_THE_REPLAY = List.of("refusal-closed", "refusal-incomplete", "not-found");

    private static final ObjectMapper MAPPER = WireJson.newMapper();

    private final Services services;

    /** At the metering of these services. */
    public RefusalDesk(Services services) {
        this.services = services;
    }

    /**
     * What came of refusals.
     *
     * @param items one for each
     * @param passedOver how many were closed meanwhile or are not kept to their end
     */
    public record Decisions(List<JsonNode> items, long passedOver) {

        /** Copies the list. */
        public Decisions {
            items = List.copyOf(items);
        }

        /** How many ended so. */
        public long count(String action) {
            return items.stream()
                    .filter(item -> item.path("action").asText().equals(action))
                    .count();
        }

        /** Whether none stays open. */
        public boolean areAllClosed() {
            return passedOver == 0 && count("refused-again") == 0 && count("conflict") == 0;
        }
    }

    /** The latest refusals. */
    public List<JsonNode> list(Query query, int most) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = null;
        do {
            String path = PATH + page(query, cursor, Math.min(PAGE, most - items.size()));
            JsonNode page = services.ask("metering", client -> client.get(path));
            page.path("items").forEach(items::add);
            cursor = page.path("nextCursor").asText(null);
        } while (cursor != null && items.size() < most);
        return items;
    }

    /** One refusal with all that is known of it. */
    public JsonNode show(String id) {
        return services.ask("metering", client -> client.get(path(id)));
    }

    /**
     * Tries a refusal again.
     *
     * @param repaired the event in structured mode; empty for the event as it came
     */
    public Decisions replay(String id, byte[] repaired) {
        try {
            JsonNode done = services.ask("metering", client -> client.post(path(id) + "/replay", repaired, EVENT))
                    .json();
            return new Decisions(List.of(done), 0);
        } catch (ServiceRefusal refusal) {
            boolean isOfTheEvent = (refusal.status() == UNPROCESSABLE || refusal.status() == BAD_REQUEST)
                    && !OF_THE_REPLAY.contains(refusal.code());
            if (!isOfTheEvent) {
                throw refusal;
            }
            ObjectNode again = MAPPER.createObjectNode();
            again.put("id", id).put("action", "refused-again").put("code", refusal.code());
            again.put("detail", String.valueOf(refusal.getMessage()));
            return new Decisions(List.of(again), 0);
        }
    }

    /** Tries all open refusals of a filter again. */
    public Decisions replayAll(Query query) {
        return each(query, "/replay", new byte[0]);
    }

    /** Closes a refusal. */
    public Decisions discard(String id, String reason) {
        byte[] body = body(reason);
        JsonNode done = services.ask("metering", client -> client.post(path(id) + "/discard", body, JSON))
                .json();
        return new Decisions(List.of(done), 0);
    }

    /** Closes all open refusals of a filter. */
    public Decisions discardAll(Query query, String reason) {
        return each(query, "/discard", body(reason));
    }

    private Decisions each(Query query, String action, byte[] body) {
        List<JsonNode> items = new ArrayList<>();
        long passedOver = 0;
        String cursor = null;
        do {
            String path = PATH + action + page(query, cursor, PAGE);
            JsonNode page = services.ask("metering", client -> client.post(path, body, JSON))
                    .json();
            page.path("items").forEach(items::add);
            passedOver += page.path("passedOver").asLong();
            cursor = page.path("nextCursor").asText(null);
        } while (cursor != null);
        return new Decisions(items, passedOver);
    }

    private static String path(String id) {
        return PATH + "/" + Query.segment(id);
    }

    private static Query page(Query query, @Nullable String cursor, int limit) {
        return query.with("limit", Integer.toString(limit)).with("cursor", cursor);
    }

    private static byte[] body(String reason) {
        return WireJson.write(MAPPER.createObjectNode().put("reason", reason));
    }
}
