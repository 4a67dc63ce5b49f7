package io.wattledger.contracts.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Data of a {@link UsageEventTypes#COLLECTOR_HEARTBEAT} event as it is on the wire: the collector that the event's source
 * names has reported all usage of a site until an instant. Nothing is checked here.
 *
 * @param site id of a site of the catalog
 * @param completeUntil until when all usage has been reported
 * @param state {@code active}, which absent means, or {@code retired}, so that nobody waits for this collector any more
 */
public record CollectorHeartbeat(
        @Nullable String site,
        @Nullable Instant completeUntil,
        @Nullable String state) {}
