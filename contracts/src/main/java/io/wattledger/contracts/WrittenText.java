package io.wattledger.contracts;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Reads a value that is on the wire as a string in one written form, and refuses every other JSON token. Jackson on its
 * own would also take a number for a decimal or an instant, which somebody's floating point has rounded already.
 *
 * @param <T> what the string stands for
 */
final class WrittenText<T> extends StdScalarDeserializer<T> {

    private static final long serialVersionUID = 1L;

    /** No quantity of the suite comes near it; a longer one is an attack on the time that parsing takes. */
    private static final int LONGEST_DECIMAL = 200;

    /** What toPlainString writes: no exponent, no plus sign, no leading zeros. */
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");

    private final String form;

    @SuppressWarnings("serial") // only Java serialisation would need it, and nothing serialises a mapper
    private final Reading<T> reading;

    private WrittenText(Class<T> type, String form, Reading<T> reading) {
        super(type);
        this.form = form;
        this.reading = reading;
    }

    static WrittenText<BigDecimal> decimal() {
        return new WrittenText<>(BigDecimal.class, "a decimal string such as \"12.50\"", WrittenText::toDecimal);
    }

    static WrittenText<Instant> instant() {
        return new WrittenText<>(Instant.class, "an RFC 3339 string such as \"2026-10-01T00:00:00Z\"", WireTime::parse);
    }

    static WrittenText<LocalDate> date() {
        return new WrittenText<>(LocalDate.class, "a date string such as \"2026-10-01\"", LocalDate::parse);
    }

    @Override
    @SuppressWarnings("unchecked") // the constructor was given the class of T
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return context.reportInputMismatch(
                    this, "must be %s, not %s", form, Objects.requireNonNullElse(parser.getText(), "nothing"));
        }
        String text = parser.getText();
        try {
            return reading.of(text);
        } catch (DateTimeException | NumberFormatException e) {
            return (T) context.handleWeirdStringValue(handledType(), text, "must be %s", form);
        }
    }

    private static BigDecimal toDecimal(String text) {
        if (text.length() > LONGEST_DECIMAL || !DECIMAL.matcher(text).matches()) {
            throw new NumberFormatException(text);
        }
        return new BigDecimal(text);
    }

    /** How the string becomes the value; throws DateTimeException or NumberFormatException where it cannot. */
    private interface Reading<T> {
        T of(String text);
    }
}
