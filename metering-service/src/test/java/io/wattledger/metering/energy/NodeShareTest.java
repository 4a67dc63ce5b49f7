package io.wattledger.metering.energy;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.energy.NodeShare.Allocation;
import io.wattledger.metering.energy.NodeShare.DeviceEnergy;
import io.wattledger.metering.energy.NodeShare.Metered;
import io.wattledger.metering.energy.NodeShare.Part;
import io.wattledger.metering.energy.NodeShare.Shares;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NodeShareTest {

    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final Interval HOUR = new Interval(START, START.plusSeconds(3600));
    private static final long KWH = 3_600_000_000L;
    private static final long EIGHT = 8_000;
    private static final UsageKey ANNA = new UsageKey("anna", "p", "glomfjord", "h100");
    private static final UsageKey BODO = new UsageKey("bodo", "p", "glomfjord", "h100");

    /** C54: 8.400 kWh of which eight GPUs 5.200, so 0.4 for each; two of them drew 0.65 and 0.70. */
    @Test
    void theRestOfTheNodeIsSharedByGpuTime() {
        List<Allocation> had = had(ANNA, 0, 2);
        had.addAll(had(BODO, 2, 8));
        List<DeviceEnergy> energies =
                new ArrayList<>(List.of(drew(ANNA, 0, 2_340_000_000L), drew(ANNA, 1, 2_520_000_000L)));
        for (int gpu = 2; gpu < 8; gpu++) {
            energies.add(drew(BODO, gpu, 2_310_000_000L));
        }

        Shares shares = NodeShare.of(node(30_240_000_000L), had, energies);

        assertThat(part(shares, ANNA).millijoules()).isEqualTo(7_740_000_000L);
        assertThat(part(shares, ANNA).milliGpuSeconds()).isEqualTo(7_200_000);
        assertThat(part(shares, ANNA).estimatedMillijoules()).isZero();
        assertThat(part(shares, ANNA).counted()).isEqualTo(new NodeShare.Counted(7_200_000, 4_860_000_000L, 0));
        assertThat(part(shares, BODO).millijoules()).isEqualTo(22_500_000_000L);
        assertThat(shares.operatorMillijoules()).isZero();
    }

    /** 7.0 kWh, of which a whole GPU drew 5.0 and another, in two halves of one tenant, 1.0: each carries half of the rest. */
    @Test
    void halvesOfAGpuAreReadUnderTheIdsByWhichTheyAreHad() {
        List<Allocation> had = had(ANNA, 1, 2);
        List<DeviceEnergy> energies = new ArrayList<>(List.of(drew(ANNA, 1, 5 * KWH)));
        for (String half : List.of("gpu-3/1", "gpu-3/2")) {
            had.add(new Allocation(half, BODO, 500, HOUR));
            energies.add(new DeviceEnergy(half, 500, stretch(BODO, HOUR, KWH / 2), Map.of()));
        }

        Shares shares = NodeShare.of(new Metered(List.of(HOUR), 7 * KWH, 2_000), had, energies);

        assertThat(part(shares, ANNA).millijoules()).isEqualTo(11 * KWH / 2);
        assertThat(part(shares, BODO).millijoules()).isEqualTo(3 * KWH / 2);
        assertThat(part(shares, BODO).estimatedMillijoules()).isZero();
    }

    /** What counters show of time that is not their reader's does not count without the node either. */
    @Test
    void whatANodeStandsForIsWhatCountersWouldHaveCountedFor() {
        Interval later = new Interval(START.plusSeconds(1800), START.plusSeconds(3600));
        DeviceEnergy energy = new DeviceEnergy("gpu-0", 1000, stretch(ANNA, HOUR, KWH), Map.of(ANNA, List.of(later)));
        Interval first = new Interval(START, START.plusSeconds(1800));

        Shares shares =
                NodeShare.of(node(8 * KWH), List.of(new Allocation("gpu-0", ANNA, 1000, first)), List.of(energy));

        assertThat(part(shares, ANNA).counted()).isEqualTo(new NodeShare.Counted(1_800_000, KWH / 2, 0));
    }

    @Test
    void theShareOfGpusWithoutTenantIsTheOperators() {
        Shares shares = NodeShare.of(node(8 * KWH), had(ANNA, 0, 2), List.of(drew(ANNA, 0, KWH), drew(ANNA, 1, KWH)));

        assertThat(part(shares, ANNA).millijoules()).isEqualTo(2 * KWH + 6 * KWH / 4);
        assertThat(shares.operatorMillijoules()).isEqualTo(6 * KWH * 3 / 4);
    }

    @Test
    void anAllocatedGpuThatIsIdlePaysWhatItDrawsAndItsShare() {
        Shares shares = NodeShare.of(node(KWH), had(ANNA, 0, 1), List.of(drew(ANNA, 0, KWH / 5)));

        assertThat(part(shares, ANNA).millijoules()).isEqualTo(KWH / 5 + KWH / 10);
        assertThat(part(shares, ANNA).milliGpuSeconds()).isEqualTo(3_600_000);
    }

    @Test
    void deviceTimeWithoutCounterIsTakenToDrawAsTheRestAndMarkedAsEstimated() {
        List<Allocation> had = had(ANNA, 0, 4);
        had.addAll(had(BODO, 4, 8));
        List<DeviceEnergy> energies = new ArrayList<>();
        for (int gpu = 0; gpu < 4; gpu++) {
            energies.add(drew(ANNA, gpu, KWH / 2));
        }

        Shares shares = NodeShare.of(node(8 * KWH), had, energies);

        assertThat(part(shares, ANNA))
                .extracting(Part::millijoules, Part::estimatedMillijoules)
                .containsExactly(4 * KWH, 2 * KWH);
        assertThat(part(shares, BODO))
                .extracting(Part::millijoules, Part::estimatedMillijoules)
                .containsExactly(4 * KWH, 4 * KWH);
    }

    @Test
    void withoutAnyCounterAllOfItIsSharedByGpuTime() {
        Shares shares = NodeShare.of(node(8 * KWH), had(ANNA, 0, 2), List.of());

        assertThat(part(shares, ANNA))
                .extracting(Part::millijoules, Part::estimatedMillijoules)
                .containsExactly(2 * KWH, 2 * KWH);
        assertThat(shares.operatorMillijoules()).isEqualTo(6 * KWH);
    }

    @Test
    void countersAboveTheNodeLeaveNothingToShare() {
        Shares shares = NodeShare.of(node(KWH - 1), had(ANNA, 0, 1), List.of(drew(ANNA, 0, KWH)));

        assertThat(shares.parts()).isEmpty();
        assertThat(shares.operatorMillijoules()).isZero();
        assertThat(shares.doubtfulMillijoules()).isEqualTo(KWH - 1);
    }

    /** C55: what a counter shows since a reset stays an estimate inside the share of the node. */
    @Test
    void anEstimateAfterAResetStaysOne() {
        List<CounterReading> readings = List.of(
                reading(0, 9_000_000_000L),
                reading(15, 9_360_000_000L),
                reading(30, 120_000_000L),
                reading(45, 480_000_000L));
        List<DeviceEnergy> energies = new CounterStream(1000, new CounterRules(20_000, Duration.ofDays(1)))
                .stretches(readings).stream()
                        .map(stretch -> new DeviceEnergy("gpu-0", 1000, stretch, Map.of()))
                        .toList();
        Interval time = new Interval(START, START.plusSeconds(2700));

        Shares shares = NodeShare.of(
                new Metered(List.of(time), 1_000_000_000L, 1000),
                List.of(new Allocation("gpu-0", ANNA, 1000, time)),
                energies);

        assertThat(part(shares, ANNA).counted().millijoules()).isEqualTo(840_000_000L);
        assertThat(part(shares, ANNA))
                .extracting(Part::millijoules, Part::estimatedMillijoules)
                .containsExactly(1_000_000_000L, 120_000_000L);
    }

    @Test
    void aCounterCountsOnlyWhileItsReaderHadTheDevice() {
        Interval half = new Interval(START, START.plusSeconds(1800));

        Shares shares = NodeShare.of(
                new Metered(List.of(HOUR), 3 * KWH, 1000),
                List.of(new Allocation("gpu-0", ANNA, 1000, half)),
                List.of(drew(ANNA, 0, KWH)));

        assertThat(part(shares, ANNA).millijoules()).isEqualTo(KWH / 2 + (3 * KWH - KWH / 2) / 2);
        assertThat(part(shares, ANNA).milliGpuSeconds()).isEqualTo(1_800_000);
        assertThat(part(shares, ANNA).counted().milliGpuSeconds()).isEqualTo(3_600_000);
    }

    @Test
    void aCounterThatAnotherReadsIsNotOfWhoHasTheDevice() {
        Shares shares = NodeShare.of(node(8 * KWH), had(ANNA, 0, 1), List.of(drew(BODO, 0, KWH)));

        assertThat(part(shares, ANNA).millijoules()).isEqualTo(KWH);
        assertThat(part(shares, BODO)).isEqualTo(new Part(0, 0, 0, new NodeShare.Counted(3_600_000, KWH, 0)));
    }

    @Test
    void theMillijouleThatIsLeftGoesToTheLargestRemainder() {
        Shares shares = NodeShare.of(
                new Metered(List.of(HOUR), 8, 1_000),
                List.of(new Allocation("gpu-0", ANNA, 300, HOUR), new Allocation("gpu-1", BODO, 450, HOUR)),
                List.of());

        assertThat(part(shares, ANNA).millijoules()).isEqualTo(2);
        assertThat(part(shares, BODO).millijoules()).isEqualTo(4);
        assertThat(shares.operatorMillijoules()).isEqualTo(2);
    }

    /** Whatever the node carries, each of its millijoules is given out exactly once, and the order does not matter. */
    @Test
    void everyMillijouleIsGivenOutExactlyOnceInWhateverOrder() {
        Random random = new Random(54);
        for (int round = 0; round < 2_000; round++) {
            int gpus = 1 + random.nextInt(8);
            List<Allocation> had = new ArrayList<>();
            List<DeviceEnergy> energies = new ArrayList<>();
            for (int gpu = 0; gpu < gpus; gpu++) {
                Instant at = START.minusSeconds(random.nextInt(600));
                while (at.isBefore(HOUR.end())) {
                    UsageKey key = new UsageKey("t" + random.nextInt(3), "p", "glomfjord", "h100");
                    Interval time = new Interval(at, at.plusMillis(1 + random.nextInt(2_000_000)));
                    long share = random.nextInt(3) == 0 ? 1 + random.nextInt(1000) : 1000;
                    if (random.nextInt(4) > 0) {
                        had.add(new Allocation("gpu-" + gpu, key, share, time));
                    }
                    if (random.nextInt(3) > 0) {
                        energies.add(new DeviceEnergy(
                                "gpu-" + gpu, share, stretch(key, time, random.nextLong(KWH / 3)), Map.of()));
                    }
                    at = time.end().plusMillis(random.nextInt(100_000));
                }
            }
            long read = random.nextLong(gpus * KWH);
            Metered metered = new Metered(
                    List.of(
                            new Interval(START, START.plusMillis(1 + random.nextInt(1_000_000))),
                            new Interval(START.plusSeconds(1_100), START.plusSeconds(2_000))),
                    read,
                    gpus * 1000L);

            Shares shares = NodeShare.of(metered, had, energies);
            Collections.shuffle(had, random);
            Collections.shuffle(energies, random);

            long given = shares.parts().values().stream()
                    .mapToLong(Part::millijoules)
                    .sum();
            assertThat(given + shares.operatorMillijoules() + shares.doubtfulMillijoules())
                    .isEqualTo(read);
            assertThat(shares.operatorMillijoules()).isNotNegative();
            assertThat(shares.parts().values())
                    .allSatisfy(part -> assertThat(part.estimatedMillijoules()).isBetween(0L, part.millijoules()));
            assertThat(NodeShare.of(metered, had, energies)).isEqualTo(shares);
        }
    }

    private static Metered node(long millijoules) {
        return new Metered(List.of(HOUR), millijoules, EIGHT);
    }

    private static List<Allocation> had(UsageKey who, int from, int to) {
        List<Allocation> had = new ArrayList<>();
        for (int gpu = from; gpu < to; gpu++) {
            had.add(new Allocation("gpu-" + gpu, who, 1000, HOUR));
        }
        return had;
    }

    private static DeviceEnergy drew(UsageKey who, int gpu, long millijoules) {
        return new DeviceEnergy("gpu-" + gpu, 1000, stretch(who, HOUR, millijoules), Map.of());
    }

    private static Stretch stretch(UsageKey who, Interval time, long millijoules) {
        return new Stretch(time.start(), time.end(), Stretch.Kind.MEASURED, millijoules, List.of(who));
    }

    private static CounterReading reading(int minute, long millijoules) {
        return new CounterReading(START.plusSeconds(minute * 60L), millijoules, null, ANNA);
    }

    private static Part part(Shares shares, UsageKey who) {
        return shares.parts().getOrDefault(who, new Part(0, 0, 0, NodeShare.Counted.NOTHING));
    }
}
