package io.wattledger.launcher.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cloudevents.jackson.JsonFormat;
import io.wattledger.launcher.suite.Pause;
import io.wattledger.launcher.suite.ServiceUnavailable;
import io.wattledger.launcher.suite.SuiteFault;
import io.wattledger.launcher.usage.ReportedEvent;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Sends events to metering in batches, each of one tenant. A batch that was not answered is sent again: metering knows
 * its events by their ids, so that nothing counts twice.
 */
final class EventBatches {

    private static final String PATH = "/api/v1/events";
    private static final String MEDIA_TYPE = "application/cloudevents-batch+json";
    private static final int MOST_EVENTS = 1_000;

    /** Below the limit of metering, which is 1 MiB. */
    private static final int MOST_BYTES = 1_000_000;

    /** Of all batches together: a file may tell of any number of tenants, and the launcher lives in 256 MiB. */
    private static final int MOST_BYTES_HELD = 16 << 20;

    private static final int MOST_TRIES = 40;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(1500);

    private final Metering metering;
    private final Answers answers;
    private final JsonFormat format = new JsonFormat();
    private final Map<String, Batch> open = new TreeMap<>();
    private int bytesHeld;

    EventBatches(Metering metering, Answers answers) {
        this.metering = metering;
        this.answers = answers;
    }

    /** Is told what became of each event. */
    @FunctionalInterface
    interface Answers {
        /**
         * An answer.
         *
         * @param event what was sent
         * @param item what metering says of it, as docs/events.md has it
         */
        void answered(ReportedEvent event, JsonNode item);
    }

    /** Takes an event; it is sent when its batch is full, when there are too many of other tenants, or at the end. */
    void add(ReportedEvent event) {
        byte[] json = format.serialize(event.event());
        if (Batch.bytesOf(json) > MOST_BYTES) {
            answers.answered(event, tooLong(json.length));
            return;
        }
        Batch batch = open.computeIfAbsent(event.tenant(), tenant -> new Batch());
        if (batch.events.size() == MOST_EVENTS || batch.bytes.size() + Batch.bytesOf(json) > MOST_BYTES) {
            finish(event.tenant());
            batch = open.computeIfAbsent(event.tenant(), tenant -> new Batch());
        }
        batch.add(event, json);
        bytesHeld += json.length + 1;
        if (bytesHeld > MOST_BYTES_HELD) {
            finish();
        }
    }

    /** Sends what was not sent yet. */
    void finish() {
        List.copyOf(open.keySet()).forEach(this::finish);
    }

    private void finish(String tenant) {
        Batch batch = Objects.requireNonNull(open.remove(tenant));
        bytesHeld -= batch.bytes.size();
        JsonNode items = post(tenant, batch.body()).path("items");
        if (items.size() != batch.events.size()) {
            throw new SuiteFault("metering answered " + items.size() + " items to " + batch.events.size()
                    + " events; is it a metering service that was asked?");
        }
        for (int i = 0; i < items.size(); i++) {
            answers.answered(batch.events.get(i), items.get(i));
        }
    }

    /** What metering would say of it, if it did not refuse the request as a whole. */
    private static JsonNode tooLong(int bytes) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("outcome", "refused")
                .put(
                        "detail",
                        "the event has %,d bytes, a request takes %,d: report it in several rows"
                                .formatted(bytes, MOST_BYTES));
    }

    private JsonNode post(String tenant, byte[] body) {
        String last = "";
        for (int i = 0; i < MOST_TRIES; i++) {
            try {
                return metering.collectorOf(tenant).post(PATH, body, MEDIA_TYPE).json();
            } catch (ServiceUnavailable e) {
                last = String.valueOf(e.getMessage());
                metering.lookAfter();
                Pause.take(BETWEEN_TRIES);
            }
        }
        throw new SuiteFault(last + "; importing the file again goes on where this ended");
    }

    /** Events of one tenant that were not sent yet. */
    private static final class Batch {

        /** What encloses or divides the events. */
        private static final int BRACKETS = 2;

        private final List<ReportedEvent> events = new ArrayList<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        static int bytesOf(byte[] json) {
            return json.length + BRACKETS;
        }

        void add(ReportedEvent event, byte[] json) {
            bytes.write(events.isEmpty() ? '[' : ',');
            bytes.writeBytes(json);
            events.add(event);
        }

        byte[] body() {
            bytes.write(']');
            return bytes.toByteArray();
        }
    }
}
