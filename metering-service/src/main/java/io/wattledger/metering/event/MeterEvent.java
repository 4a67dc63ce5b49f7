package io.wattledger.metering.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event of the customer's own, read by meters.
 *
 * @param identity by what the event is known
 * @param type what happened, in the customer's words
 * @param subject to whom or to what it happened; null where the event does not say
 * @param time when; null where the event does not say, so that it counts as of when it came
 * @param data its JSON as sent, which may be any value; empty where the event has none. Not copied
 */
public record MeterEvent(
        EventIdentity identity,
        String type,
        @Nullable String subject,
        @Nullable Instant time,
        byte[] data) implements UsageReport {

    @Override
    public byte[] contentHash() {
        return new Fingerprint()
                .text(type)
                .text(subject)
                .text(time == null ? null : time.toString())
                .bytes(data)
                .whole();
    }
}
