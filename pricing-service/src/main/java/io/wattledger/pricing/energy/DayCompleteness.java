package io.wattledger.pricing.energy;

import io.wattledger.contracts.vocabulary.Interval;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a delivery day has all its values. The zone's own clock says how many there are: 92, 96 or 100
 * quarter-hours, 46, 48 or 50 half-hours, 23, 24 or 25 hours.
 *
 * @param day the delivery day in the zone
 * @param expected how many values the day has
 * @param known how many are known
 * @param preliminary how many of these are preliminary
 * @param missing stretches without a value, in order; neighbouring slots are one stretch
 */
public record DayCompleteness(LocalDate day, int expected, int known, int preliminary, List<Interval> missing) {

    /** How far a day has come. */
    public enum State {
        /** Nothing is known of the day. */
        MISSING,
        /** Some values are known, some are not. */
        PARTIAL,
        /** All are known, at least one only preliminarily. */
        PRELIMINARY,
        /** All are known and final. */
        FINAL
    }

    /** Copies the list. */
    public DayCompleteness {
        missing = List.copyOf(missing);
    }

    /** Whether every slot of the day has a value. */
    public boolean complete() {
        return missing.isEmpty();
    }

    /** How far the day has come. */
    public State state() {
        if (known == 0) {
            return State.MISSING;
        }
        if (!complete()) {
            return State.PARTIAL;
        }
        return preliminary > 0 ? State.PRELIMINARY : State.FINAL;
    }

    /**
     * Compares the known values with the slots that {@code day} has.
     *
     * @param resolution length of a slot
     * @param zone whose midnights begin and end the day
     * @param states state by the start of a known slot; those of other days do no harm
     */
    public static DayCompleteness of(
            Resolution resolution, ZoneId zone, LocalDate day, Map<Instant, ValueState> states) {
        Instant start = day.atStartOfDay(zone).toInstant();
        int expected = resolution.slotsBetween(
                start, day.plusDays(1).atStartOfDay(zone).toInstant());
        List<Interval> missing = new ArrayList<>();
        int known = 0;
        int preliminary = 0;
        for (int slot = 0; slot < expected; slot++) {
            Instant at = start.plus(resolution.length().multipliedBy(slot));
            ValueState state = states.get(at);
            if (state == null) {
                addTo(missing, at, at.plus(resolution.length()));
            } else {
                known++;
                preliminary += state == ValueState.PRELIMINARY ? 1 : 0;
            }
        }
        return new DayCompleteness(day, expected, known, preliminary, missing);
    }

    private static void addTo(List<Interval> missing, Instant start, Instant end) {
        if (!missing.isEmpty() && missing.getLast().end().equals(start)) {
            missing.add(new Interval(missing.removeLast().start(), end));
        } else {
            missing.add(new Interval(start, end));
        }
    }
}
