package io.wattledger.metering.meter;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A meter as somebody wants it, unchecked; what was not given is null or empty.
 *
 * @param slug the name by which it is asked
 * @param labels what it says to people
 * @param aggregation one of {@link Aggregation}
 * @param eventType the type of the events that it reads
 * @param eventFrom events before this instant are left out
 * @param valueProperty where in an event the value stands
 * @param groupBy names with where in an event their value stands
 */
public record MeterDraft(
        @Nullable String slug,
        MeterLabels labels,
        @Nullable String aggregation,
        @Nullable String eventType,
        @Nullable Instant eventFrom,
        @Nullable String valueProperty,
        Map<String, String> groupBy) {}
