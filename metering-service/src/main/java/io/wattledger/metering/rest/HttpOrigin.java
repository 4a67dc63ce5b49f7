package io.wattledger.metering.rest;

import io.wattledger.metering.event.HeaderText;
import io.wattledger.metering.event.PercentEncoding;
import io.wattledger.metering.flow.EventReading;
import io.wattledger.metering.flow.Origin;
import io.wattledger.metering.flow.SentHeaders;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The request an event came in. Of its headers those that belong to the event are kept, and no others: a token must not lie
 * in a list of refusals.
 *
 * @param isStructured whether the bytes hold the attributes too
 * @param bytes gives the event's own bytes
 * @param kept its headers
 */
record HttpOrigin(boolean isStructured, Supplier<byte[]> bytes, Map<String, String> kept) implements Origin {

    private static final String CONTENT_TYPE = "content-type";

    /** Of W3C Trace Context. */
    private static final String TRACE = "traceparent";

    /** The one event of a request. */
    static HttpOrigin of(byte[] body, boolean isStructured, HttpHeaders headers) {
        Map<String, String> kept = new TreeMap<>();
        SentHeaders sent = new SentHeaders(kept);
        headers.getRequestHeaders().forEach((name, values) -> {
            String plain = name.toLowerCase(Locale.ROOT);
            if (plain.startsWith("ce-") || plain.equals(CONTENT_TYPE) || plain.equals(TRACE)) {
                values.forEach(value -> sent.keep(plain, HeaderText.of(bytes(value))));
            }
        });
        return new HttpOrigin(isStructured, () -> body, kept);
    }

    /** The bytes of an attribute of the event; null where it is absent. */
    private static byte @Nullable [] attribute(HttpHeaders headers, String name) {
        if (name.equals("datacontenttype")) {
            String contentType = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
            return contentType == null ? null : bytes(contentType);
        }
        String encoded = headers.getHeaderString("ce-" + name);
        return encoded == null ? null : PercentEncoding.decode(bytes(encoded));
    }

    /** The attributes of the event. */
    static EventReading.Attributes attributes(HttpHeaders headers) {
        return new EventReading.Attributes() {
            @Override
            public byte @Nullable [] named(String name) {
                return attribute(headers, name);
            }

            @Override
            public boolean isGivenTwice(String name) {
                List<String> values = headers.getRequestHeader("ce-" + name);
                return values != null && values.size() > 1;
            }
        };
    }

    /** The server gives a character for each byte of a header. */
    private static byte[] bytes(String header) {
        return header.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public Door door() {
        return Door.HTTP;
    }

    @Override
    public @Nullable Place place() {
        return null;
    }

    @Override
    public byte @Nullable [] key() {
        return null;
    }

    @Override
    public byte[] value() {
        return bytes.get();
    }

    @Override
    public Map<String, String> headers() {
        return kept;
    }

    /** The bytes of the events of a batch, told apart once and only when one of them is refused. */
    static final class Batch {
        private final EventReading reading;
        private final byte[] body;
        private final Map<String, String> kept;
        private @Nullable List<byte[]> items;

        /** The events of {@code body}; each is structured by itself, whatever it came in. */
        Batch(EventReading reading, byte[] body, HttpHeaders headers) {
            this.reading = reading;
            this.body = body;
            this.kept = new TreeMap<>(Map.of(CONTENT_TYPE, "application/cloudevents+json"));
            String trace = headers.getHeaderString(TRACE);
            if (trace != null) {
                kept.put(TRACE, HeaderText.of(HttpOrigin.bytes(trace)));
            }
        }

        HttpOrigin item(int index) {
            return new HttpOrigin(true, () -> bytes(index), kept);
        }

        private byte[] bytes(int index) {
            if (items == null) {
                try {
                    items = reading.items(body);
                } catch (EventReading.UnreadableBatch e) {
                    throw new IllegalStateException("a batch that was read before can be read again", e);
                }
            }
            return items.get(index);
        }
    }
}
