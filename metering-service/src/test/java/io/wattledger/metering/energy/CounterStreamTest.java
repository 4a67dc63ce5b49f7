package io.wattledger.metering.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.contracts.vocabulary.UsageKey;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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

class CounterStreamTest {

    private static final UsageKey WEATHER = new UsageKey("tenant", "weather", "glomfjord", "h100-sxm");
    private static final UsageKey OCEAN = new UsageKey("tenant", "ocean", "glomfjord", "h100-sxm");
    private static final CounterRules RULES = new CounterRules(20_000, Duration.ofDays(1));
    private static final long MILLIJOULES_PER_KILOWATT_HOUR = 3_600_000_000L;

    /** Readings as {@code time=millijoules[@boot]}, and what lies between them as {@code from-to kind millijoules}. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            C53                     | 10:00=126272101025 11:00=128612101025 | 10:00-11:00 MEASURED 2340000000
            C55 reset               | 10:00=9000000000 10:15=9360000000 10:30=120000000 10:45=480000000 | 10:00-10:15 MEASURED 360000000; 10:15-10:30 RESET 120000000; 10:30-10:45 MEASURED 360000000
            reset to nothing        | 10:00=500 10:15=0 | 10:00-10:15 RESET 0
            reset seen by its boot  | 10:00=500@a 10:15=700@b 10:30=800@b | 10:00-10:15 RESET 700; 10:15-10:30 MEASURED 100
            boot not told once      | 10:00=500@a 10:15=700 10:30=800@b | 10:00-10:15 MEASURED 200; 10:15-10:30 MEASURED 100
            idle                    | 10:00=500 10:15=500 | 10:00-10:15 MEASURED 0
            one reading             | 10:00=500 |
            the same tick again     | 10:00=500 10:00=500 10:15=600 10:15=600 10:15=600 | 10:00-10:15 MEASURED 100
            same tick, other value  | 10:00=500 10:15=600 10:15=601 10:30=700 | 10:15-10:15 CONTRADICTION 0; 10:00-10:30 MEASURED 200
            same tick, other boot   | 10:00=500@a 10:15=600@a 10:15=600@b 10:30=700@a | 10:15-10:15 CONTRADICTION 0; 10:00-10:30 MEASURED 200
            contradiction at an end | 10:00=500 10:00=501 10:15=600 10:30=700 | 10:00-10:00 CONTRADICTION 0; 10:15-10:30 MEASURED 100
            as much as can be       | 10:00=0 10:15=18000000000 | 10:00-10:15 MEASURED 18000000000
            more than can be        | 10:00=0 10:15=18000000001 | 10:00-10:15 IMPOSSIBLE 18000000001
            spike                   | 10:00=1000000000 10:15=90000000000000 10:30=1360000000 | 10:15-10:15 OUT_OF_LINE 0; 10:00-10:30 MEASURED 360000000
            spike told twice        | 10:00=1000000000 10:10=90000000000000 10:20=90000000000000 10:30=1360000000 | 10:10-10:10 OUT_OF_LINE 0; 10:20-10:20 OUT_OF_LINE 0; 10:00-10:30 MEASURED 360000000
            spike that could be     | 10:00=1000000000 10:15=2000000000 10:30=1360000000 | 10:15-10:15 OUT_OF_LINE 0; 10:00-10:30 MEASURED 360000000
            spike at the end        | 10:00=1000000000 10:15=90000000000000 | 10:00-10:15 IMPOSSIBLE 89999000000000
            nothing in between      | 10:00=50000000000 10:15=0 10:30=50040000000 | 10:15-10:15 OUT_OF_LINE 0; 10:00-10:30 MEASURED 40000000
            reset after a spike     | 10:00=1000000000 10:15=90000000000000 10:30=360000000 10:45=720000000 | 10:00-10:15 IMPOSSIBLE 89999000000000; 10:15-10:30 RESET 360000000; 10:30-10:45 MEASURED 360000000
            other boot in between   | 10:00=500@a 10:15=100@b 10:30=600@a | 10:00-10:15 RESET 100; 10:15-10:30 RESET 600
            small step back         | 10:00=50000000000 11:00=49999999999 | 10:00-11:00 MEASURED 0
            small steps back        | 10:00=100000000 10:01=99900000 10:02=160000000 10:03=159900000 | 10:00-10:02 MEASURED 60000000; 10:02-10:03 MEASURED 0
            a value kept a while    | 10:00=100000000 10:01=99900000 10:02=99900000 10:03=160000000 | 10:00-10:03 MEASURED 60000000
            large step back         | 10:00=50000000000 11:00=30000000000 12:00=30360000000 | 10:00-11:00 STEP_BACK 0; 11:00-12:00 MEASURED 360000000
            as much lost as is left | 10:00=50000000000 12:00=25000000000 | 10:00-12:00 RESET 25000000000
            a day apart             | 2026-10-01T10:00=1 2026-10-02T10:00=11 | 2026-10-01T10:00-2026-10-02T10:00 MEASURED 10
            more than a day apart   | 2026-10-01T10:00=1 2026-10-02T10:01=11 | 2026-10-01T10:00-2026-10-02T10:01 TOO_FAR_APART 10
            """)
    void saysWhatLiesBetweenReadings(String name, String readings, String expected) {
        List<String> said = new CounterStream(1000, RULES)
                .stretches(readings(readings)).stream()
                        .map(one -> "%s-%s %s %d"
                                .formatted(
                                        shown(one.start(), readings),
                                        shown(one.end(), readings),
                                        one.kind(),
                                        one.millijoules()))
                        .toList();

        assertThat(String.join("; ", said)).as(name).isEqualTo(expected == null ? "" : expected);
    }

    /** As they were charged when they came in. */
    @Test
    void readingsOfBeforeAreComparedWithTheOneBeforeThemOnly() {
        List<CounterReading> before = readings("10:00=1000000000 10:15=90000000000000 10:30=1360000000").stream()
                .map(one -> new CounterReading(one.at(), one.millijoules(), null, WEATHER, false))
                .toList();

        assertThat(fold(1000, before).millijoules).isEqualTo(1_360_000_000);
        List<CounterReading> more = new ArrayList<>(before);
        more.addAll(readings("10:45=1720000000 11:00=90000000000000 11:15=2080000000"));
        assertThat(fold(1000, more).millijoules).isEqualTo(1_360_000_000 + 720_000_000);
    }

