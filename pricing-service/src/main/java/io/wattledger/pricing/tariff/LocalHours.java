package io.wattledger.pricing.tariff;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some hours of a local clock, on some days of the week and in some months of the year. Each condition that is absent holds
 * always.
 *
 * @param from first time of the day, on a quarter-hour, for example {@code 06:00}; given exactly where {@code until} is
 * @param until first time after it; {@code 24:00} for the end of the day; at or before {@code from} it lies on the next
 *     morning, whose hours then count to the day on which they lie
 * @param days days of the week
 * @param months months of the year, 1 to 12
 */
public record LocalHours(
        @Nullable String from,
        @Nullable String until,
        @Nullable List<Day> days,
        @Nullable List<Integer> months) {

    /** Days of the week, and holidays, which are none of them. */
    public enum Day {
        MONDAY,
        TUESDAY,
        WEDNESDAY,
        THURSDAY,
        FRIDAY,
        SATURDAY,
        SUNDAY,
        /** A day that the tariff lists as a holiday. */
        HOLIDAY;

        /** The day of the week of a date, or a holiday. */
        public static Day of(LocalDate date, boolean holiday) {
            return holiday ? HOLIDAY : valueOf(date.getDayOfWeek().name());
        }
    }

    private static final String END_OF_DAY = "24:00";

    /** Copies the lists. */
    public LocalHours {
        days = days == null ? null : List.copyOf(days);
        months = months == null ? null : List.copyOf(months);
    }

    /** Whether a local time on a local day is one of these hours. */
    public boolean contain(LocalDate date, LocalTime time, boolean holiday) {
        return (days == null || days.contains(Day.of(date, holiday)))
                && (months == null || months.contains(date.getMonthValue()))
                && containTime(time);
    }

    private boolean containTime(LocalTime time) {
        if (from == null || until == null) {
            return true;
        }
        LocalTime first = LocalTime.parse(from);
        if (until.equals(END_OF_DAY)) {
            return !time.isBefore(first);
        }
        LocalTime end = LocalTime.parse(until);
        boolean inside = !time.isBefore(first) && time.isBefore(end);
        boolean overMidnight = !first.isBefore(end) && (!time.isBefore(first) || time.isBefore(end));
        return inside || overMidnight;
    }

    void check(Flaws flaws) {
        if (from == null && until == null && days == null && months == null) {
            flaws.add("", "there is no condition; leave it out to mean all hours");
        }
        if ((from == null) != (until == null)) {
            flaws.add("", "from and until are only given together");
        }
        checkTime("/from", from, flaws);
        checkTime("/until", until != null && until.equals(END_OF_DAY) ? null : until, flaws);
        if (days != null && days.isEmpty()) {
            flaws.add("/days", "there is no day; leave it out to mean all days");
        }
        if (months != null && (months.isEmpty() || months.stream().anyMatch(month -> month < 1 || month > 12))) {
            flaws.add("/months", months + " must be months from 1 to 12");
        }
    }

    private static void checkTime(String pointer, @Nullable String text, Flaws flaws) {
        if (text != null) {
            try {
                LocalTime time = LocalTime.parse(text);
                if (time.toSecondOfDay() % 900 != 0 || time.getNano() != 0) {
                    flaws.add(pointer, "'" + text + "' does not lie on a quarter-hour");
                }
            } catch (DateTimeException e) {
                flaws.add(pointer, "'" + text + "' is no time of the day, for example 06:00");
            }
        }
    }
}
