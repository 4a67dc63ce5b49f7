package io.wattledger.metering.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.wattledger.metering.event.RefusalCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data of customers' own events and writes it in one form: members by name, numbers without exponent and without
 * zeros that say nothing. So the same data has the same text, however it was written. What the database could not hold
 * exactly as JSON is refused here, so that one event never hinders the others of its batch.
 */
final class MeterData {

    /** The text of data that is not there. */
    static final String NONE = "null";

    private static final Place DATA = new Place(null, "data");
    private static final int DEEPEST = 64;
    private static final int MOST_DIGITS = 400;

    private final JsonFactory json;

    MeterData(JsonFactory json) {
        this.json = json;
    }

    String read(byte @Nullable [] data) throws IOException, Unreadable {
        if (data == null || data.length == 0) {
            return NONE;
        }
        try (JsonParser parser = json.createParser(data)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT && first != JsonToken.VALUE_NULL) {
                throw Unreadable.invalid(DATA, "must be a JSON object");
            }
            String text = value(parser, DATA, 0);
            if (parser.nextToken() != null) {
                throw new Unreadable(RefusalCode.MALFORMED_JSON, "data", null, "must end with the JSON object");
            }
            return text;
        }
    }

    private static String value(JsonParser parser, Place place, int depth) throws IOException, Unreadable {
        if (depth > DEEPEST) {
            throw Unreadable.invalid(DATA, "must not be nested more than " + DEEPEST + " deep");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, place, depth);
            case START_ARRAY -> array(parser, place, depth);
            case VALUE_STRING -> string(parser.getText(), place);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getDecimalValue(), place);
            default -> parser.getText();
        };
    }

    private static String object(JsonParser parser, Place place, int depth) throws IOException, Unreadable {
        TreeMap<String, String> members = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Place inside = new Place(place, name);
            String text = string(name, place) + ":" + value(parser, inside, depth + 1);
            if (members.put(name, text) != null) {
                throw Unreadable.givenTwice(inside);
            }
        }
        return "{" + String.join(",", members.values()) + "}";
    }

    private static String array(JsonParser parser, Place place, int depth) throws IOException, Unreadable {
        StringJoiner elements = new StringJoiner(",", "[", "]");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser, place, depth + 1));
        }
        return elements.toString();
    }

    private static String string(String text, Place place) throws Unreadable {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isHalf = Character.isHighSurrogate(c)
                    ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                    : Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
            if (c == 0 || isHalf) {
                throw Unreadable.invalid(place, "must hold neither U+0000 nor unpaired surrogates");
            }
        }
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static String number(BigDecimal number, Place place) throws Unreadable {
        if (number.signum() == 0) {
            return "0";
        }
        BigDecimal plain = number.stripTrailingZeros();
        if (plain.precision() > MOST_DIGITS || Math.abs((long) plain.scale()) > MOST_DIGITS) {
            throw Unreadable.invalid(place, "must have at most " + MOST_DIGITS + " digits before and after the point");
        }
        return plain.toPlainString();
    }
}
