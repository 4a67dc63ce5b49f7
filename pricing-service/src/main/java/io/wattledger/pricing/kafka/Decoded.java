package io.wattledger.pricing.kafka;

import io.wattledger.pricing.flow.UnreadableRecords.Unreadable;
import java.util.List;

/**
 * Records of a batch, read or found unreadable.
 *
 * @param messages what could be read
 * @param unreadable what could not
 * @param <M> what the records are
 */
record Decoded<M>(List<M> messages, List<Unreadable> unreadable) {}
