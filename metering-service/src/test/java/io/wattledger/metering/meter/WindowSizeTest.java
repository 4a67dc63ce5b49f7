package io.wattledger.metering.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.contracts.vocabulary.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowSizeTest {

    @ParameterizedTest(name = "{0} of {2} in {1}")
    @CsvSource(textBlock = """
            MINUTE,       UTC,                 2026-10-01T00:00:59.999999Z, 2026-10-01T00:00:00Z, 2026-10-01T00:01:00Z
            QUARTER_HOUR, UTC,                 2026-10-01T00:14:59Z,        2026-10-01T00:00:00Z, 2026-10-01T00:15:00Z
            QUARTER_HOUR, Asia/Kathmandu,      2026-10-01T00:14:59Z,        2026-10-01T00:00:00Z, 2026-10-01T00:15:00Z
            HOUR,         UTC,                 2026-10-01T01:00:00Z,        2026-10-01T01:00:00Z, 2026-10-01T02:00:00Z
            HOUR,         Asia/Kolkata,        2026-10-01T01:00:00Z,        2026-10-01T00:30:00Z, 2026-10-01T01:30:00Z
            DAY,          UTC,                 2026-10-01T23:59:59Z,        2026-10-01T00:00:00Z, 2026-10-02T00:00:00Z
            DAY,          Europe/Oslo,         2026-10-01T22:00:00Z,        2026-10-01T22:00:00Z, 2026-10-02T22:00:00Z
            MONTH,        UTC,                 2028-02-29T12:00:00Z,        2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z
            MONTH,        Europe/Oslo,         2026-10-31T22:59:59Z,        2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z
            MONTH,        America/Los_Angeles, 2026-01-01T07:59:59Z,        2025-12-01T08:00:00Z, 2026-01-01T08:00:00Z
            # The clock goes back: the day has 25 hours, and the hour from 2 to 3 comes twice and is two windows.
            DAY,          Europe/Oslo,         2026-10-25T12:00:00Z,        2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z
            HOUR,         Europe/Oslo,         2026-10-25T00:30:00Z,        2026-10-25T00:00:00Z, 2026-10-25T01:00:00Z
            HOUR,         Europe/Oslo,         2026-10-25T01:30:00Z,        2026-10-25T01:00:00Z, 2026-10-25T02:00:00Z
            # The clock goes forward: the day has 23 hours, and there is no hour from 2 to 3.
            DAY,          Europe/Oslo,         2026-03-29T12:00:00Z,        2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z
            HOUR,         Europe/Oslo,         2026-03-29T01:30:00Z,        2026-03-29T01:00:00Z, 2026-03-29T02:00:00Z
            MONTH,        Europe/Oslo,         2026-03-29T12:00:00Z,        2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z
            # By half an hour: the window ends where the offset changes.
            HOUR,         Australia/Lord_Howe, 2026-04-04T14:45:00Z,        2026-04-04T14:00:00Z, 2026-04-04T15:00:00Z
            HOUR,         Australia/Lord_Howe, 2026-04-04T15:15:00Z,        2026-04-04T15:00:00Z, 2026-04-04T15:30:00Z
            HOUR,         Australia/Lord_Howe, 2026-10-03T15:45:00Z,        2026-10-03T15:30:00Z, 2026-10-03T16:00:00Z
            # At a minute past midnight: the window ends with the old offset, and the next begins with the new one.
            HOUR,         America/St_Johns,    2010-11-07T02:30:30Z,        2010-11-07T02:30:00Z, 2010-11-07T02:31:00Z
            HOUR,         America/St_Johns,    2010-11-07T02:45:00Z,        2010-11-07T02:31:00Z, 2010-11-07T03:30:00Z
            # No midnight, midnight twice, no such day.
            DAY,          America/Sao_Paulo,   2018-11-04T12:00:00Z,        2018-11-04T03:00:00Z, 2018-11-05T02:00:00Z
            DAY,          America/Havana,      2026-11-01T05:30:00Z,        2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z
            DAY,          America/St_Johns,    2010-11-07T02:45:00Z,        2010-11-07T02:30:00Z, 2010-11-08T03:30:00Z
            DAY,          Pacific/Apia,        2011-12-30T09:00:00Z,        2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z
            DAY,          Pacific/Apia,        2011-12-30T10:00:00Z,        2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z
            """)
    void liesOnTheClockAndTheCalendarOfItsZone(
            WindowSize size, ZoneId zone, Instant instant, Instant start, Instant end) {
        assertThat(size.windowOf(instant, zone)).isEqualTo(new Interval(start, end));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-10-24T22:00:00Z, 2026-10-25T22:59:59Z, HOUR,         25
            2026-03-28T23:00:00Z, 2026-03-29T21:59:59Z, HOUR,         23
            2026-10-24T22:00:00Z, 2026-10-25T22:59:59Z, QUARTER_HOUR, 100
            2026-03-28T23:00:00Z, 2026-03-29T21:59:59Z, QUARTER_HOUR, 92
            2025-12-31T23:00:00Z, 2026-12-31T22:59:59Z, DAY,          365
            2025-12-31T23:00:00Z, 2026-12-31T22:59:59Z, MONTH,        12
            """)
    void coversATimeWithoutGap(Instant first, Instant last, WindowSize size, int count) throws Windows.TooMany {
        Windows windows = Windows.covering(size, ZoneId.of("Europe/Oslo"), first, last);

        assertThat(windows.windows()).hasSize(count);
        assertThat(windows.span()).isEqualTo(new Interval(first, last.plusSeconds(1)));
    }

    /** In every zone there is, at times that move from change to change of its clock. */
    @RepeatedTest(200)
    void windowsFollowEachOtherWhereverTheClockGoes(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
        Instant instant = Instant.ofEpochSecond(random.nextLong(4_000_000_000L));
        var change = zone.getRules().nextTransition(instant);
        Instant near =
                change == null ? instant : change.getInstant().plusMillis(random.nextLong(-7_200_000, 7_200_000));
        for (WindowSize size : WindowSize.values()) {
            Interval window = size.windowOf(near, zone);
            assertThat(window.contains(near))
                    .as("%s in %s holds %s", window, zone, near)
                    .isTrue();
            assertThat(size.windowOf(window.start(), zone)).isEqualTo(window);
            assertThat(size.windowOf(window.end().minusNanos(1), zone)).isEqualTo(window);
            assertThat(size.windowOf(window.end(), zone).start()).isEqualTo(window.end());
            assertThat(size.windowOf(window.start().minusNanos(1), zone).end()).isEqualTo(window.start());
        }
    }

    @Test
    void refusesMoreWindowsThanAnybodyReads() {
        Instant first = Instant.parse("2026-01-01T00:00:00Z");
        Instant last = first.plus(Duration.ofMinutes(Windows.MOST));

        assertThatThrownBy(() -> Windows.covering(WindowSize.MINUTE, ZoneId.of("UTC"), first, last))
                .isInstanceOf(Windows.TooMany.class)
                .hasMessageContaining("longer windows");
    }
}
