package io.wattledger.contracts.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Data of an {@link UsageEventTypes#ALLOCATION_STOPPED} event as it is on the wire: an allocation that a start event names
 * has ended. Nothing is checked here.
 *
 * @param allocation name of the allocation as in its start event
 * @param site id of the site as in its start event
 * @param at first instant after the allocation
 */
public record AllocationStopped(
        @Nullable String allocation,
        @Nullable String site,
        @Nullable Instant at) {}
