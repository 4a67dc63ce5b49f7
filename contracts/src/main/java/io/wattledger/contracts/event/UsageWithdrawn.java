package io.wattledger.contracts.event;

import org.jspecify.annotations.Nullable;

/**
 * Data of an {@link UsageEventTypes#USAGE_WITHDRAWN} event as it is on the wire: an earlier event counts no more, and
 * nothing takes its place. Nothing is checked here.
 *
 * @param id id of the event that is withdrawn
 * @param source its source; absent means that of the withdrawal
 * @param reason why, for whoever reads the books
 */
public record UsageWithdrawn(
        @Nullable String id,
        @Nullable String source,
        @Nullable String reason) {}
