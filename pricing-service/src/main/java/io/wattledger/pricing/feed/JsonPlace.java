package io.wattledger.pricing.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.wattledger.contracts.JsonPointer;
import io.wattledger.pricing.energy.DocumentFault;
import io.wattledger.pricing.energy.UnreadableDocument;
import io.wattledger.pricing.energy.UnreadableDocument.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place in a JSON document that knows its pointer. Numbers are exact; a member that stands twice is refused. */
final class JsonPlace {

    /** Prices have a few digits; more is damage, and an exponent such as 1e400 would fill the memory when written out. */
    private static final int MOST_DIGITS = 12;

    private static final int MOST_DECIMALS = 18;

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);

    private final String file;
    private final String pointer;
    private final JsonNode node;

    private JsonPlace(String file, String pointer, JsonNode node) {
        this.file = file;
        this.pointer = pointer;
        this.node = node;
    }

    /** The whole document, in UTF-8 with or without byte order mark. */
    static JsonPlace root(String file, byte[] bytes) {
        try {
            return new JsonPlace(file, "", READER.readTree(bytes));
        } catch (JsonProcessingException e) {
            long line =
                    e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
            throw UnreadableDocument.because(
                    new DocumentFault(file, line, 0, "JSON", null, "is not well-formed: " + e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A member, which may be absent. */
    JsonPlace at(String member) {
        return new JsonPlace(file, pointer + JsonPointer.step(member), node.path(member));
    }

    /** Whether there is nothing here, or null. */
    boolean isAbsent() {
        return node.isMissingNode() || node.isNull();
    }

    /** Whether an array stands here. */
    boolean isArray() {
        return node.isArray();
    }

    /** The elements of the array that must stand here. */
    List<JsonPlace> items() {
        if (!node.isArray()) {
            throw refuse("must be an array");
        }
        List<JsonPlace> items = new ArrayList<>(node.size());
        for (int number = 0; number < node.size(); number++) {
            items.add(new JsonPlace(file, pointer + "/" + number, node.get(number)));
        }
        return items;
    }

    /** The names of the members of the object that must stand here. */
    List<String> members() {
        if (!node.isObject()) {
            throw refuse("must be an object");
        }
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** The text that must stand here. */
    String text() {
        if (!node.isTextual()) {
            throw refuse("must be a text");
        }
        return node.textValue();
    }

    /** The text here, or nothing. */
    @Nullable
    String textOrNull() {
        return isAbsent() ? null : text();
    }

    /** Whether true stands here. */
    boolean isTrue() {
        return node.isBoolean() && node.booleanValue();
    }

    /** The instant that must stand here, with an offset. */
    Instant instant() {
        try {
            return OffsetDateTime.parse(text()).toInstant();
        } catch (DateTimeException e) {
            throw refuse("must be an instant with offset, for example 2026-10-24T22:00:00Z");
        }
    }

    /** The instant here, or nothing. */
    @Nullable
    Instant instantOrNull() {
        return isAbsent() ? null : instant();
    }

    /** The day that must stand here. */
    LocalDate day() {
        try {
            return LocalDate.parse(text());
        } catch (DateTimeException e) {
            throw refuse("must be a day, for example 2026-10-24");
        }
    }

    /** The whole number that must stand here. */
    long integer() {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw refuse("must be a whole number");
        }
        return node.longValue();
    }

    /** The number that must stand here; exact. */
    BigDecimal decimal() {
        if (!node.isNumber()) {
            throw refuse("must be a number");
        }
        BigDecimal number = node.decimalValue();
        if (number.signum() != 0
                && (number.precision() - (long) number.scale() > MOST_DIGITS || number.scale() > MOST_DECIMALS)) {
            throw refuse("must be a number of at most " + MOST_DIGITS + " digits before the point and " + MOST_DECIMALS
                    + " after it");
        }
        // 1e2 and 0e9 are numbers too; without exponent they are stored as every other.
        return number.scale() < 0 ? number.setScale(0) : number;
    }

    /** A refusal of what stands here. */
    UnreadableDocument refuse(String rule) {
        return UnreadableDocument.because(fault(rule));
    }

    /** The publisher's word that it has no data. */
    UnreadableDocument empty(String rule) {
        return UnreadableDocument.because(fault(rule)).as(Reason.WITHOUT_DATA);
    }

    private DocumentFault fault(String rule) {
        String value = node.isMissingNode() || node.isContainerNode() ? null : node.asText();
        return new DocumentFault(file, 0, 0, pointer.isEmpty() ? "document" : pointer, value, rule);
    }
}
