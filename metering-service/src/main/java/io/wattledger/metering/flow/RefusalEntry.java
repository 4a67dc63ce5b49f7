package io.wattledger.metering.flow;

import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.Verdict.Refused;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refused event as it is kept.
 *
 * @param tenant whose, or nobody's
 * @param key by which it is known
 * @param state what became of it
 * @param why the reason of the latest attempt
 * @param trace when and where
 * @param event by what the event names itself
 * @param kept what was sent
 */
public record RefusalEntry(String tenant, EventKey key, State state, Refused why, Trace trace, Event event, Kept kept) {

    /** What became of a refused event. */
    public enum State {
        /** Nothing yet. */
        OPEN,
        /** It was taken in after all, repaired or as it was. */
        REPLAYED,
        /** Somebody decided that it is not to be metered. */
        DISCARDED
    }

    /**
     * When and where an event was refused.
     *
     * @param firstAt when first
     * @param lastAt when last
     * @param attempts how often it was tried and refused
     * @param door by which it came first
     * @param place where it lies in a topic; null where it came otherwise
     */
    public record Trace(
            Instant firstAt, Instant lastAt, long attempts, Origin.Door door, Origin.@Nullable Place place) {}

    /**
     * By what an event names itself, as far as could be read.
     *
     * @param source the CloudEvents source
     * @param id the CloudEvents id
     * @param type the CloudEvents type
     * @param site that of its data
     */
    public record Event(
            @Nullable String source,
            @Nullable String id,
            @Nullable String type,
            @Nullable String site) {}

    /**
     * What was sent.
     *
     * @param isStructured whether the value holds the attributes too; otherwise the headers do
     * @param key of the record; null where it had none or was not asked for
     * @param value as it came, of a very large one the beginning; null where it had none or was not asked for
     * @param length of the whole value
     * @param headers as text
     */
    public record Kept(
            boolean isStructured,
            byte @Nullable [] key,
            byte @Nullable [] value,
            long length,
            Map<String, String> headers) {

        /** Whether the value is there to its end, so that it can be tried again. */
        public boolean isWhole() {
            return length == (value == null ? 0 : value.length);
        }
    }
}
