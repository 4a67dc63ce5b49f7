package io.wattledger.metering.flow;

import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The record an event came in, kept as evidence when it is refused. The arrays are not copied.
 *
 * @param topic where it lies
 * @param partition where it lies
 * @param offset where it lies
 * @param written when Kafka took it; with the offset it names the record even after a topic was made anew
 * @param key its key as it stands; null where it has none
 * @param value its value as it stands; null where it has none
 * @param headers makes its headers as text, those that are no clean text in Base64 after {@code base64:}; asked only when
 *     the record is refused
 */
public record Origin(
        String topic,
        int partition,
        long offset,
        Instant written,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Supplier<Map<String, String>> headers) {}
