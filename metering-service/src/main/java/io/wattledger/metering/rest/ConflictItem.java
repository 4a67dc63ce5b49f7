package io.wattledger.metering.rest;

import io.wattledger.metering.flow.UsageBooks.Attributes;
import io.wattledger.metering.flow.UsageBooks.Conflict;
import io.wattledger.metering.flow.UsageBooks.ConflictingEvent;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An event at odds with the one that stands.
 *
 * @param tenant whose
 * @param source of the other one, and mostly of both
 * @param id of the other one, and of both unless they correct the same event
 * @param standing data of the one that stands, as it came
 * @param other data of the other one, as it came
 * @param firstSeenAt when the other one came first
 * @param lastSeenAt when it came last
 * @param timesSeen how often it came
 * @param standingAttributes what the one that stands says besides; absent in conflicts that were kept without them
 * @param otherAttributes what the other one says besides; absent likewise
 */
@Schema(name = "ConflictingEvent")
public record ConflictItem(
        String tenant,
        String source,
        String id,
        String standing,
        String other,
        Instant firstSeenAt,
        Instant lastSeenAt,
        long timesSeen,
        @Nullable Attributes standingAttributes,
        @Nullable Attributes otherAttributes) {

    static ConflictItem of(Conflict conflict) {
        ConflictingEvent event = conflict.event();
        return new ConflictItem(
                event.tenant(),
                event.source(),
                event.id(),
                event.standing(),
                event.other(),
                event.firstSeenAt(),
                event.lastSeenAt(),
                event.timesSeen(),
                conflict.standing(),
                conflict.other());
    }
}
