package io.wattledger.metering.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.vocabulary.UsageKey;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeatTimelineTest {

    private static final UsageKey KEY = new UsageKey("acme", "weather", "glomfjord", "h100");
    private static final BeatFigures ONE = new BeatFigures(1_000, KEY.project(), KEY.sku(), List.of());
    private static final long SEED = 20261122;
    private static final int ROUNDS = 500;
    private static final int SPAN = 60;

    /** Windows as "from..to", of one GPU unless told; what they come to likewise, with "~" where it is estimated. */
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
            8*0..1 4*1..2 8*2..3  | 5 | 4*1..2 8*0..1 8*2..3
            8*0..1 4*2..3 8*4..5  | 5 | 4*2..3 8*0..1 8*4..5
            8*0..1 4*1..3 8*2..4  | 5 | 4*1..3 8*0..1 8*2..4
            8*0..1 4*2..3         | 5 | 4*2..3 8*0..1
            8*0..2 4*1..2 8*4..5 4*4..6 | 5 | 4*1..2 4*2..4~ 4*4..6 8*0..2 8*4..5
            8*0..2 4*0..1 8*4..5 4*4..5 | 5 | 4*0..1 4*4..5 8*0..2 8*2..4~ 8*4..5
            """)
    void countOnceAndFillShortGaps(String windows, long fillUpTo, String expected) {
        List<String> inOrder = List.of(windows.split(" ", -1));
        for (List<String> order : List.of(inOrder, inOrder.reversed())) {
            BeatTimeline beats = timeline(fillUpTo);
            for (String window : order) {
                beats.add(figures(window), from(window), to(window));
            }

            assertThat(text(beats)).isEqualTo(expected);
            assertThat(text(BeatTimeline.of(beats.bytes()))).isEqualTo(expected);
            assertThat(beats.length()).isEqualTo(beats.bytes().length);
        }
    }

    /** What was metered by the older rule is what each size comes to by itself, until it is counted anew. */
    @Test
    void countsByTheOlderRuleUntilThatIsLeft() {
        BeatTimeline beats = timeline(5);
        for (String window : List.of("8*0..1", "4*1..2", "8*2..3")) {
            beats.add(figures(window), from(window), to(window));
        }
        byte[] bytes = beats.bytes();
        bytes[0] = 5;
        BeatTimeline older = BeatTimeline.of(bytes);

        assertThat(older.isByOlderRule()).isTrue();
        assertThat(older.bytes()).isEqualTo(bytes);
        assertThat(text(older)).isEqualTo("4*1..2 8*0..1 8*1..2~ 8*2..3");
        older.leaveOlderRule();
        assertThat(older.bytes()).isEqualTo(beats.bytes());
    }

    @Test
    void keepsThePolicyUnderWhichItBegan() {
        BeatTimeline beats = timeline(5);
        beats.keepPolicy(KEY.sku(), 0);
        beats.keepPolicy("other", 0);
        for (String sku : List.of(KEY.sku(), "other")) {
            BeatFigures figures = new BeatFigures(1_000, "wëather", sku, List.of("b", "a"));
            beats.add(figures, sku.length() * 100L, sku.length() * 100L + 1);
            beats.add(figures, sku.length() * 100L + 2, sku.length() * 100L + 3);
        }

        assertThat(BeatTimeline.of(beats.bytes()).stretches("acme", "glomfjord"))
                .isEqualTo(beats.stretches("acme", "glomfjord"))
                .extractingByKeys(
                        new BeatFigures(1_000, "wëather", KEY.sku(), List.of("a", "b")),
                        new BeatFigures(1_000, "wëather", "other", List.of("a", "b")))
                .satisfiesExactly(
                        filled -> assertThat(filled).hasSize(3),
                        left -> assertThat(left).hasSize(2));
    }

    @Test
    void aDayOfBeatsIsKeptInAFewBytes() {
        BeatTimeline beats = timeline(0);
        for (long minute = 0; minute < 24 * 60; minute++) {
            beats.add(ONE, minute * 60_000, (minute + 1) * 60_000);
        }

        assertThat(beats.bytes()).hasSizeLessThan(100);
    }

    @Test
    void coverWhatAnyOfThemCovers() {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            BeatTimeline beats = timeline(0);
            int[] covered = new int[SPAN];
            for (int i = random.nextInt(12); i > 0; i--) {
                int from = random.nextInt(SPAN - 1);
                int to = from + 1 + random.nextInt(SPAN - from - 1);
                boolean isWithdrawn = random.nextInt(3) == 0;
                beats.add(ONE, from, to);
                if (isWithdrawn) {
                    beats.remove(ONE, from, to);
                } else {
                    for (int at = from; at < to; at++) {
                        covered[at]++;
                    }
                }
            }
            StringBuilder seen = new StringBuilder(".".repeat(SPAN));
            for (Stretch stretch : stretches(beats)) {
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

    private static BeatTimeline timeline(long fillUpTo) {
        BeatTimeline beats = new BeatTimeline();
        beats.keepPolicy(KEY.sku(), fillUpTo);
        return beats;
    }

    private static BeatFigures figures(String window) {
        int star = window.indexOf('*');
        long gpus = star < 0 ? 1 : Long.parseLong(window.substring(0, star));
        return new BeatFigures(gpus * 1_000, KEY.project(), KEY.sku(), List.of());
    }

    private static long from(String window) {
        return Long.parseLong(window.substring(window.indexOf('*') + 1, window.indexOf('.')));
    }

    private static long to(String window) {
        return Long.parseLong(window.substring(window.lastIndexOf('.') + 1));
    }

    private static List<Stretch> stretches(BeatTimeline beats) {
        return beats.stretches(KEY.tenant(), KEY.site()).values().stream()
                .flatMap(List::stream)
                .toList();
    }

    private static String text(BeatTimeline beats) {
        return stretches(beats).stream()
                .map(one ->
                        (one.what().gpuThousandths() == 1_000 ? "" : one.what().gpuThousandths() / 1_000 + "*")
                                + one.start() + ".." + one.end() + (one.what().isEstimated() ? "~" : ""))
                .collect(Collectors.joining(" "));
    }
}
