package io.wattledger.metering.meter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A meter that exists.
 *
 * @param tenant whose it is
 * @param id by which it is known for ever
 * @param definition what it counts
 * @param createdAt when it was made
 * @param updatedAt when it was last changed
 * @param deletedAt when it was deleted; null while it is not
 */
public record Meter(
        String tenant,
        String id,
        MeterDefinition definition,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {}
