package io.wattledger.contracts.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {

    private static final Interval TEN_TO_TWELVE = interval("10:00", "12:00");

    @ParameterizedTest
    @CsvSource({"09:59, false", "10:00, true", "11:59, true", "12:00, false"})
    void containsItsStartAndNotItsEnd(String time, boolean inside) {
        assertThat(TEN_TO_TWELVE.contains(at(time))).isEqualTo(inside);
    }

    @ParameterizedTest
    @CsvSource({
        "08:00, 10:00, false", // touches the start
        "08:00, 10:01, true",
        "10:30, 11:00, true", // inside
        "09:00, 13:00, true", // around
        "10:00, 12:00, true", // the same
        "11:59, 13:00, true",
        "12:00, 13:00, false" // touches the end
    })
    void overlapsWhereOneInstantIsShared(String start, String end, boolean overlaps) {
        Interval other = interval(start, end);

        assertThat(TEN_TO_TWELVE.overlaps(other)).isEqualTo(overlaps);
        assertThat(other.overlaps(TEN_TO_TWELVE)).isEqualTo(overlaps);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10:00", "09:59"})
    void refusesAnEndThatIsNotAfterTheStart(String end) {
        assertThatThrownBy(() -> interval("10:00", end))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not after its start");
    }

    @Test
    void isAsLongAsTheTimeBetweenItsEnds() {
        assertThat(TEN_TO_TWELVE.length()).isEqualTo(Duration.ofHours(2));
    }

    private static Interval interval(String start, String end) {
        return new Interval(at(start), at(end));
    }

    private static Instant at(String time) {
        return Instant.parse("2026-10-01T" + time + ":00Z");
    }
}
