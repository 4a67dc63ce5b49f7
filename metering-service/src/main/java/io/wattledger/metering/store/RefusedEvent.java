package io.wattledger.metering.store;

import io.wattledger.contracts.WireJson;
import io.wattledger.metering.event.Envelope;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.RefusalKeys;
import io.wattledger.metering.event.Verdict.Refused;
import io.wattledger.metering.event.WireText;
import io.wattledger.metering.flow.Assessed;
import io.wattledger.metering.flow.Origin;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A refused event of a batch as a row.
 *
 * @param tenant under which it is kept
 * @param key of its refusal
 * @param unfit the event
 * @param origin how it came
 * @param site that of its data; null where none could be read
 * @param times how often it is in the batch
 */
record RefusedEvent(
        String tenant,
        EventKey key,
        Assessed.Unfit unfit,
        Origin origin,
        @Nullable String site,
        int times) {

    /** The order in which rows are locked. */
    static final Comparator<RefusedEvent> BY_KEY =
            Comparator.comparing(RefusedEvent::tenant).thenComparing(RefusedEvent::key);

    /** A value up to this is kept whole; HTTP takes none above. */
    private static final int MOST_BYTES = 1024 * 1024;

    static RefusedEvent of(Assessed.Unfit unfit, @Nullable String site) {
        Origin origin = Objects.requireNonNull(unfit.received().origin(), "only what came by a door is kept");
        Envelope envelope = unfit.received().arrival().envelope();
        EventKey key = RefusalKeys.of(unfit.tenant(), envelope, origin.value());
        return new RefusedEvent(unfit.tenant(), key, unfit, origin, site, 1);
    }

    RefusedEvent onceMore() {
        return new RefusedEvent(tenant, key, unfit, origin, site, times + 1);
    }

    DeadLetter deadLetter() {
        return new DeadLetter(tenant, key, refused(), 1);
    }

    Refused refused() {
        return unfit.refused();
    }

    @Nullable
    String source() {
        return shown(envelope().source());
    }

    @Nullable
    String id() {
        return shown(envelope().id());
    }

    @Nullable
    String type() {
        return shown(envelope().type());
    }

    String door() {
        return origin.door().name().toLowerCase(Locale.ROOT);
    }

    @Nullable
    String topic() {
        Origin.Place place = origin.place();
        return place == null ? null : place.topic();
    }

    @Nullable
    Long partition() {
        Origin.Place place = origin.place();
        return place == null ? null : Long.valueOf(place.partition());
    }

    @Nullable
    Long offset() {
        Origin.Place place = origin.place();
        return place == null ? null : Long.valueOf(place.offset());
    }

    @Nullable
    Long writtenMilli() {
        Origin.Place place = origin.place();
        return place == null ? null : Long.valueOf(place.written().toEpochMilli());
    }

    byte @Nullable [] recordKey() {
        return beginning(origin.key());
    }

    byte @Nullable [] value() {
        return beginning(origin.value());
    }

    long valueLength() {
        return length(origin.value());
    }

    /** What the row takes of the bound. */
    long bytes() {
        return length(recordKey()) + length(value());
    }

    String headers() {
        return new String(WireJson.write(DeadLetter.bounded(origin.headers())), StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] beginning(byte @Nullable [] bytes) {
        return bytes == null || bytes.length <= MOST_BYTES ? bytes : Arrays.copyOf(bytes, DeadLetter.BEGINNING);
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private Envelope envelope() {
        return unfit.received().arrival().envelope();
    }

    private static @Nullable String shown(@Nullable String text) {
        return text == null ? null : WireText.shown(text, WireText.LONGEST_ATTRIBUTE);
    }
}
