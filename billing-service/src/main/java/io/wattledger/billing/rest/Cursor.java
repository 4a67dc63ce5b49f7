package io.wattledger.billing.rest;

import io.wattledger.billing.flow.InvoiceBook.Position;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Where a page ended, as an opaque text. Row-level security guards the rows, so a forged cursor gains nothing. */
final class Cursor {

    private static final String SEPARATOR = "\n";

    private Cursor() {}

    static String toWire(Position position) {
        String text = position.tenant() + SEPARATOR + position.number();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Where a page of things that are numbered as they come ended. */
    static String toWire(long sequence) {
        return toWire(new Position("sequence", Long.toString(sequence)));
    }

    static @Nullable Long sequenceFromWire(@Nullable String cursor) {
        Position position = fromWire(cursor);
        if (position == null) {
            return null;
        }
        try {
            return Long.valueOf(position.number());
        } catch (NumberFormatException e) {
            throw foreign(String.valueOf(cursor));
        }
    }

    /** Where a page of things in order of time ended. */
    static String toWire(Instant at, String id) {
        return toWire(new Position(at.toString(), id));
    }

    /** Where such a page ended, made of the instant and the id; null where nothing was sent. */
    static <T> @Nullable T instantFromWire(@Nullable String cursor, BiFunction<Instant, String, T> position) {
        Position ended = fromWire(cursor);
        if (ended == null) {
            return null;
        }
        try {
            return position.apply(Instant.parse(ended.tenant()), ended.number());
        } catch (DateTimeParseException e) {
            throw foreign(String.valueOf(cursor));
        }
    }

    static @Nullable Position fromWire(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int separator = text.indexOf(SEPARATOR);
            if (separator > 0) {
                return new Position(text.substring(0, separator), text.substring(separator + 1));
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the same words as a text without separator.
        }
        throw foreign(cursor);
    }

    private static Refusal foreign(String cursor) {
        return new Refusal(
                BillingProblem.INVALID_PARAMETER,
                "cursor '" + cursor + "' does not come from an answer of this service",
                List.of(new FieldError("cursor", "send the nextCursor of the page before, unchanged")));
    }
}
