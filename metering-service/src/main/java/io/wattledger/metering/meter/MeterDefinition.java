package io.wattledger.metering.meter;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a meter counts; every member keeps {@link MeterRules}.
 *
 * @param slug the name by which it is asked, one of its kind among the tenant's meters
 * @param labels what it says to people
 * @param aggregation what it makes of the events
 * @param eventType the CloudEvents type of the events that it reads
 * @param eventFrom events before this instant are left out; null where all count
 * @param value where in an event the value stands; null where the aggregation needs none
 * @param groupBy names with where in an event their value stands
 */
public record MeterDefinition(
        String slug,
        MeterLabels labels,
        Aggregation aggregation,
        String eventType,
        @Nullable Instant eventFrom,
        @Nullable DataPath value,
        SortedMap<String, DataPath> groupBy) {

    /** Copies the names. */
    public MeterDefinition {
        groupBy = Collections.unmodifiableSortedMap(new TreeMap<>(groupBy));
    }

    /** The same events counted the same way, under other labels and groups. */
    public MeterDefinition with(MeterLabels changed, SortedMap<String, DataPath> groups) {
        return new MeterDefinition(slug, changed, aggregation, eventType, eventFrom, value, groups);
    }
}
