package io.wattledger.metering.rest;

import io.wattledger.metering.meter.DataPath;
import io.wattledger.metering.meter.Meter;
import io.wattledger.metering.meter.MeterDefinition;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A meter as it is shown.
 *
 * @param id by which it is known for ever
 * @param slug the name by which it is asked
 * @param name for people
 * @param description for people
 * @param metadata the tenant's own notes
 * @param aggregation what it makes of the events
 * @param eventType the CloudEvents type of the events that it reads
 * @param eventFrom events before this instant are left out
 * @param valueProperty JSONPath to the value in the data
 * @param groupBy names with the JSONPath to their value in the data
 * @param createdAt when it was made
 * @param updatedAt when it was last changed
 * @param deletedAt when it was deleted
 */
@Schema(name = "Meter")
public record MeterView(
        String id,
        String slug,
        String name,
        @Nullable String description,
        @Nullable Map<String, String> metadata,
        String aggregation,
        String eventType,
        @Nullable Instant eventFrom,
        @Nullable String valueProperty,
        Map<String, String> groupBy,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {

    static MeterView of(Meter meter) {
        MeterDefinition definition = meter.definition();
        DataPath value = definition.value();
        Map<String, String> groups = new TreeMap<>();
        definition.groupBy().forEach((name, path) -> groups.put(name, path.text()));
        Map<String, String> metadata = definition.labels().metadata();
        return new MeterView(
                meter.id(),
                definition.slug(),
                Objects.requireNonNullElse(definition.labels().name(), definition.slug()),
                definition.labels().description(),
                metadata.isEmpty() ? null : new TreeMap<>(metadata),
                definition.aggregation().name(),
                definition.eventType(),
                definition.eventFrom(),
                value == null ? null : value.text(),
                groups,
                meter.createdAt(),
                meter.updatedAt(),
                meter.deletedAt());
    }
}
