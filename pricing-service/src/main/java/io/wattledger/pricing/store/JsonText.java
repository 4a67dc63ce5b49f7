package io.wattledger.pricing.store;

import io.wattledger.contracts.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** JSON inside a text column, in the form of the messages. */
final class JsonText {

    private JsonText() {}

    static String write(Object value) {
        return new String(WireJson.write(value), StandardCharsets.UTF_8);
    }

    /** One of a sealed interface, with its kind. */
    static <T> String write(T value, Class<T> type) {
        return new String(WireJson.write(value, type), StandardCharsets.UTF_8);
    }

    static <T> T read(String json, Class<T> type) {
        return read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    /** Reads what this service wrote itself; failure means that the database is damaged. */
    static <T> T read(byte[] json, Class<T> type) {
        try {
            return WireJson.read(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException("stored JSON of " + type.getSimpleName() + " cannot be read", e);
        }
    }
}
