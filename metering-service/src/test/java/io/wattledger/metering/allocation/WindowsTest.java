package io.wattledger.metering.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.vocabulary.UsageKey;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsTest {

    private static final UsageKey KEY = new UsageKey("acme", "weather", "glomfjord", "h100");
    private static final long SEED = 20261122;
    private static final int ROUNDS = 500;
    private static final int SPAN = 60;

    /** Windows as "from..to"; what they come to likewise, with "~" where it is estimated. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0..10 10..20          | 0 | 0..20
            10..20 0..10          | 0 | 0..20
            0..10 0..10           | 0 | 0..10
            0..10 5..20           | 0 | 0..20
            0..30 10..20          | 0 | 0..30
            0..10 15..20          | 5 | 0..10 10..15~ 15..20
            0..10 15..20          | 4 | 0..10 15..20
            0..10 15..20 12..13   | 4 | 0..10 10..12~ 12..13 13..15~ 15..20
            0..10 15..20 10..15   | 5 | 0..20
            """)
    void countOnceAndFillShortGaps(String windows, long fillUpTo, String expected) {
        Windows kept = new Windows();
        for (String window : windows.split(" ", -1)) {
            kept.add(from(window), to(window));
        }

        assertThat(text(kept.stretches(KEY, 8000, fillUpTo))).isEqualTo(expected);
        assertThat(text(Windows.of(kept.bytes()).stretches(KEY, 8000, fillUpTo)))
                .isEqualTo(expected);
    }

    @Test
    void aDayOfBeatsIsKeptInAFewBytes() {
        Windows windows = new Windows();
        for (long minute = 0; minute < 24 * 60; minute++) {
            windows.add(minute * 60_000, (minute + 1) * 60_000);
        }

        assertThat(windows.bytes()).hasSizeLessThan(32);
    }

    @Test
    void coverWhatAnyOfThemCovers() {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            Windows windows = new Windows();
            int[] covered = new int[SPAN];
            for (int i = random.nextInt(12); i > 0; i--) {
                int from = random.nextInt(SPAN - 1);
                int to = from + 1 + random.nextInt(SPAN - from - 1);
                boolean isWithdrawn = random.nextInt(3) == 0;
                windows.add(from, to);
                if (isWithdrawn) {
                    windows.remove(from, to);
                } else {
                    for (int at = from; at < to; at++) {
                        covered[at]++;
                    }
                }
            }
            StringBuilder seen = new StringBuilder(".".repeat(SPAN));
            for (Stretch stretch : windows.stretches(KEY, 8000, 0)) {
                for (long at = stretch.start(); at < stretch.end(); at++) {
                    seen.setCharAt((int) at, 'x');
                }
            }
            StringBuilder expected = new StringBuilder();
            for (int count : covered) {
                expected.append(count > 0 ? 'x' : '.');
            }
            assertThat(seen).asString().isEqualTo(expected.toString());
        }
    }

    private static long from(String window) {
        return Long.parseLong(window.substring(0, window.indexOf('.')));
    }

    private static long to(String window) {
        return Long.parseLong(window.substring(window.lastIndexOf('.') + 1));
    }

    private static String text(List<Stretch> stretches) {
        return stretches.stream()
                .map(one -> one.start() + ".." + one.end() + (one.what().isEstimated() ? "~" : ""))
                .collect(Collectors.joining(" "));
    }
}
