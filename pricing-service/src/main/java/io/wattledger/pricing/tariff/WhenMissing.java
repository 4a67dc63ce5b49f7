package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * What a contract says about energy whose index has no price. A price that stands in for the index is no zero either, and is
 * told as a gap that it fills; the invoice does not wait for the price, and is corrected when there is one.
 */
public sealed interface WhenMissing {

    /** How old the index may be that stands in for a missing one. */
    Duration OLDEST_BEFORE = Duration.ofHours(24);

    /** The energy is not charged and keeps the period open, until there is a price. */
    record Hold() implements WhenMissing {}

    /** It is charged at the last index known before, at most a day old. */
    record SlotBefore() implements WhenMissing {}

    /**
     * It is charged at a fixed index.
     *
     * @param pricePerMwh in the tariff's currency; takes the place of the index, so that limits and margin apply to it
     */
    record Fixed(BigDecimal pricePerMwh) implements WhenMissing {}
}
