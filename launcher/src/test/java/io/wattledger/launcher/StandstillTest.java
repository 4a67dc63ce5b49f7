package io.wattledger.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class StandstillTest {

    private Instant now = Instant.parse("2026-11-01T00:00:00Z");
    private final InstantSource source = () -> now;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Progress progress =
            new Progress(new PrintStream(printed, true, StandardCharsets.UTF_8), clock, false);

    /** bill waited without a word behind what was pending for good. */
    @Test
    void tellsAfterHalfAMinuteAndThenEveryMinute() {
        Standstill wait = progress.waiting();
        for (int second = 0; second <= 150; second++) {
            wait.waitingFor("pricing has 3 left to do");
            now = now.plusSeconds(1);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("""
                  still waiting: pricing has 3 left to do, unchanged for 30 s
                  still waiting: pricing has 3 left to do, unchanged for 90 s
                  still waiting: pricing has 3 left to do, unchanged for 150 s
                """);
    }

    @Test
    void isSilentWhileAnythingMoves() {
        Standstill wait = progress.waiting();
        for (int left = 20; left > 0; left--) {
            wait.waitingFor("pricing has " + left + " left to do");
            now = now.plusSeconds(29);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void countsWithoutAPercentageWhereTheWholeIsNotKnown() {
        progress.count("pricing, still to do", 1_234);

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("  pricing, still to do: 1,234\n");
    }
}
