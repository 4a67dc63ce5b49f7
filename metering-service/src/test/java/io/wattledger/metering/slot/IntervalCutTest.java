package io.wattledger.metering.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalCutTest {

    private static final UsageKey KEY = new UsageKey("acme", "weather", "glomfjord", "h100-sxm");

    @ParameterizedTest(name = "{0} thousandths {1}..{2}")
    @CsvSource(textBlock = """
            8000, 2026-10-01T00:00:00Z,     2026-10-01T00:15:00Z,     7200000
            8000, 2026-10-01T00:14:59.999Z, 2026-10-01T00:15:00.001Z, 8 8
            1000, 2026-10-01T00:07:30Z,     2026-10-01T00:22:30Z,     450000 450000
            1,    2026-10-01T00:00:00Z,     2026-10-01T00:00:01Z,     1
            1,    2026-10-01T00:00:00.500Z, 2026-10-01T00:00:01.500Z, 1
            143,  2026-10-01T00:14:00Z,     2026-10-01T00:30:00.100Z, 8580 128700 14
            8000, 2026-12-31T23:59:59Z,     2027-01-01T00:00:01Z,     8000 8000
            """)
    void givesEachSlotItsShare(long thousandths, Instant start, Instant end, String expected) {
        List<String> pieces = new ArrayList<>();
        new IntervalCut(thousandths, new Interval(start, end), null)
                .pieces((number, figures) -> pieces.add(Long.toString(figures.milliGpuSeconds())));

        assertThat(String.join(" ", pieces)).isEqualTo(expected);
    }

    @Test
    void spreadsEnergyEvenlyAndMarksItsGpuTimeAsMeasured() {
        Interval halfAnHour =
                new Interval(Instant.parse("2026-10-01T00:05:00Z"), Instant.parse("2026-10-01T00:35:00Z"));

        assertThat(fold(List.of(new IntervalCut(1000, halfAnHour, 1_000_000_001L))))
                .containsExactly(
                        Map.entry("2026-10-01T00:00:00Z", new SlotFigures(600_000, 600_000, 333_333_333)),
                        Map.entry("2026-10-01T00:15:00Z", new SlotFigures(900_000, 900_000, 500_000_001)),
                        Map.entry("2026-10-01T00:30:00Z", new SlotFigures(300_000, 300_000, 166_666_667)));
    }

    @Test
    void noMeasurementIsNotAMeasurementOfZero() {
        Interval second = new Interval(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-10-01T00:00:01Z"));

        assertThat(fold(List.of(new IntervalCut(1000, second, null))).values())
                .containsExactly(new SlotFigures(1000, 0, 0));
        assertThat(fold(List.of(new IntervalCut(1000, second, 0L))).values())
                .containsExactly(new SlotFigures(1000, 1000, 0));
    }

    @Test
    void theLargestAllocationOfAllStaysExact() {
        Interval year = new Interval(Instant.parse("2025-01-01T00:00:00.001Z"), Instant.parse("2026-01-01T00:00:00Z"));
        long energy = Long.MAX_VALUE / 1000;
        IntervalCut cut = new IntervalCut(1_000_000_000L, year, energy);

        SlotFigures total = sum(List.of(cut));

        assertThat(total.milliGpuSeconds())
                .isEqualTo(1_000_000L * year.length().toMillis())
                .isEqualTo(cut.milliGpuSeconds());
        assertThat(total.measuredMillijoules()).isEqualTo(energy);
    }

    @RepeatedTest(200)
    void cuttingAnIntervalChangesNothing(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        long thousandths = 1 + random.nextInt(20_000);
        Interval whole = anInterval(random);
        List<IntervalCut> pieces = new ArrayList<>();
        Instant from = whole.start();
        while (from.isBefore(whole.end())) {
            Instant to = earlier(whole.end(), from.plusMillis(1 + random.nextInt(3_000_000)));
            pieces.add(new IntervalCut(thousandths, new Interval(from, to), null));
            from = to;
        }

        assertThat(fold(pieces)).isEqualTo(fold(List.of(new IntervalCut(thousandths, whole, null))));
    }

    @RepeatedTest(200)
    void piecesAddUpToTheWholeInWhateverOrder(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<IntervalCut> cuts = new ArrayList<>();
        long gpuTime = 0;
        long energy = 0;
        for (int i = 0; i < 10; i++) {
            Long measured = random.nextBoolean() ? Long.valueOf(random.nextLong(1L << 55)) : null;
            IntervalCut cut = new IntervalCut(1 + random.nextInt(1_000_000), anInterval(random), measured);
            cuts.add(cut);
            gpuTime += cut.milliGpuSeconds();
            energy += measured == null ? 0 : measured;
        }
        Map<String, SlotFigures> inOrder = fold(cuts);
        Collections.shuffle(cuts, random);

        assertThat(fold(cuts)).isEqualTo(inOrder);
        assertThat(sum(cuts).milliGpuSeconds()).isEqualTo(gpuTime);
        assertThat(sum(cuts).measuredMillijoules()).isEqualTo(energy);
        assertThat(inOrder.values())
                .allMatch(figures -> figures.measuredMilliGpuSeconds() <= figures.milliGpuSeconds());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            Europe/Oslo,   2026-10-25, 100
            Europe/Oslo,   2026-03-29, 92
            Europe/London, 2026-10-25, 100
            Europe/London, 2026-03-29, 92
            Europe/Oslo,   2026-10-26, 96
            """)
    void aLocalDayHasItsQuarterHours(String zone, LocalDate day, int slots) {
        ZoneId at = ZoneId.of(zone);
        Interval local = new Interval(
                day.atStartOfDay(at).toInstant(),
                day.plusDays(1).atStartOfDay(at).toInstant());

        Map<String, SlotFigures> folded = fold(List.of(new IntervalCut(8000, local, null)));

        assertThat(folded).hasSize(slots);
        assertThat(folded.values()).allMatch(figures -> figures.milliGpuSeconds() == 7_200_000);
    }

    private static Interval anInterval(Random random) {
        Instant start = Instant.parse("2026-03-28T00:00:00Z").plusMillis(random.nextInt(200_000_000));
        return new Interval(start, start.plus(Duration.ofMillis(1 + random.nextInt(100_000_000))));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static SlotFigures sum(List<IntervalCut> cuts) {
        return fold(cuts).values().stream().reduce(SlotFigures.NONE, SlotFigures::plus);
    }

    private static Map<String, SlotFigures> fold(List<IntervalCut> cuts) {
        SlotFold fold = new SlotFold();
        cuts.forEach(cut -> fold.add(KEY, cut));
        Map<String, SlotFigures> figures = new TreeMap<>();
        for (SlotDelta delta : fold.deltas()) {
            Slot slot = delta.slot();
            figures.put(slot.start().toString(), delta.figures());
        }
        return figures;
    }

    @Test
    void aLongRunInPartsIsTheWhole() {
        Interval decades =
                new Interval(Instant.parse("2000-01-01T00:03:00.007Z"), Instant.parse("2026-11-30T10:00:00.123Z"));
        IntervalCut whole = new IntervalCut(333, decades, null);
        UsageKey key = new UsageKey("tenant", "project", "site", "sku");
        SlotFold atOnce = new SlotFold();
        SlotFold inParts = new SlotFold();

        atOnce.add(key, whole);
        whole.parts().forEach(part -> inParts.add(key, part));

        assertThat(whole.parts()).hasSize(27);
        assertThat(inParts.deltas()).isEqualTo(atOnce.deltas());
        assertThat(new IntervalCut(333, decades, 5L).parts()).hasSize(1);
    }
}
