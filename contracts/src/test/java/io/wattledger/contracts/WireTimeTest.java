package io.wattledger.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-10-01T05:45:00+05:45, 2026-10-01T00:00:00Z",
        "2026-10-01T00:00:00-00:00, 2026-10-01T00:00:00Z",
        "2026-10-01t00:00:00z,      2026-10-01T00:00:00Z",
        "2026-10-01T00:00:00.120Z,  2026-10-01T00:00:00.120Z",
        "2026-10-01T00:00:00.120+01:00, 2026-09-30T23:00:00.120Z",
        "0001-01-01T00:00:00Z,      0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z,      9999-12-31T23:59:59Z"
    })
    void readsEveryForm(String text, Instant expected) {
        assertThat(WireTime.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2016-12-31T23:59:60Z",
                "2016-12-31T23:59:60.5Z",
                "2017-01-01T05:44:60+05:45",
                "2016-12-31T15:59:60-08:00"
            })
    void takesALeapSecondForTheFirstInstantOfTheNextDay(String text) {
        assertThat(WireTime.parse(text)).isEqualTo(Instant.parse("2017-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2016-12-31T23:58:60Z",
                "2016-12-31T23:59:60+01:00",
                "2016-12-31T23:59:61Z",
                "2016-12-31T23:59:60",
                "2026-02-30T00:00:00Z",
                "2026-10-01T25:00:00Z",
                "2026-10-01T24:00:00Z",
                "2026-10-01T24:00:00.000Z",
                "2026-10-01t24:00:00+01:00",
                "2026-10-01T00:00:00.1234567890Z",
                "2026-10-01T00:00:00",
                "2026-10-01",
                ""
            })
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> WireTime.parse(text)).isInstanceOf(DateTimeException.class);
    }

    @Test
    void aMinuteThatEndsWithTheLeapSecondIsAMinute() {
        assertThat(WireTime.parse("2016-12-31T23:59:60Z").getEpochSecond()
                        - WireTime.parse("2016-12-31T23:59:00Z").getEpochSecond())
                .isEqualTo(60);
    }
}
