package io.wattledger.metering.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.metering.meter.Question;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A question to a meter as a body; every member may be absent.
 *
 * @param clientId not looked at
 * @param from first instant
 * @param to first instant no longer asked for
 * @param windowSize MINUTE, QUARTER_HOUR, HOUR, DAY or MONTH
 * @param windowTimeZone name of an IANA time zone
 * @param subject only these
 * @param filterCustomerId must be absent or empty: there are no customers besides the tenant
 * @param filterGroupBy only events with one of these values, by group
 * @param advancedMeterGroupByFilters must be absent or empty: not offered
 * @param groupBy groups by which the answer is told apart
 */
@Schema(name = "MeterQueryRequest", example = """
            {"from": "2026-10-01T00:00:00Z", "to": "2026-11-01T00:00:00Z", "windowSize": "DAY",
             "windowTimeZone": "Europe/Oslo", "subject": ["customer-1"], "groupBy": ["model"],
             "filterGroupBy": {"type": ["input", "output"]}}""")
public record QueryForm(
        @Nullable String clientId,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String windowSize,
        @Nullable String windowTimeZone,
        @Nullable List<String> subject,
        @Nullable List<String> filterCustomerId,
        @Nullable Map<String, @Nullable List<String>> filterGroupBy,
        @Nullable @Schema(implementation = Object.class) JsonNode advancedMeterGroupByFilters,
        @Nullable List<String> groupBy) {

    /** A question about everything. */
    static final QueryForm ALL = new QueryForm(null, null, null, null, null, null, null, null, null, null);

    Question question() {
        requireNone("filterCustomerId", filterCustomerId == null || filterCustomerId.isEmpty());
        requireNone(
                "advancedMeterGroupByFilters",
                advancedMeterGroupByFilters == null || advancedMeterGroupByFilters.isEmpty());
        Map<String, List<String>> filters = new HashMap<>();
        if (filterGroupBy != null) {
            filterGroupBy.forEach((group, values) -> {
                String member = "filterGroupBy/" + group;
                if (values == null || values.isEmpty()) {
                    throw MeterProblem.parameter(member, "names no value: leave it out to have all events");
                }
                filters.put(group, texts(member, values));
            });
        }
        return new Question(
                from, to, windowSize, windowTimeZone, texts("subject", subject), filters, texts("groupBy", groupBy));
    }

    private static List<String> texts(String member, @Nullable List<String> values) {
        if (values == null) {
            return List.of();
        }
        if (values.stream().anyMatch(Objects::isNull)) {
            throw MeterProblem.parameter(member, "holds null: must hold JSON strings");
        }
        return values;
    }

    private static void requireNone(String member, boolean isNone) {
        if (!isNone) {
            throw MeterProblem.parameter(
                    member, "is not offered here: filter by subject and by filterGroupBy, which name exact values");
        }
    }
}
