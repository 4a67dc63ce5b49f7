package io.wattledger.pricing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What still runs rests longer and longer, and never longer than it runs. */
class RestTest {

    private static final Instant NOON = Instant.parse("2026-10-25T12:00:00Z");
    private static final Rest REST = new Rest(Duration.ofSeconds(1), Duration.ofMinutes(15));

    @ParameterizedTest
    @CsvSource({
        "1, PT1S",
        "2, PT4S",
        "10, PT1M40S",
        "29, PT14M1S",
        "30, PT15M",
        "31, PT15M",
        "10000, PT15M",
        "9223372036854775807, PT15M",
    })
    void growsWithTheSquareOfTheRatings(long times, Duration rest) {
        assertThat(REST.after(times, NOON, Instant.MAX)).isEqualTo(NOON.plus(rest));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-25T12:00:03Z, 2026-10-25T12:00:03Z",
        "2026-10-25T12:00:04Z, 2026-10-25T12:00:04Z",
        "2026-10-25T12:00:05Z, 2026-10-25T12:00:04Z",
    })
    void endsWithTheDay(Instant end, Instant rested) {
        assertThat(REST.after(2, NOON, end)).isEqualTo(rested);
    }

    @Test
    void whatIsOverDoesNotRest() {
        assertThat(REST.after(1, NOON, NOON)).isNull();
        assertThat(REST.after(1, NOON, NOON.minusNanos(1))).isNull();
    }
}
