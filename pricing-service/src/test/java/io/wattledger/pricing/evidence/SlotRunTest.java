package io.wattledger.pricing.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.pricing.rating.SlotUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotRunTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-10-01T00:00:00Z");

    @Test
    void writesADayOfSteadyUseAsOneRun() {
        List<SlotUsage> day = new ArrayList<>();
        for (int quarter = 0; quarter < 96; quarter++) {
            day.add(slot(quarter, 7_200_000));
        }
        assertThat(SlotRun.of(day)).containsExactly(new SlotRun(MIDNIGHT, 96, 7_200_000, 0, 0, null, null));
    }

    @Test
    void beginsARunWhereASlotIsLeftOutOrAFigureDiffers() {
        List<SlotUsage> slots = List.of(slot(0, 1), slot(1, 1), slot(3, 1), slot(4, 2));
        assertThat(SlotRun.of(slots)).extracting(SlotRun::slots).containsExactly(2, 1, 1);
    }

    @Test
    void givesEveryListOfSlotsBack() {
        Random random = new Random(17);
        for (int round = 0; round < 500; round++) {
            List<SlotUsage> slots = new ArrayList<>();
            for (int quarter = 0; quarter < 100; quarter++) {
                if (random.nextInt(5) > 0) {
                    slots.add(new SlotUsage(
                            MIDNIGHT.plusSeconds(900L * quarter),
                            random.nextInt(3),
                            random.nextInt(2),
                            random.nextInt(2),
                            random.nextInt(2),
                            random.nextInt(2)));
                }
            }
            assertThat(SlotRun.slots(SlotRun.of(slots))).isEqualTo(slots);
        }
    }

    private static SlotUsage slot(int quarter, long milliGpuSeconds) {
        return new SlotUsage(MIDNIGHT.plusSeconds(900L * quarter), milliGpuSeconds, 0, 0);
    }
}
