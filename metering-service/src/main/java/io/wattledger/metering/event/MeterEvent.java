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
 * @param json its data, a JSON object in the one form that the same data has; {@code null} where the event has none
 */
public record MeterEvent(
        EventIdentity identity,
        String type,
        @Nullable String subject,
        @Nullable Instant time,
        String json) implements UsageReport {

    @Override
    public @Nullable Instant until() {
        return time;
    }

    /** Without the time: a client that is not given one sets it anew with every retry, and the first one stands. */
    @Override
    public byte[] contentHash() {
        return new Fingerprint().text(type).text(subject).text(json).whole();
    }
}
