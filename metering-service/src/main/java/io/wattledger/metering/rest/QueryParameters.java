package io.wattledger.metering.rest;

import io.wattledger.metering.event.WireText;
import io.wattledger.metering.meter.Question;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question to a meter as query parameters. Groups to filter by stand in brackets, {@code filterGroupBy[model]=gpt-5},
 * which clients send both as they are and percent-encoded. A parameter that is not known is refused, since an answer to
 * another question than the one asked is worse than none.
 */
final class QueryParameters {

    private static final String FILTER = "filterGroupBy[";
    private static final Set<String> ONCE = Set.of("clientId", "tenant", "from", "to", "windowSize", "windowTimeZone");
    private static final Set<String> OFTEN = Set.of("subject", "groupBy");
    private static final Set<String> NOT_OFFERED = Set.of("filterCustomerId", "advancedMeterGroupByFilters");

    private static final int LAST_YEAR = 9_999;

    private final MultivaluedMap<String, String> parameters;

    QueryParameters(MultivaluedMap<String, String> parameters) {
        this.parameters = parameters;
    }

    Question question() {
        Map<String, List<String>> filters = new HashMap<>();
        parameters.forEach((name, values) -> {
            if (name.startsWith(FILTER) && name.endsWith("]")) {
                filters.put(name.substring(FILTER.length(), name.length() - 1), values);
            } else {
                requireKnown(name, values);
            }
        });
        return new Question(
                instant("from"),
                instant("to"),
                one("windowSize"),
                one("windowTimeZone"),
                all("subject"),
                filters,
                all("groupBy"));
    }

    private static void requireKnown(String name, List<String> values) {
        if (NOT_OFFERED.contains(name)) {
            throw MeterProblem.parameter(
                    name, "is not offered here: filter by subject and by filterGroupBy, which name exact values");
        }
        if (ONCE.contains(name)) {
            requireOneValue(name, values);
        }
        if (!ONCE.contains(name) && !OFTEN.contains(name)) {
            throw MeterProblem.parameter(
                    name,
                    "is not known; known are from, to, windowSize, windowTimeZone, subject,"
                            + " groupBy and filterGroupBy[name of a group]");
        }
    }

    /** One value of any length but none: what is left out and what is forgotten are two things. */
    static void requireOneValue(String name, List<String> values) {
        if (values.size() > 1) {
            throw MeterProblem.parameter(name, "is given " + values.size() + " times: must be given once");
        }
        if (values.getFirst().isBlank()) {
            throw MeterProblem.parameter(name, "is empty: must have a value, or be left out");
        }
    }

    private List<String> all(String name) {
        return parameters.containsKey(name) ? new ArrayList<>(parameters.get(name)) : List.of();
    }

    private @Nullable String one(String name) {
        return parameters.getFirst(name);
    }

    private @Nullable Instant instant(String name) {
        return instant(name, one(name));
    }

    /** An RFC 3339 time with offset; null where none is given. */
    static @Nullable Instant instant(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (time.getYear() > 0 && time.getYear() <= LAST_YEAR) {
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            // Told below, like a year that nobody can mean.
        }
        throw MeterProblem.parameter(name, "is " + shown(text) + ": must be an instant such as 2026-10-01T00:00:00Z");
    }

    private static String shown(String text) {
        return WireText.shown(text, WireText.LONGEST_NAME);
    }
}