    @Test
    void givesTheKilowattHoursOfTheExamples() {
        assertThat(kilowattHours("10:00=126272101025 11:00=128612101025")).isEqualTo("0.650000");
        assertThat(kilowattHours("10:00=9000000000 10:15=9360000000 10:30=120000000 10:45=480000000"))
                .isEqualTo("0.233333");
    }

    @Test
    void marksWhatIsKnownSinceAResetAsEstimated() {
        Totals totals = fold(1000, readings("10:00=9000000000 10:15=9360000000 10:30=120000000 10:45=480000000"));

        assertThat(totals.millijoules).isEqualTo(840_000_000);
        assertThat(totals.estimated).isEqualTo(120_000_000);
        assertThat(totals.covered).isEqualTo(45 * 60 * 1000);
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775792, true",
        "9223372036854775793, true",
        "9223372036854775794, true",
        "9223372036854775795, true",
        "9223372036854775807, true",
        "9223372036854775791, false",
        "0, false",
        "126272101025, false",
        ", true"
    })
    void knowsTheMarksOfNoValue(Long value, boolean isBlank) {
        assertThat(DcgmBlank.isBlank(value)).isEqualTo(isBlank);
    }

    @Test
    void energyUntilAReadingBelongsToTheSeriesItNames() {
        List<CounterReading> readings = List.of(
                new CounterReading(at("10:00"), 0, null, WEATHER),
                new CounterReading(at("10:15"), 100, null, WEATHER),
                new CounterReading(at("10:30"), 130, null, OCEAN));

        assertThat(fold(1000, readings).bySeries).isEqualTo(Map.of(WEATHER, 100L, OCEAN, 30L));
    }

    @Test
    void seriesNamedAtOneInstantShareWhatIsChargedOnce() {
        List<CounterReading> readings = List.of(
                new CounterReading(at("10:00"), 0, null, WEATHER),
                new CounterReading(at("10:00"), 0, null, OCEAN),
                new CounterReading(at("10:15"), 101, null, WEATHER),
                new CounterReading(at("10:15"), 101, null, OCEAN));

        Totals totals = fold(1000, readings);

        assertThat(totals.bySeries).isEqualTo(Map.of(OCEAN, 50L, WEATHER, 51L));
        assertThat(totals.covered).isEqualTo(900_000);
    }

    @Test
    void refusesAShareOfMoreThanTheDevice() {
        assertThatThrownBy(() -> new CounterStream(1001, RULES)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CounterStream(0, RULES)).isInstanceOf(IllegalArgumentException.class);
    }

    @RepeatedTest(100)
    void orderAndRepetitionDoNotMatter(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<CounterReading> readings = someReadings(random, 40, true);
        List<Stretch> once = new CounterStream(1000, RULES).stretches(readings);
        List<CounterReading> again = new ArrayList<>(readings);
        again.addAll(readings.subList(0, 20));
        Collections.shuffle(again, random);

        assertThat(new CounterStream(1000, RULES).stretches(again)).isEqualTo(once);
    }

    @RepeatedTest(100)
    void partsAddUpToTheShareOfTheWholeHoweverOftenItIsRead(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        long share = 1 + random.nextInt(1000);
        List<CounterReading> readings = someReadings(random, 30, false);
        long first = readings.getFirst().millijoules();
        long last = readings.getLast().millijoules();

        Totals all = fold(share, readings);
        Totals ends = fold(share, List.of(readings.getFirst(), readings.getLast()));

        assertThat(all.millijoules)
                .isEqualTo(last * share / 1000 - first * share / 1000)
                .isEqualTo(ends.millijoules);
        assertThat(all.covered).isEqualTo(ends.covered);
    }

    @RepeatedTest(100)
    void whatAReadingChangesIsSeenFromItsNeighboursAlone(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<CounterReading> readings = someReadings(random, 30, true);
        CounterReading added = readings.remove(random.nextInt(readings.size()));
        List<CounterReading> with = new ArrayList<>(readings);
        with.add(added);
        List<CounterReading> near = nearest(readings, added);
        List<CounterReading> nearWith = new ArrayList<>(near);
        nearWith.add(added);

        assertThat(difference(nearWith, near)).isEqualTo(difference(with, readings));
    }

    @RepeatedTest(100)
    void whatIsSaidOfATimeIsSeenFromThoseAroundItAlone(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<CounterReading> readings = someReadings(random, 40, true);
        Instant from = readings.get(random.nextInt(readings.size())).at().plusMillis(random.nextInt(2));
        Instant to = from.plusMillis(1 + random.nextInt(3_000_000));
        List<CounterReading> around = new ArrayList<>();
        readings.stream()
                .filter(one -> one.at().isAfter(from) && one.at().isBefore(to))
                .forEach(around::add);
        TreeMap<Instant, List<CounterReading>> usable = usable(readings);
        usable.headMap(from, true).descendingMap().values().stream()
                .limit(CounterStream.AROUND)
                .forEach(around::addAll);
        usable.tailMap(to, true).values().stream().limit(CounterStream.AROUND).forEach(around::addAll);

        assertThat(within(around, from, to)).isEqualTo(within(readings, from, to));
    }

    private static List<Stretch> within(List<CounterReading> readings, Instant from, Instant to) {
        return new CounterStream(1000, RULES)
                .stretches(readings).stream()
                        .filter(one -> one.start().isBefore(to) && one.end().isAfter(from))
                        .toList();
    }

    @RepeatedTest(50)
    void sharesOfADeviceNeverAddUpToMoreThanTheDevice(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<CounterReading> readings = someReadings(random, 20, false);
        long one = 1 + random.nextInt(999);
        long whole = fold(1000, readings).millijoules;
        long parts = fold(one, readings).millijoules + fold(1000 - one, readings).millijoules;

        assertThat(whole - parts).isBetween(-1L, 1L);
    }

    private static TreeMap<Instant, List<CounterReading>> usable(List<CounterReading> readings) {
        TreeMap<Instant, List<CounterReading>> usable = new TreeMap<>();
        readings.forEach(one ->
                usable.computeIfAbsent(one.at(), absent -> new ArrayList<>()).add(one));
        usable.values()
                .removeIf(tick -> tick.stream()
                                .map(CounterReading::millijoules)
                                .distinct()
                                .count()
                        > 1);
        return usable;
    }

    private static List<CounterReading> nearest(List<CounterReading> readings, CounterReading to) {
        List<CounterReading> near = new ArrayList<>(
                readings.stream().filter(one -> one.at().equals(to.at())).toList());
        TreeMap<Instant, List<CounterReading>> usable = usable(readings);
        usable.headMap(to.at(), false).descendingMap().values().stream()
                .limit(CounterStream.CHANGED)
                .forEach(near::addAll);
        usable.tailMap(to.at(), false).values().stream()
                .limit(CounterStream.CHANGED)
                .forEach(near::addAll);
        return near;
    }

    private static Map<Stretch, Integer> difference(List<CounterReading> with, List<CounterReading> without) {
        Map<Stretch, Integer> difference = new java.util.HashMap<>();
        CounterStream stream = new CounterStream(1000, RULES);
        stream.stretches(with).forEach(one -> difference.merge(one, 1, Integer::sum));
        stream.stretches(without).forEach(one -> difference.merge(one, -1, Integer::sum));
        difference.values().removeIf(count -> count == 0);
        return difference;
    }

    /** Minutely readings of a device under some load; with odd ones among them if wanted. */
    private static List<CounterReading> someReadings(Random random, int count, boolean withOddOnes) {
        List<CounterReading> readings = new ArrayList<>();
        Instant at = Instant.parse("2026-10-01T00:00:00Z").plusMillis(random.nextInt(1_000_000));
        long value = random.nextLong(1L << 50);
        while (readings.size() < count) {
            UsageKey series = random.nextInt(4) == 0 ? OCEAN : WEATHER;
            readings.add(new CounterReading(at, value, null, series));
            if (withOddOnes && random.nextInt(6) == 0) {
                readings.add(new CounterReading(at, value + random.nextInt(2), null, OCEAN));
            }
            at = at.plusMillis(1 + random.nextInt(600_000));
            value = withOddOnes && random.nextInt(8) == 0
                    ? random.nextLong(1_000_000)
                    : value + random.nextLong(1_000_000);
        }
        return readings;
    }

    private static String kilowattHours(String readings) {
        return BigDecimal.valueOf(fold(1000, readings(readings)).millijoules)
                .divide(BigDecimal.valueOf(MILLIJOULES_PER_KILOWATT_HOUR), 6, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static List<CounterReading> readings(String text) {
        return Arrays.stream(text.split(" ", -1))
                .map(one -> one.split("[=@]", -1))
                .map(one ->
                        new CounterReading(at(one[0]), Long.parseLong(one[1]), one.length > 2 ? one[2] : null, WEATHER))
                .toList();
    }

    private static Instant at(String time) {
        return Instant.parse((time.length() > 5 ? time : "2026-10-01T" + time) + ":00Z");
    }

    private static String shown(Instant instant, String readings) {
        String minute = instant.toString().substring(0, "2026-10-01T10:00".length());
        return readings.contains("T") ? minute : minute.substring("2026-10-01T".length());
    }

    private static Totals fold(long share, List<CounterReading> readings) {
        Totals totals = new Totals();
        for (Stretch stretch : new CounterStream(share, RULES).stretches(readings)) {
            new EnergyCut(stretch, share).pieces(totals::add);
        }
        return totals;
    }

    private static final class Totals {
        private long covered;
        private long millijoules;
        private long estimated;
        private final Map<UsageKey, Long> bySeries = new TreeMap<>();

        void add(EnergyCut.Piece piece) {
            covered += piece.coveredMilliGpuSeconds();
            millijoules += piece.millijoules();
            estimated += piece.estimatedMillijoules();
            bySeries.merge(piece.series(), piece.millijoules(), Long::sum);
        }
    }
}
