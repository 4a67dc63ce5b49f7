package io.wattledger.metering.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.slot.IntervalCut;
import io.wattledger.metering.slot.SlotDelta;
import io.wattledger.metering.slot.SlotFold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is added and taken back piece by piece, in whatever order, comes to what the reports that stand come to: on both
 * days on which clocks change, at month ends, and for shares of a GPU that divide nothing evenly.
 */
class PiecesPropertyTest {

    private static final UsageKey KEY = new UsageKey("acme", "weather", "glomfjord", "h100");
    private static final int ROUNDS = 60;
    private static final int REPORTS = 24;
    private static final int SPAN_MILLIS = (int) Duration.ofHours(5).toMillis();
    private static final long FILL_UP_TO = Duration.ofMinutes(5).toMillis();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-28T23:00:00Z",
                "2026-10-24T22:00:00Z",
                "2026-10-31T21:00:00Z",
                "2024-02-28T22:00:00Z",
                "2026-12-31T21:00:00Z"
            })
    void startsAndStops(Instant around) {
        Random random = new Random(around.getEpochSecond());
        for (int round = 0; round < ROUNDS; round++) {
            Marks marks = new Marks();
            List<Mark> standing = new ArrayList<>();
            Long watermark = around.toEpochMilli() + random.nextInt(SPAN_MILLIS);
            Supplier<List<Stretch>> now = () -> Run.stretches(marks.runs(), "acme", "glomfjord", watermark);
            SlotFold steps = new SlotFold();
            for (Act<Mark> act : acts(random, () -> mark(random, around), standing)) {
                List<Stretch> before = now.get();
                if (act.isAdded()) {
                    marks.add(act.of());
                } else {
                    marks.remove(act.of());
                }
                step(steps, before, now.get());
            }
            Marks whole = new Marks();
            standing.forEach(whole::add);

            assertThat(steps.deltas()).isEqualTo(fold(Run.stretches(whole.runs(), "acme", "glomfjord", watermark)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-28T23:00:00Z", "2026-10-24T22:00:00Z", "2026-10-31T21:00:00Z"})
    void heartbeats(Instant around) {
        Random random = new Random(around.getEpochSecond());
        for (int round = 0; round < ROUNDS; round++) {
            List<BeatFigures> sizes = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                sizes.add(new BeatFigures(1 + random.nextInt(3000), KEY.project(), KEY.sku(), List.of()));
            }
            BeatTimeline beats = timeline();
            List<Beat> standing = new ArrayList<>();
            SlotFold steps = new SlotFold();
            for (Act<Beat> act : acts(random, () -> beat(random, around, sizes), standing)) {
                var before = beats.stretches(KEY.tenant(), KEY.site());
                act.of().on(beats, act.isAdded());
                var after = beats.stretches(KEY.tenant(), KEY.site());
                sizes.forEach(
                        size -> step(steps, before.getOrDefault(size, List.of()), after.getOrDefault(size, List.of())));
            }
            BeatTimeline whole = timeline();
            standing.forEach(one -> one.on(whole, true));

            assertThat(steps.deltas()).isEqualTo(fold(stretches(whole)));
        }
    }

    private record Beat(BeatFigures figures, long start, long end) {
        void on(BeatTimeline beats, boolean isAdded) {
            if (isAdded) {
                beats.add(figures, start, end);
            } else {
                beats.remove(figures, start, end);
            }
        }
    }

    private static Beat beat(Random random, Instant around, List<BeatFigures> sizes) {
        long[] window = window(random, around);
        return new Beat(sizes.get(random.nextInt(sizes.size())), window[0], window[1]);
    }

    private static BeatTimeline timeline() {
        BeatTimeline beats = new BeatTimeline();
        beats.keepPolicy(KEY.sku(), FILL_UP_TO);
        return beats;
    }

    private static List<Stretch> stretches(BeatTimeline beats) {
        return beats.stretches(KEY.tenant(), KEY.site()).values().stream()
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-28T23:00:00Z", "2026-10-24T22:00:00Z", "2026-10-31T21:00:00Z"})
    void anAllocationToldInBeatsOrByItsEndsIsTheSame(Instant around) {
        Random random = new Random(around.getEpochSecond());
        for (int round = 0; round < ROUNDS; round++) {
            long gpuThousandths = 1 + random.nextInt(3000);
            long start = around.toEpochMilli() + random.nextInt(SPAN_MILLIS);
            long end = start + 1 + random.nextInt(SPAN_MILLIS);
            BeatFigures figures = new BeatFigures(gpuThousandths, KEY.project(), KEY.sku(), List.of());
            BeatTimeline beats = timeline();
            long from = start;
            while (from < end) {
                long to = Math.min(end, from + 1 + random.nextInt(200_000));
                beats.add(figures, from, to);
                from = to;
            }
            Marks marks = new Marks();
            marks.add(Mark.stop(end));
            marks.add(Mark.start(start, gpuThousandths, KEY, List.of()));
            Interval interval = new Interval(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end));
            SlotFold whole = new SlotFold();
            whole.add(KEY, new IntervalCut(gpuThousandths, interval, null));

            assertThat(fold(stretches(beats))).isEqualTo(whole.deltas());
            assertThat(fold(Run.stretches(marks.runs(), "acme", "glomfjord", null)))
                    .isEqualTo(whole.deltas());
        }
    }

    /** Something that is reported, or taken back again. */
    private record Act<T>(T of, boolean isAdded) {}

    /** Reports in any order, some of which are taken back, which may come first; those that stand are noted. */
    private static <T> List<Act<T>> acts(Random random, Supplier<T> report, List<T> standing) {
        List<Act<T>> acts = new ArrayList<>();
        for (int i = 0; i < REPORTS; i++) {
            T one = report.get();
            acts.add(new Act<>(one, true));
            if (random.nextInt(3) == 0) {
                acts.add(new Act<>(one, false));
            } else {
                standing.add(one);
            }
        }
        Collections.shuffle(acts, random);
        return acts;
    }

    private static Mark mark(Random random, Instant around) {
        long at = around.toEpochMilli() + random.nextInt(SPAN_MILLIS);
        return random.nextBoolean() ? Mark.stop(at) : Mark.start(at, 1 + random.nextInt(3) * 333L, KEY, List.of());
    }

    private static long[] window(Random random, Instant around) {
        long from = around.toEpochMilli() + random.nextInt(SPAN_MILLIS);
        return new long[] {from, from + 1 + random.nextInt(600_000)};
    }

    private static void step(SlotFold fold, List<Stretch> before, List<Stretch> after) {
        StretchDifference.between(before, after, gone -> add(fold, gone, true), come -> add(fold, come, false));
    }

    private static List<SlotDelta> fold(List<Stretch> stretches) {
        SlotFold fold = new SlotFold();
        stretches.forEach(stretch -> add(fold, stretch, false));
        return fold.deltas();
    }

    private static void add(SlotFold fold, Stretch stretch, boolean isGone) {
        IntervalCut cut = new IntervalCut(stretch.what().gpuThousandths(), stretch.interval(), null);
        UsageKey key = stretch.what().key();
        if (stretch.what().isEstimated()) {
            if (isGone) {
                fold.subtractEstimated(key, cut);
            } else {
                fold.addEstimated(key, cut);
            }
        } else if (isGone) {
            fold.subtract(key, cut);
        } else {
            fold.add(key, cut);
        }
    }
}
