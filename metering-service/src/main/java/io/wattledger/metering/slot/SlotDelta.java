package io.wattledger.metering.slot;

import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.contracts.vocabulary.UsageKey;

/**
 * What a batch of reports adds to one slot of one series.
 *
 * @param key the series
 * @param slot the quarter-hour
 * @param figures what is added
 */
public record SlotDelta(UsageKey key, Slot slot, SlotFigures figures) {}
