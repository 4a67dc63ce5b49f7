package io.wattledger.pricing.energy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether a delivery day has all its prices. The zone's own clock says how many there are: 92, 96 or 100 quarter-hours,
 * 46, 48 or 50 half-hours, 23, 24 or 25 hours.
 *
 * @param day the delivery day in the zone
 * @param expected how many prices the day has
 * @param present how many are known
 * @param missing starts of the slots without a price, in order
 */
public record DayCompleteness(LocalDate day, int expected, int present, List<Instant> missing) {

    /** Copies the list. */
    public DayCompleteness {
        missing = List.copyOf(missing);
    }

    /** Whether every slot of the day has a price. */
    public boolean complete() {
        return missing.isEmpty();
    }

    /** Compares the starts of the known prices with the slots that {@code day} has in the zone of {@code series}. */
    public static DayCompleteness of(PriceSeries series, LocalDate day, Set<Instant> known) {
        Instant start = day.atStartOfDay(series.timeZone()).toInstant();
        ZonedDateTime nextMidnight = day.plusDays(1).atStartOfDay(series.timeZone());
        int expected = series.resolution().slotsBetween(start, nextMidnight.toInstant());
        List<Instant> missing = new ArrayList<>();
        for (int slot = 0; slot < expected; slot++) {
            Instant at = start.plus(series.resolution().length().multipliedBy(slot));
            if (!known.contains(at)) {
                missing.add(at);
            }
        }
        return new DayCompleteness(day, expected, expected - missing.size(), missing);
    }
}
