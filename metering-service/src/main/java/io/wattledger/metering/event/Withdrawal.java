package io.wattledger.metering.event;

import io.wattledger.contracts.event.UsageEventTypes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An earlier event counts no more, and nothing takes its place.
 *
 * @param identity by what the withdrawal itself is known
 * @param target the event that is withdrawn
 * @param reason why
 */
public record Withdrawal(EventIdentity identity, EventIdentity target, String reason) implements UsageReport {

    @Override
    public @Nullable Instant until() {
        return null;
    }

    @Override
    public byte[] contentHash() {
        return new Fingerprint()
                .text(UsageEventTypes.USAGE_WITHDRAWN)
                .text(target.source())
                .text(target.id())
                .text(reason)
                .whole();
    }
}
