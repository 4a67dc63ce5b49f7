package io.wattledger.pricing.rest;

import io.wattledger.chassis.http.AskableYears;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.flow.PricingProblem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Windows of time in query parameters. */
final class Windows {

    private Windows() {}

    static Interval instants(@Nullable String from, @Nullable String to) {
        Instant start = instant(from, "from");
        Instant end = instant(to, "to");
        if (!end.isAfter(start)) {
            throw refuse("to", "'" + to + "' is not after from '" + from + "'");
        }
        return new Interval(start, end);
    }

    static Instant instant(@Nullable String text, String parameter) {
        try {
            if (text != null) {
                OffsetDateTime time = OffsetDateTime.parse(text);
                requireYear(time.getYear(), text, parameter);
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            throw refuse(parameter, "'" + text + "' is no instant, for example 2026-10-01T00:00:00Z");
        }
        throw refuse(parameter, "is missing; an instant, for example 2026-10-01T00:00:00Z");
    }

    static LocalDate day(@Nullable String text, String parameter) {
        try {
            if (text != null) {
                LocalDate day = LocalDate.parse(text);
                requireYear(day.getYear(), text, parameter);
                return day;
            }
        } catch (DateTimeException e) {
            throw refuse(parameter, "'" + text + "' is no day, for example 2026-10-01");
        }
        throw refuse(parameter, "is missing; a day, for example 2026-10-01");
    }

    private static void requireYear(int year, String text, String parameter) {
        if (!AskableYears.hold(year)) {
            throw refuse(parameter, "'" + text + "' does not lie " + AskableYears.WORDS);
        }
    }

    static String text(@Nullable String value, String parameter) {
        if (value == null || value.isBlank()) {
            throw refuse(parameter, "is missing");
        }
        return value;
    }

    static Refusal refuse(String parameter, String detail) {
        return new Refusal(
                PricingProblem.WINDOW_INVALID, parameter + ": " + detail, List.of(new FieldError(parameter, detail)));
    }
}
