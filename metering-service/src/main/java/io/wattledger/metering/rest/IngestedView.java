package io.wattledger.metering.rest;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.wattledger.metering.flow.MeterEvents.IngestedEvent;
import io.wattledger.metering.flow.MeterEvents.Reading;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An event that was taken.
 *
 * @param event what it says
 * @param validationError why it counts nowhere, or not in every meter of its type; absent where it counts in all
 * @param ingestedAt when it came
 * @param storedAt when it was durable, which is the same: nobody is told before
 */
@Schema(name = "IngestedEvent")
public record IngestedView(EventView event, @Nullable String validationError, Instant ingestedAt, Instant storedAt) {

    static IngestedView of(IngestedEvent event) {
        EventView said = new EventView(
                event.id(), event.source(), "1.0", event.type(), event.subject(), event.time(), event.data());
        return new IngestedView(said, fault(event.type(), event.reading()), event.receivedAt(), event.receivedAt());
    }

    private static @Nullable String fault(String type, Reading reading) {
        if (!reading.isCounted()) {
            return "the event was corrected or withdrawn and counts no more";
        }
        if (reading.meters() == 0) {
            return "no meter reads events of the type " + type;
        }
        return reading.unread() == null ? null : "no value that counts for the meter " + reading.unread();
    }

    /**
     * What an event says.
     *
     * @param id of the event
     * @param source who reported it
     * @param specversion version of CloudEvents
     * @param type what happened
     * @param subject to whom or what
     * @param time when
     * @param data its JSON
     */
    @Schema(name = "Event")
    public record EventView(
            String id,
            String source,
            String specversion,
            String type,
            @Nullable String subject,
            Instant time,

            @Schema(implementation = Object.class) @JsonRawValue @Nullable
            String data) {}
}
