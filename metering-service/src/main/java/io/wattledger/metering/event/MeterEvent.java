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
 * @param cameAt when it came first; null where that is now
 * @param json its data, a JSON object in the one form that the same data has; {@code null} where the event has none
 */
public record MeterEvent(
        EventIdentity identity,
        String type,
        @Nullable String subject,
        @Nullable Instant time,
        @Nullable Instant cameAt,
        String json)
        implements UsageReport {

    @Override
    public @Nullable Instant until() {
        return time;
    }

    /** The same event, which came first at {@code first}. */
    public MeterEvent cameAt(Instant first) {
        return new MeterEvent(identity, type, subject, time, first, json);
    }

    /**
     * When it counts.
     *
     * @param receivedAt when it is received now
     */
    public Instant countsAt(Instant receivedAt) {
        if (time != null) {
            return time;
        }
        return cameAt != null ? cameAt : receivedAt;
    }

    /** Without the time: a client that is not given one sets it anew with every retry, and the first one stands. */
    @Override
    public byte[] contentHash() {
        return new Fingerprint().text(type).text(subject).text(json).whole();
    }
}
