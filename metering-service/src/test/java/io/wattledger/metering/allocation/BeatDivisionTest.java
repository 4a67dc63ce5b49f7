package io.wattledger.metering.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BeatDivisionTest {

    private static final UsageKey KEY = new UsageKey("acme", "weather", "glomfjord", "h100");
    private static final long FILL_UP_TO = 300_000;
    private static final int ROUNDS = 60;

    /** Rows that cannot be divided take longer. */
    private static final int ROUNDS_WITH_DEVICES = 15;

    private static final BeatFigures ONE = figures(1, List.of());
    private static final List<BeatFigures> SIZES = List.of(ONE, figures(2, List.of()), figures(3, List.of()));
    private static final List<BeatFigures> DEVICES =
            List.of(ONE, figures(1, List.of("a")), figures(2, List.of("a", "b")), figures(1, List.of("b")));

    /** What was laid aside, in the form in which rows keep it. */
    private final TreeMap<Long, byte[]> aside = new TreeMap<>();

    private byte[] recent = timeline().bytes();
    private final Map<BeatFigures, TreeMap<Long, Long>> metered = new HashMap<>();
    private final Set<Claimed> claimed = new HashSet<>();
    private int parts;

    /** A time that a claim of devices covers. */
    private record Claimed(BeatFigures figures, Interval covered) {}

    private static BeatFigures figures(int gpus, List<String> devices) {
        return new BeatFigures(gpus * 1_000L, KEY.project(), KEY.sku(), devices);
    }

    private static BeatTimeline timeline() {
        BeatTimeline beats = new BeatTimeline();
        beats.keepPolicy(KEY.sku(), FILL_UP_TO);
        return beats;
    }

    /** Beats with jitter, some of them late, early, twice, long or withdrawn. */
    @Test
    void comeToTheSameAsWhatIsKeptAsAWhole() {
        comeToTheSame(List.of(ONE), ROUNDS);
        comeToTheSame(SIZES, ROUNDS);
    }

    /** No claim is cut, so a row is longer where one goes on for long. */
    @Test
    void comeToTheSameWithDevices() {
        comeToTheSame(DEVICES, ROUNDS_WITH_DEVICES);
    }

    /** As an autoscaler has it: of each of the two the gap is short, but it is one for which the other vouches. */
    @Test
    void whatGoesToAndFroBetweenDevicesIsLaidAside() {
        Random random = new Random(1);
        List<BeatFigures> both = List.of(figures(2, List.of("a", "b")), figures(1, List.of("a")));
        List<Turn> turns = new ArrayList<>();
        for (int minute = 1; minute <= 24 * 60; minute++) {
            long at = minute * 60_000L + random.nextInt(40);
            turns.add(new Turn(both.get(minute % 2), at - 60_000, at, true));
        }
        turns.add(700, turns.remove(200));
        for (int withdrawn : List.of(1_200, 300, 301)) {
            Turn turn = turns.get(withdrawn);
            turns.add(new Turn(turn.figures(), turn.start(), turn.end(), false));
        }

        comeToTheSame("to and fro", turns, 2_000);

        assertThat(parts).isGreaterThan(20);
    }

    private void comeToTheSame(List<BeatFigures> figures, int rounds) {
        for (int round = 0; round < rounds; round++) {
            int mostBytes = figures == DEVICES ? Integer.MAX_VALUE : 2_000;
            comeToTheSame("round " + round, turns(new Random(round), figures), mostBytes);
        }
    }

    private void comeToTheSame(String round, List<Turn> turns, int mostBytes) {
        aside.clear();
        metered.clear();
        claimed.clear();
        parts = 0;
        recent = timeline().bytes();
        BeatTimeline whole = timeline();
        for (Turn turn : turns) {
            apply(turn);
            turn.on(whole);
            assertThat(recent).hasSizeLessThan(mostBytes);
        }

        Map<BeatFigures, TreeMap<Long, Long>> expected = new HashMap<>();
        stretches(whole).forEach((one, all) -> all.forEach(stretch -> count(expected, one, stretch, 1)));
        assertThat(metered).as(round).isEqualTo(expected);
        assertThat(claimed).as(round).isEqualTo(claims(stretches(whole)));
        assertThat(parts).as(round).isPositive();
    }

    @Test
    void aBeatInItsTurnNeedsNothingOfWhatWasLaidAside() {
        Random random = new Random(1);
        BeatTimeline windows = timeline();
        int laidAside = 0;
        for (long minute = 1; minute <= 30 * 24 * 60; minute++) {
            long at = minute * 60_000 + random.nextInt(10);
            assertThat(windows.reachesAside(at - 60_000)).isFalse();
            windows.add(ONE, at - 60_000, at);
            laidAside += windows.layAside().size();
            assertThat(windows.length()).isLessThan(2_000);
        }
        assertThat(laidAside).isBetween(1_000, 2_000);
    }

    @Test
    void whatIsNotThePartBeforeIsNotTakenIn() {
        BeatTimeline windows = timeline();
        for (long minute = 0; minute < 100; minute++) {
            windows.add(ONE, minute * 100, minute * 100 + 50);
        }
        List<BeatTimeline.Part> parts = windows.layAside();
        byte[] before = windows.bytes();

        assertThat(windows.takeIn(List.of(new BeatTimeline.Part(parts.getLast().until() + 1, timeline()))))
                .isFalse();
        assertThat(windows.bytes()).isEqualTo(before);
        assertThat(windows.takeIn(parts)).isTrue();
        assertThat(windows.reachesAside(0)).isFalse();
    }

    private record Turn(BeatFigures figures, long start, long end, boolean isBegun) {
        void on(BeatTimeline windows) {
            if (isBegun) {
                windows.add(figures, start, end);
            } else {
                windows.remove(figures, start, end);
            }
        }
    }

    private static List<Turn> turns(Random random, List<BeatFigures> figures) {
        BeatFigures said = figures.getFirst();
        List<Turn> turns = new ArrayList<>();
        int beats = 300 + random.nextInt(300);
        for (int i = 1; i <= beats; i++) {
            long at = i * 60_000L + random.nextInt(40) + (random.nextInt(20) == 0 ? random.nextInt(400_000) : 0);
            long length = random.nextInt(30) == 0 ? 1 + random.nextInt(9_000_000) : 60_000;
            said = random.nextInt(10) == 0 ? figures.get(random.nextInt(figures.size())) : said;
            int times = random.nextInt(12) == 0 ? 0 : random.nextInt(9) == 0 ? 2 : 1;
            turns.addAll(Collections.nCopies(times, new Turn(said, at - length, at, true)));
        }
        int late = random.nextInt(60);
        for (int i = 0; i < late; i++) {
            int from = random.nextInt(turns.size());
            Turn turn = turns.remove(from);
            turns.add(Math.min(turns.size(), from + random.nextInt(200)), turn);
        }
        int withdrawn = random.nextInt(60);
        for (int i = 0; i < withdrawn; i++) {
            int which = random.nextInt(turns.size());
            Turn turn = turns.get(which);
            if (turn.isBegun()
                    && turns.stream().filter(one -> one.end() == turn.end()).count() == 1) {
                int place = which + 1 + random.nextInt(turns.size() - which);
                turns.add(place, new Turn(turn.figures(), turn.start(), turn.end(), false));
            }
        }
        if (random.nextInt(6) == 0) {
            turns.removeIf(one -> !one.isBegun());
            Collections.shuffle(turns, random);
        }
        return turns;
    }

    /** As the service does it: the stretches of what it has before it, before and after. */
    private void apply(Turn turn) {
        BeatTimeline windows = BeatTimeline.of(recent);
        if (windows.reachesAside(turn.start())) {
            Map<Long, byte[]> taken = aside.tailMap(turn.start(), true);
            List<BeatTimeline.Part> parts = new ArrayList<>();
            taken.forEach((until, bytes) -> parts.add(new BeatTimeline.Part(until, BeatTimeline.of(bytes))));
            taken.clear();
            assertThat(windows.takeIn(parts)).isTrue();
            assertThat(windows.reachesAside(turn.start())).isFalse();
        }
        Map<BeatFigures, List<Stretch>> before = stretches(windows);
        turn.on(windows);
        Map<BeatFigures, List<Stretch>> after = stretches(windows);
        before.forEach((one, all) -> all.forEach(stretch -> count(metered, one, stretch, -1)));
        after.forEach((one, all) -> all.forEach(stretch -> count(metered, one, stretch, 1)));
        Set<Claimed> gone = claims(before);
        gone.removeAll(claims(after));
        assertThat(claimed).containsAll(gone);
        claimed.removeAll(gone);
        claimed.addAll(claims(after));
        List<BeatTimeline.Part> laidAside = windows.layAside();
        laidAside.forEach(part -> aside.put(part.until(), part.beats().bytes()));
        parts += laidAside.size();
        recent = windows.bytes();
    }

    private static Map<BeatFigures, List<Stretch>> stretches(BeatTimeline beats) {
        return beats.stretches(KEY.tenant(), KEY.site());
    }

    private static Set<Claimed> claims(Map<BeatFigures, List<Stretch>> stretches) {
        Set<Claimed> claims = new HashSet<>();
        stretches.forEach((figures, all) -> {
            if (!figures.devices().isEmpty()) {
                Stretch.covered(all).forEach(covered -> claims.add(new Claimed(figures, covered)));
            }
        });
        return claims;
    }

    /** The change at each instant at which something begins or ends; that of estimates is counted a thousandfold. */
    private static void count(
            Map<BeatFigures, TreeMap<Long, Long>> changes, BeatFigures figures, Stretch stretch, long sign) {
        long by = sign * (stretch.what().isEstimated() ? 1_000 : 1);
        TreeMap<Long, Long> own = changes.computeIfAbsent(figures, absent -> new TreeMap<>());
        own.merge(stretch.start(), by, (one, other) -> one + other == 0 ? null : one + other);
        own.merge(stretch.end(), -by, (one, other) -> one + other == 0 ? null : one + other);
        if (own.isEmpty()) {
            changes.remove(figures);
        }
    }
}
