package io.wattledger.metering.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.vocabulary.UsageKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WindowsAsideTest {

    private static final UsageKey KEY = new UsageKey("acme", "weather", "glomfjord", "h100");
    private static final long FILL_UP_TO = 300_000;
    private static final int ROUNDS = 60;

    /** What was laid aside, in the form in which rows keep it. */
    private final TreeMap<Long, byte[]> aside = new TreeMap<>();

    private byte[] recent = new Windows().bytes();
    private final TreeMap<Long, Long> metered = new TreeMap<>();

    /** Beats with jitter, some of them late, early, twice, long or withdrawn. */
    @Test
    void comeToTheSameAsWhatIsKeptAsAWhole() {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(round);
            aside.clear();
            metered.clear();
            recent = new Windows().bytes();
            Windows whole = new Windows();
            for (Turn turn : turns(random)) {
                apply(turn);
                turn.on(whole);
                assertThat(recent).hasSizeLessThan(2_000);
            }

            TreeMap<Long, Long> expected = new TreeMap<>();
            whole.stretches(KEY, 1000, FILL_UP_TO).forEach(one -> count(expected, one, 1));
            assertThat(metered).as("round %d", round).isEqualTo(expected);
            assertThat(aside).isNotEmpty();
        }
    }

    @Test
    void aBeatInItsTurnNeedsNothingOfWhatWasLaidAside() {
        Random random = new Random(1);
        Windows windows = new Windows();
        int parts = 0;
        for (long minute = 1; minute <= 30 * 24 * 60; minute++) {
            long at = minute * 60_000 + random.nextInt(10);
            assertThat(windows.reachesAside(at - 60_000)).isFalse();
            windows.add(at - 60_000, at);
            parts += windows.layAside().size();
            assertThat(windows.length()).isLessThan(2_000);
        }
        assertThat(parts).isBetween(1_000, 2_000);
    }

    @Test
    void whatIsNotThePartBeforeIsNotTakenIn() {
        Windows windows = new Windows();
        for (long minute = 0; minute < 100; minute++) {
            windows.add(minute * 100, minute * 100 + 50);
        }
        List<Windows.Part> parts = windows.layAside();
        byte[] before = windows.bytes();

        assertThat(windows.takeIn(List.of(new Windows.Part(parts.getLast().until() + 1, new Windows()))))
                .isFalse();
        assertThat(windows.bytes()).isEqualTo(before);
        assertThat(windows.takeIn(parts)).isTrue();
        assertThat(windows.reachesAside(0)).isFalse();
    }

    private record Turn(long start, long end, boolean isBegun) {
        void on(Windows windows) {
            if (isBegun) {
                windows.add(start, end);
            } else {
                windows.remove(start, end);
            }
        }
    }

    private static List<Turn> turns(Random random) {
        List<Turn> turns = new ArrayList<>();
        int beats = 300 + random.nextInt(300);
        for (int i = 1; i <= beats; i++) {
            long at = i * 60_000L + random.nextInt(40) + (random.nextInt(20) == 0 ? random.nextInt(400_000) : 0);
            long length = random.nextInt(30) == 0 ? 1 + random.nextInt(9_000_000) : 60_000;
            int times = random.nextInt(12) == 0 ? 0 : random.nextInt(9) == 0 ? 2 : 1;
            turns.addAll(Collections.nCopies(times, new Turn(at - length, at, true)));
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
                turns.add(place, new Turn(turn.start(), turn.end(), false));
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
        Windows windows = Windows.of(recent);
        if (windows.reachesAside(turn.start())) {
            Map<Long, byte[]> taken = aside.tailMap(turn.start(), true);
            List<Windows.Part> parts = new ArrayList<>();
            taken.forEach((until, bytes) -> parts.add(new Windows.Part(until, Windows.of(bytes))));
            taken.clear();
            assertThat(windows.takeIn(parts)).isTrue();
            assertThat(windows.reachesAside(turn.start())).isFalse();
        }
        List<Stretch> before = windows.stretches(KEY, 1000, FILL_UP_TO);
        turn.on(windows);
        StretchDifference.between(
                before,
                windows.stretches(KEY, 1000, FILL_UP_TO),
                gone -> count(metered, gone, -1),
                come -> count(metered, come, 1));
        windows.layAside()
                .forEach(part -> aside.put(part.until(), part.windows().bytes()));
        recent = windows.bytes();
    }

    /** The change at each instant at which something begins or ends; that of estimates is counted a thousandfold. */
    private static void count(TreeMap<Long, Long> changes, Stretch stretch, long sign) {
        long by = sign * (stretch.what().isEstimated() ? 1_000 : 1);
        changes.merge(stretch.start(), by, (one, other) -> one + other == 0 ? null : one + other);
        changes.merge(stretch.end(), -by, (one, other) -> one + other == 0 ? null : one + other);
    }
}
