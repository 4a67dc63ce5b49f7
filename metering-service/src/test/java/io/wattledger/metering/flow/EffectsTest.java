package io.wattledger.metering.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.chassis.tenancy.TooMuchAtOnce;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.slot.IntervalCut;
import io.wattledger.metering.slot.SlotDelta;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectsTest {

    private static final Interval YEAR =
            new Interval(Instant.parse("2024-01-01T00:00:00Z"), Instant.parse("2025-01-01T00:00:00Z"));
    private static final Interval TWO_YEARS =
            new Interval(Instant.parse("2023-01-01T00:00:00Z"), Instant.parse("2025-01-01T00:00:00Z"));
    private static final int SLOTS_OF_A_YEAR = 366 * 96;
    private static final int REPORTS = 10;

    @Test
    void handsOnWhatIsMoreThanShouldBeHeldAtOnceAndLosesNothingOfIt() {
        List<SlotDelta> all = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        Effects effects = new Effects(Instant.EPOCH, new TallyFold(), false, deltas -> {
            sizes.add(deltas.size());
            all.addAll(deltas);
        });
        IntervalCut cut = new IntervalCut(8_000, YEAR, null);

        for (int n = 0; n < REPORTS; n++) {
            effects.add("/slurm", new UsageKey("tenant", "project-" + n, "site", "sku"), cut);
        }
        all.addAll(effects.deltas());

        assertThat(sizes)
                .hasSize(REPORTS / 2)
                .allSatisfy(size -> assertThat(size).isEqualTo(2 * SLOTS_OF_A_YEAR));
        assertThat(all).hasSize(REPORTS * SLOTS_OF_A_YEAR);
        assertThat(all.stream()
                        .mapToLong(delta -> delta.figures().milliGpuSeconds())
                        .sum())
                .isEqualTo(REPORTS * cut.milliGpuSeconds());
    }

    @Test
    void holdsReportsOfTheSameSlotsTogether() {
        List<SlotDelta> early = new ArrayList<>();
        Effects effects = new Effects(Instant.EPOCH, new TallyFold(), false, early::addAll);
        IntervalCut cut = new IntervalCut(1_000, YEAR, null);

        for (int n = 0; n < REPORTS; n++) {
            effects.add("/slurm", new UsageKey("tenant", "project", "site", "sku"), cut);
        }

        assertThat(early).isEmpty();
        assertThat(effects.deltas()).hasSize(SLOTS_OF_A_YEAR);
    }

    /** A start that nobody has stopped since 2000 is handed on year by year. */
    @Test
    void holdsNoMoreThanAYearOfOneRunAtOnce() {
        List<Integer> sizes = new ArrayList<>();
        Effects effects = new Effects(Instant.EPOCH, new TallyFold(), false, deltas -> sizes.add(deltas.size()));
        Interval decades = new Interval(Instant.parse("2000-01-01T00:03:00Z"), Instant.parse("2026-11-30T10:00:00Z"));

        effects.add("/slurm", new UsageKey("tenant", "project", "site", "sku"), new IntervalCut(8_000, decades, null));
        sizes.add(effects.deltas().size());

        assertThat(sizes).hasSizeGreaterThan(10).allMatch(size -> size <= 2 * SLOTS_OF_A_YEAR + 1);
        assertThat(sizes.stream().mapToLong(Integer::longValue).sum())
                .as("slots, of which one in each part may be of the one before as well")
                .isBetween(decades.length().toMinutes() / 15, decades.length().toMinutes() / 15 + sizes.size() + 1);
    }

    /** Two years that were held are taken back, with others' usage before and after: no slot is ever below nothing. */
    @Test
    void whatWasHeldIsGivenBackBeforeItIsTakenBack() {
        Map<String, Long> slots = new HashMap<>();
        List<Integer> sizes = new ArrayList<>();
        Effects effects = new Effects(Instant.EPOCH, new TallyFold(), false, deltas -> {
            sizes.add(deltas.size());
            deltas.forEach(delta -> handOn(delta, slots));
        });
        IntervalCut held = new IntervalCut(1_000, TWO_YEARS, null);
        UsageKey key = new UsageKey("tenant", "held", "site", "sku");
        List<UsageKey> toRelease = new ArrayList<>(List.of(key));
        effects.releaseBy(all -> {
            toRelease.forEach(one -> all.giveBack(one, held));
            toRelease.clear();
        });

        effects.add("/slurm", new UsageKey("tenant", "before", "site", "sku"), new IntervalCut(1_000, YEAR, null));
        effects.subtract("/slurm", key, held);
        effects.add("/slurm", new UsageKey("tenant", "after", "site", "sku"), new IntervalCut(1_000, YEAR, null));
        effects.deltas().forEach(delta -> handOn(delta, slots));

        assertThat(sizes).hasSizeGreaterThan(1).allMatch(size -> size <= 4 * SLOTS_OF_A_YEAR);
        assertThat(toRelease).isEmpty();
        assertThat(slots.values().stream().filter(figure -> figure > 0)).hasSize(2 * SLOTS_OF_A_YEAR);
    }

    /** Fifteen years of separate series: of many reports fewer are to be tried, and of one that is so long nothing is left to divide. */
    @Test
    void asksForFewerReportsWhereAllWouldTakeTooLong() {
        assertThatThrownBy(() -> fifteenYears(true)).isInstanceOf(TooMuchAtOnce.class);
        assertThatCode(() -> fifteenYears(false)).doesNotThrowAnyException();
    }

    private static void fifteenYears(boolean isDivisible) {
        Effects effects = new Effects(Instant.EPOCH, new TallyFold(), isDivisible, deltas -> {});
        for (int n = 0; n < 16; n++) {
            effects.add(
                    "/slurm",
                    new UsageKey("tenant", "project-" + n, "site", "sku"),
                    new IntervalCut(8_000, YEAR, null));
        }
    }

    /** 3,000 reports of 100,000 GPUs over a year: each within the rules, together more than 64 bits hold. */
    @Test
    void countsMoreGpuTimeThan64BitsHold() {
        TallyFold tally = new TallyFold();
        IntervalCut largest = new IntervalCut(100_000_000, YEAR, null);
        for (int n = 0; n < 3_000; n++) {
            tally.addGpuTime("tenant", "/slurm", largest.milliGpuSeconds());
        }

        assertThat(tally.tallies(Instant.EPOCH).stream()
                        .map(one -> BigInteger.valueOf(one.milliGpuSeconds()))
                        .reduce(BigInteger.ZERO, BigInteger::add))
                .isEqualTo(BigInteger.valueOf(largest.milliGpuSeconds()).multiply(BigInteger.valueOf(3_000)))
                .isGreaterThan(BigInteger.valueOf(Long.MAX_VALUE));
    }

    private static void handOn(SlotDelta delta, Map<String, Long> slots) {
        assertThat(slots.merge(delta.key() + " " + delta.slot(), delta.figures().milliGpuSeconds(), Long::sum))
                .isNotNegative();
    }
}
