package io.wattledger.metering.rest;

import io.wattledger.metering.meter.MeterLabels;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What takes the place of the labels and groups of a meter; what is absent is none afterwards.
 *
 * @param name for people; the slug where it is absent
 * @param description for people
 * @param metadata the tenant's own notes
 * @param groupBy names with the JSONPath to their value in the data
 */
@Schema(name = "MeterUpdate", example = """
            {"name": "Tokens of all models", "groupBy": {"model": "$.model"}}""")
public record MeterUpdateForm(
        @Nullable String name,
        @Nullable String description,
        @Nullable Map<String, @Nullable String> metadata,
        @Nullable Map<String, @Nullable String> groupBy) {

    MeterLabels labels() {
        return new MeterLabels(name, description, FormTexts.of("metadata", metadata));
    }

    Map<String, String> groups() {
        return FormTexts.of("groupBy", groupBy);
    }
}
