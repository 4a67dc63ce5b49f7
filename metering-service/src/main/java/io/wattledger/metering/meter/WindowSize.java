package io.wattledger.metering.meter;

import io.wattledger.contracts.vocabulary.Interval;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * How long the windows are over which a meter is read. Windows lie on the clock and the calendar of a time zone, follow
 * each other without gap, and none is counted twice: a day is 23 or 25 hours long where the clock changes, and an hour that
 * the clock shows twice is two windows.
 */
public enum WindowSize {
    /** A minute. */
    MINUTE(60),
    /** A quarter of an hour, in which energy is traded; an extension of ours. */
    QUARTER_HOUR(15 * 60),
    /** An hour. */
    HOUR(60 * 60),
    /** A day from midnight to midnight. */
    DAY(Period.ofDays(1)),
    /** A month of the calendar. */
    MONTH(Period.ofMonths(1));

    private final long seconds;
    private final Period period;

    WindowSize(long seconds) {
        this.seconds = seconds;
        this.period = Period.ZERO;
    }

    WindowSize(Period period) {
        this.seconds = 0;
        this.period = period;
    }

    /** The window in which {@code instant} lies. */
    public Interval windowOf(Instant instant, ZoneId zone) {
        return period.isZero() ? onTheClock(instant, zone) : onTheCalendar(instant, zone);
    }

    /** A window of the clock ends where the offset changes, so that it always shows what its name says. */
    private Interval onTheClock(Instant instant, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        ZoneOffset offset = rules.getOffset(instant);
        long local = instant.getEpochSecond() + offset.getTotalSeconds();
        Instant start = Instant.ofEpochSecond(instant.getEpochSecond() - Math.floorMod(local, seconds));
        Instant end = start.plusSeconds(seconds);
        ZoneOffsetTransition before = rules.previousTransition(instant.plusNanos(1));
        if (before != null && before.getInstant().isAfter(start)) {
            start = before.getInstant();
        }
        ZoneOffsetTransition after = rules.nextTransition(instant);
        if (after != null && after.getInstant().isBefore(end)) {
            end = after.getInstant();
        }
        return new Interval(start, end);
    }

    /**
     * A day begins at its first midnight, wherever the clock goes afterwards: where it is set back over midnight, the
     * minutes shown twice belong to the new day.
     */
    private Interval onTheCalendar(Instant instant, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(instant, zone);
        LocalDate first = this == MONTH ? day.withDayOfMonth(1) : day;
        Instant end = first.plus(period).atStartOfDay(zone).toInstant();
        if (!instant.isBefore(end)) {
            first = first.plus(period);
            end = first.plus(period).atStartOfDay(zone).toInstant();
        }
        return new Interval(first.atStartOfDay(zone).toInstant(), end);
    }
}
