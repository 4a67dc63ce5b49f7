package io.wattledger.contracts;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Reads RFC 3339 times. */
public final class WireTime {

    private static final int DATE_AND_SECOND = "2026-10-01T00:00:00".length();
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int SECONDS_PER_HOUR = 3_600;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int NOT_DIGITS = -1;
    private static final int BEFORE_SECOND = "2026-10-01T00:00".length();
    private static final int BEFORE_HOUR = "2026-10-01T".length();
    private static final String HOUR_24 = "24";
    private static final String LEAP_SECOND = ":60";
    private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);

    private WireTime() {}

    /**
     * Reads a time. The form that nearly everybody sends, whole seconds of UTC, is read by hand, because the
     * general reader takes longer than all else that is done with an event; all other forms go to the general reader.
     *
     * @throws java.time.DateTimeException when the text is no such time
     */
    public static Instant parse(String text) {
        if (text.length() != DATE_AND_SECOND + 1 || text.charAt(DATE_AND_SECOND) != 'Z') {
            return general(text);
        }
        int year = digits(text, 0, 4, '-');
        int month = digits(text, 5, 2, '-');
        int day = digits(text, 8, 2, 'T');
        int hour = digits(text, 11, 2, ':');
        int minute = digits(text, 14, 2, ':');
        int second = digits(text, 17, 2, 'Z');
        boolean plain = year >= 0
                && month >= 0
                && day >= 0
                && hour >= 0
                && hour < 24
                && minute >= 0
                && minute < 60
                && second >= 0
                && second < 60;
        if (!plain) {
            return general(text);
        }
        long epochDay = LocalDate.of(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(
                epochDay * SECONDS_PER_DAY + hour * SECONDS_PER_HOUR + minute * SECONDS_PER_MINUTE + second);
    }

    /**
     * Any form. Days have 86,400 seconds here, as in POSIX: a leap second is the first instant of the next day, so that what
     * ends before it is not cut by a second. The library would give the second before. Nor is a day's end the hour 24, which
     * ISO 8601 and the library know and RFC 3339 does not (section 5.6).
     */
    private static Instant general(String text) {
        if (text.startsWith(HOUR_24, BEFORE_HOUR)) {
            throw new DateTimeException("hours are 00 to 23");
        }
        if (!text.startsWith(LEAP_SECOND, BEFORE_SECOND)) {
            return Instant.parse(text);
        }
        Instant before = Instant.parse(text.substring(0, BEFORE_SECOND) + ":59" + text.substring(DATE_AND_SECOND))
                .truncatedTo(ChronoUnit.SECONDS);
        if (!LocalTime.ofInstant(before, ZoneOffset.UTC).equals(LAST_SECOND)) {
            throw new DateTimeException("leap seconds are at the end of a day of UTC");
        }
        return before.plusSeconds(1);
    }

    /** The number that {@code count} digits at {@code from} make, if {@code next} follows them. */
    private static int digits(String text, int from, int count, char next) {
        int number = 0;
        for (int i = from; i < from + count; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return NOT_DIGITS;
            }
            number = number * 10 + (c - '0');
        }
        return text.charAt(from + count) == next ? number : NOT_DIGITS;
    }
}
