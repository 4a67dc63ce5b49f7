package io.wattledger.billing.flow;

import org.jspecify.annotations.Nullable;

/**
 * A record that is not what its topic carries; kept with its bytes so that it is neither lost nor in the way.
 *
 * @param topic where it stands
 * @param partition its partition
 * @param offset its offset
 * @param key record key
 * @param value record value
 * @param reason what is wrong with it
 */
public record UnreadableMessage(
        String topic, int partition, long offset, byte @Nullable [] key, byte @Nullable [] value, String reason) {}
