package io.wattledger.metering.store;

import io.wattledger.chassis.kafka.OutgoingMessage;
import io.wattledger.contracts.Topics;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.Verdict.Refused;
import io.wattledger.metering.flow.Origin;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refused event as a record of the dead-letter topic: as it came, with headers that say why it lies there and where it
 * came from. A broker takes no record above its limit, and one that it refuses would hold up all that follow; so of what is
 * too large only the beginning goes out, and a header says so.
 *
 * @param tenant under which it is kept
 * @param refusal key of its refusal
 * @param refused why
 * @param attempt which attempt it was
 */
record DeadLetter(String tenant, EventKey refusal, Refused refused, long attempt) {

    /** Kafka's limit is a mebibyte with everything; the rest is room for what stands around the value. */
    static final int MOST_BYTES = 900 * 1024;

    /** What is kept of a value or key that is too large. */
    static final int BEGINNING = 64 * 1024;

    /** What the headers of a sender may take in all; HTTP servers allow no more, Kafka would. */
    private static final int MOST_HEADER_BYTES = 64 * 1024;

    private static final byte[] NOTHING = new byte[0];

    /** As it came by a door. */
    OutgoingMessage of(Origin origin) {
        Map<String, String> headers = new LinkedHashMap<>(bounded(origin.headers()));
        Origin.Place place = origin.place();
        if (place != null) {
            headers.put("wattledger-topic", place.topic());
            headers.put("wattledger-partition", Integer.toString(place.partition()));
            headers.put("wattledger-offset", Long.toString(place.offset()));
        }
        return message(headers, origin.key(), origin.value());
    }

    /** As somebody repaired it. */
    OutgoingMessage repaired(byte[] value) {
        return message(new LinkedHashMap<>(Map.of("content-type", "application/cloudevents+json")), null, value);
    }

    private OutgoingMessage message(
            Map<String, String> headers, byte @Nullable [] givenKey, byte @Nullable [] givenValue) {
        headers.put("wattledger-code", refused.code().code());
        headers.put("wattledger-field", refused.field());
        headers.put("wattledger-rule", refused.rule());
        if (refused.value() != null) {
            headers.put("wattledger-value", refused.value());
        }
        headers.put("wattledger-refusal", id(refusal));
        headers.put("wattledger-attempt", Long.toString(attempt));
        byte[] key = givenKey == null ? NOTHING : givenKey;
        byte[] value = givenValue == null ? NOTHING : givenValue;
        if (key.length + value.length > MOST_BYTES) {
            headers.put("wattledger-whole-length", Integer.toString(value.length));
            key = Arrays.copyOf(key, Math.min(key.length, BEGINNING));
            value = Arrays.copyOf(value, Math.min(value.length, BEGINNING));
        }
        return new OutgoingMessage(tenant, Topics.USAGE_EVENTS_DEAD_LETTERS, tenant, key, value, Map.copyOf(headers));
    }

    /** The headers of a sender as far as they fit; what is left out is counted. */
    static Map<String, String> bounded(Map<String, String> headers) {
        Map<String, String> kept = new LinkedHashMap<>();
        int bytes = 0;
        int leftOut = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            int length = header.getKey().getBytes(StandardCharsets.UTF_8).length
                    + header.getValue().getBytes(StandardCharsets.UTF_8).length;
            if (bytes + length > MOST_HEADER_BYTES) {
                leftOut++;
            } else {
                bytes += length;
                kept.put(header.getKey(), header.getValue());
            }
        }
        if (leftOut > 0) {
            kept.put("wattledger-headers-left-out", Integer.toString(leftOut));
        }
        return kept;
    }

    /** The public name of a refusal. */
    static String id(EventKey key) {
        return "ref_" + HexFormat.of().formatHex(key.bytes());
    }
}
