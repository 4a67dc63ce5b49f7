package io.wattledger.metering.flow;

import io.wattledger.metering.event.Arrival;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event at a door.
 *
 * @param arrival what could be read
 * @param origin the record it came in; null where its sender waits for the answer and needs no copy
 * @param cameAt when it came first; null where that is now
 */
public record Received(
        Arrival arrival, @Nullable Origin origin, @Nullable Instant cameAt) {

    /** One that comes for the first time. */
    public Received(Arrival arrival, @Nullable Origin origin) {
        this(arrival, origin, null);
    }
}
