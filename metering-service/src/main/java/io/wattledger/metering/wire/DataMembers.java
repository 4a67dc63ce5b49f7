package io.wattledger.metering.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import io.wattledger.contracts.WireTime;
import io.wattledger.metering.event.Arrival;
import io.wattledger.metering.event.RefusalCode;
import io.wattledger.metering.event.Words;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of one type of data, as far as they were read. Members that are not known are passed over, so that
 * collectors may say more; a member given twice is refused, since nobody knows which one was meant.
 */
abstract class DataMembers {

    private static final Words WORDS = new Words();

    /** Reads the value at which {@code parser} stands into the member {@code name}, or passes it over. */
    abstract void read(String name, JsonParser parser) throws IOException, Unreadable;

    /** What was read. */
    abstract Arrival.Contents contents();

    static @Nullable String text(String name, JsonParser parser, @Nullable String before)
            throws IOException, Unreadable {
        requireFirst(name, before);
        return switch (parser.currentToken()) {
            case VALUE_STRING -> WORDS.of(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            case VALUE_NULL -> null;
            default -> throw invalid(name, parser, "must be a JSON string");
        };
    }

    static @Nullable List<String> texts(String name, JsonParser parser, @Nullable List<String> before)
            throws IOException, Unreadable {
        requireFirst(name, before);
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw invalid(name, parser, "must be a JSON array of strings");
        }
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw invalid(name, parser, "must be a JSON array of strings");
            }
            texts.add(parser.getText());
        }
        return texts;
    }

    static @Nullable Long whole(String name, JsonParser parser, @Nullable Long before) throws IOException, Unreadable {
        requireFirst(name, before);
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT -> fitting(name, parser);
            case VALUE_NULL -> null;
            default -> throw invalid(name, parser, "must be a whole JSON number");
        };
    }

    private static Long fitting(String name, JsonParser parser) throws IOException, Unreadable {
        try {
            return parser.getLongValue();
        } catch (InputCoercionException e) {
            throw invalid(name, parser, "must fit 64 bits");
        }
    }

    static @Nullable Instant instant(String name, JsonParser parser, @Nullable Instant before)
            throws IOException, Unreadable {
        requireFirst(name, before);
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw invalid(name, parser, "must be an RFC 3339 time in a JSON string");
        }
        try {
            return WireTime.parse(parser.getText());
        } catch (DateTimeException e) {
            throw invalid(name, parser, "must be an RFC 3339 time such as 2026-10-01T00:00:00Z");
        }
    }

    static void requireFirst(String name, @Nullable Object before) throws Unreadable {
        if (before != null) {
            throw Unreadable.givenTwice("data." + name);
        }
    }

    static Unreadable invalid(String name, JsonParser parser, String rule) throws IOException {
        String value = parser.currentToken().isScalarValue() ? parser.getText() : null;
        return new Unreadable(RefusalCode.INVALID_FIELD, "data." + name, value, rule);
    }
}
