package io.wattledger.metering.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.device.Claimant;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.slot.IntervalCut;
import io.wattledger.metering.slot.SlotDelta;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
        Effects effects = new Effects(Instant.EPOCH, new TallyFold(), deltas -> {
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
        Effects effects = new Effects(Instant.EPOCH, new TallyFold(), early::addAll);
        IntervalCut cut = new IntervalCut(1_000, YEAR, null);

        for (int n = 0; n < REPORTS; n++) {
            effects.add("/slurm", new UsageKey("tenant", "project", "site", "sku"), cut);
        }

        assertThat(early).isEmpty();
        assertThat(effects.deltas()).hasSize(SLOTS_OF_A_YEAR);
    }

    /** Two years that were held and are taken back: the slots hold nothing of them until the hold is given back. */
    @Test
    void whatFallsWaitsForTheHoldsOfClaimsThatEnd() {
        List<SlotDelta> early = new ArrayList<>();
        Effects effects = new Effects(Instant.EPOCH, new TallyFold(), early::addAll);
        IntervalCut held = new IntervalCut(1_000, TWO_YEARS, null);
        IntervalCut other = new IntervalCut(1_000, YEAR, null);
        UsageKey key = new UsageKey("tenant", "held", "site", "sku");
        effects.claims()
                .end(new ClaimDevices.Claimed(
                        new Claimant("tenant", EventKey.over("claim"), "/slurm", "vm"),
                        key,
                        1_000,
                        List.of("GPU-1"),
                        TWO_YEARS));

        effects.subtract("/slurm", key, held);
        for (int n = 0; n < REPORTS; n++) {
            effects.add("/slurm", new UsageKey("tenant", "project-" + n, "site", "sku"), other);
        }
        effects.slots().add(key, held);

        assertThat(early)
                .isNotEmpty()
                .allSatisfy(
                        delta -> assertThat(delta.figures().milliGpuSeconds()).isPositive());
        early.addAll(effects.deltas());
        assertThat(early).hasSize(REPORTS * SLOTS_OF_A_YEAR);
        assertThat(early.stream()
                        .mapToLong(delta -> delta.figures().milliGpuSeconds())
                        .sum())
                .isEqualTo(REPORTS * other.milliGpuSeconds());
    }
}
