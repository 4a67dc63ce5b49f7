package io.wattledger.metering.meter;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a meter says to people; changes nothing of what it counts.
 *
 * @param name for people; null stands for the slug
 * @param description null where there is none
 * @param metadata the tenant's own notes
 */
public record MeterLabels(@Nullable String name, @Nullable String description, Map<String, String> metadata) {

    /** Copies the notes. */
    public MeterLabels {
        metadata = Map.copyOf(metadata);
    }
}
