package io.wattledger.metering.rest;

import io.wattledger.metering.meter.MeterDraft;
import io.wattledger.metering.meter.MeterLabels;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A meter as it is sent. What must be given is checked by the rules of meters, which name every fault at once.
 *
 * @param slug the name by which the meter is asked
 * @param name for people; the slug where it is absent
 * @param description for people
 * @param metadata the tenant's own notes
 * @param aggregation what the meter makes of the events
 * @param eventType the CloudEvents type of the events that it reads
 * @param eventFrom events before this instant are left out
 * @param valueProperty JSONPath to the value in the data; not looked at for COUNT
 * @param groupBy names with the JSONPath to their value in the data
 */
@Schema(name = "MeterCreate", example = """
            {"slug": "tokens_total", "name": "Tokens", "aggregation": "SUM", "eventType": "prompt",
             "valueProperty": "$.tokens", "groupBy": {"model": "$.model", "type": "$.type"}}""")
public record MeterForm(
        @Nullable String slug,
        @Nullable String name,
        @Nullable String description,
        @Nullable Map<String, @Nullable String> metadata,
        @Schema(examples = "SUM") @Nullable String aggregation,
        @Nullable String eventType,
        @Nullable Instant eventFrom,
        @Nullable String valueProperty,
        @Nullable Map<String, @Nullable String> groupBy) {

    MeterDraft draft() {
        return new MeterDraft(
                slug,
                new MeterLabels(name, description, FormTexts.of("metadata", metadata)),
                aggregation,
                eventType,
                eventFrom,
                valueProperty,
                FormTexts.of("groupBy", groupBy));
    }
}
