package io.wattledger.chassis.kafka;

import org.jspecify.annotations.Nullable;

/**
 * A record that is not what its topic carries. The arrays are not copied.
 *
 * @param topic where it lies
 * @param partition where it lies
 * @param offset where it lies
 * @param key its key; null where it has none
 * @param value its value; null where it has none
 * @param reason what is wrong with it
 */
public record UnreadableRecord(
        String topic, int partition, long offset, byte @Nullable [] key, byte @Nullable [] value, String reason) {}
