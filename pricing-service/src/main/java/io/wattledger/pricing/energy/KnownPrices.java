package io.wattledger.pricing.energy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The prices of one series as known at one moment.
 *
 * @param series whose prices
 * @param byStart price by the start of its slot
 */
public record KnownPrices(PriceSeries series, Map<Instant, StatedPrice> byStart) {

    /** Copies the map. */
    public KnownPrices {
        byStart = Map.copyOf(byStart);
    }

    /** The price that holds at {@code instant}: that of the slot in which it lies, for its whole length; never guessed. */
    public Optional<StatedPrice> at(Instant instant) {
        return Optional.ofNullable(byStart.get(series.resolution().slotStart(instant)));
    }
}
