package io.wattledger.billing.webhook;

import io.wattledger.contracts.Sha256;
import io.wattledger.contracts.WireJson;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that happened. The same happening always has the same id, so that it is told once.
 *
 * @param tenant whose it is; {@code -} for the operator's
 * @param type what kind
 * @param subject what it happened to, such as an invoice number
 * @param occurrence tells it from others of its type and subject
 * @param occurredAt when
 * @param data what receivers learn; amounts as decimal texts
 */
public record Event(
        String tenant,
        EventType type,
        String subject,
        String occurrence,
        Instant occurredAt,
        Map<String, String> data) {

    /** A receiver is sent less than this; the specification asks for small payloads that lead to the API. */
    static final int MOST_BYTES = 20_000;

    private static final int HEX_DIGITS = 32;

    /** Copies the data, in the order of its names. */
    public Event {
        data = Collections.unmodifiableMap(new TreeMap<>(data));
    }

    /** The body in the form of Standard Webhooks. */
    private record Body(String type, Instant timestamp, Map<String, String> data) {}

    /** Opaque, the same on every attempt. */
    public String id() {
        String all = String.join("\u001f", tenant, type.wireName(), subject, occurrence);
        return "evt_" + Sha256.hex(all).substring(0, HEX_DIGITS);
    }

    /**
     * The bytes that are signed and sent.
     *
     * @throws IllegalArgumentException when they are not small
     */
    public byte[] body() {
        byte[] body = WireJson.write(new Body(type.wireName(), occurredAt, data));
        if (body.length >= MOST_BYTES) {
            throw new IllegalArgumentException(type.wireName() + " of " + subject + " has " + body.length
                    + " bytes; a webhook has less than " + MOST_BYTES);
        }
        return body;
    }
}
