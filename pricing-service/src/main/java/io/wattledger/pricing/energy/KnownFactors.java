package io.wattledger.pricing.energy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The carbon factors of one series as known at one moment.
 *
 * @param series whose factors
 * @param byStart factor by the start of its slot
 */
public record KnownFactors(CarbonSeries series, Map<Instant, StatedFactor> byStart) {

    /** Copies the map. */
    public KnownFactors {
        byStart = Map.copyOf(byStart);
    }

    /** The factor that holds at {@code instant}: that of the slot in which it lies, for its whole length; never guessed. */
    public Optional<StatedFactor> at(Instant instant) {
        return Optional.ofNullable(byStart.get(series.resolution().slotStart(instant)));
    }
}
