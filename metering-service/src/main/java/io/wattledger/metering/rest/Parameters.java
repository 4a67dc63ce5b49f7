package io.wattledger.metering.rest;

import io.wattledger.chassis.http.AskableYears;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommaSeparated;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.metering.flow.Sight;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the parameters that several lists have in common; what cannot be meant is refused by its name. */
final class Parameters {

    private static final int MOST = 1_000;

    private Parameters() {}

    /** The tenants that the caller may see, of these only those that are named. */
    static Sight sight(Caller caller, List<String> tenants) {
        return caller.seesAllTenants() ? new Sight.Every(named(tenants)) : new Sight.Own(caller.tenant());
    }

    /** Values given one by one or joined by commas. */
    static List<String> named(List<String> values) {
        return values.stream()
                .flatMap(one -> CommaSeparated.values(one).stream())
                .toList();
    }

    /** How many items a page may have. */
    static int limit(int limit) {
        if (limit < 1 || limit > MOST) {
            throw invalid("limit", "is " + limit + ": must be between 1 and " + MOST);
        }
        return limit;
    }

    /** An instant with offset. */
    static Instant instant(String name, @Nullable String value) {
        if (value == null) {
            throw invalid(name, "is missing: must be an instant such as 2026-10-01T00:00:00Z");
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(value);
            if (!AskableYears.hold(time.getYear())) {
                throw invalid(name, "is " + value + ": must lie " + AskableYears.WORDS);
            }
            return time.toInstant();
        } catch (DateTimeException e) {
            throw invalid(name, "is " + value + ": must be an instant such as 2026-10-01T00:00:00Z");
        }
    }

    /** An instant on a quarter-hour. */
    static Instant quarterHour(String name, @Nullable String value) {
        Instant instant = instant(name, value);
        try {
            return new Slot(instant).start();
        } catch (IllegalArgumentException e) {
            throw invalid(
                    name, "is " + value + ": must be a quarter-hour of UTC, since usage is kept by quarter-hours");
        }
    }

    /** Whole hours; null where neither end is given. */
    static @Nullable Interval hours(@Nullable String from, @Nullable String to) {
        if (from == null && to == null) {
            return null;
        }
        return interval(hour("from", from), hour("to", to));
    }

    /** An interval that is not empty. */
    static Interval interval(Instant start, Instant end) {
        if (!end.isAfter(start)) {
            throw invalid("to", "is " + end + ": must be after from, which is " + start);
        }
        return new Interval(start, end);
    }

    /** An instant that may be left out; null then. */
    static @Nullable Instant instantOrNull(String name, @Nullable String value) {
        return value == null ? null : instant(name, value);
    }

    /** Refuses ends of which the later one comes first, between which there can be nothing. */
    static void inOrder(@Nullable Instant from, @Nullable Instant to) {
        if (from != null && to != null) {
            interval(from, to);
        }
    }

    private static Instant hour(String name, @Nullable String value) {
        Instant instant = instant(name, value);
        if (!instant.equals(instant.truncatedTo(ChronoUnit.HOURS))) {
            throw invalid(name, "is " + value + ": must be a full hour of UTC, since counts are kept by hours");
        }
        return instant;
    }

    static Refusal invalid(String parameter, String detail) {
        return new Refusal(CommonProblem.INVALID, parameter + " " + detail, List.of(new FieldError(parameter, detail)));
    }
}
