package io.wattledger.metering.energy;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.energy.NodeShare.Allocation;
import io.wattledger.metering.energy.NodeTimeline.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NodeTimelineTest {

    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final Interval DAY = new Interval(START, START.plusSeconds(86_400));
    private static final UsageKey ANNA = new UsageKey("anna", "p", "glomfjord", "h100");

    @Test
    void aReportIsCutAtQuarterHours() {
        List<NodeSlot> slots = slots(report(0, 60, 4_000_000_000L));

        assertThat(slots)
                .extracting(NodeSlot::millijoules)
                .containsOnly(1_000_000_000L)
                .hasSize(4);
        assertThat(slots).extracting(NodeSlot::operatorMillijoules).containsOnly(500_000_000L);
    }

    @Test
    void theSameReportTwiceIsOne() {
        assertThat(slots(report(0, 15, 1_000), report(0, 15, 1_000)))
                .isEqualTo(slots(report(0, 15, 1_000)))
                .extracting(NodeSlot::millijoules)
                .containsExactly(1_000L);
    }

    @Test
    void reportsThatOverlapAndDifferCountForNobody() {
        List<NodeSlot> slots = slots(report(0, 10, 1_000), report(5, 15, 700), report(15, 30, 300));

        assertThat(slots.getFirst().doubt()).isEqualTo(NodeSlot.Doubt.OVERLAPPING_REPORTS);
        assertThat(slots.getFirst().doubtfulMillijoules()).isEqualTo(1_700);
        assertThat(slots.getFirst().parts()).isEmpty();
        assertThat(slots.getLast().doubt()).isNull();
        assertThat(slots.getLast().operatorMillijoules()).isEqualTo(150);
    }

    @Test
    void aPartOfAQuarterHourGivesEnergyForThatPart() {
        NodeSlot slot = slots(report(0, 5, 600)).getFirst();

        assertThat(slot.parts().values())
                .singleElement()
                .extracting(NodeShare.Part::milliGpuSeconds, NodeShare.Part::millijoules)
                .containsExactly(300_000L, 300L);
    }

    @Test
    void allThatWasReadIsFoundAgainHoweverReportsArrive() {
        Random random = new Random(57);
        for (int round = 0; round < 300; round++) {
            List<Report> reports = new ArrayList<>();
            long read = 0;
            for (int i = 0; i < 12; i++) {
                int from = random.nextInt(300);
                Report report = report(from, from + 1 + random.nextInt(40), 1 + random.nextLong(1_000_000_000L));
                reports.add(report);
                read += report.millijoules();
            }
            List<NodeSlot> slots = slots(reports.toArray(Report[]::new));
            Collections.shuffle(reports, random);

            assertThat(slots.stream().mapToLong(NodeSlot::millijoules).sum()).isEqualTo(read);
            assertThat(slots)
                    .allSatisfy(slot -> assertThat(slot.millijoules())
                            .isEqualTo(slot.operatorMillijoules()
                                    + slot.doubtfulMillijoules()
                                    + slot.parts().values().stream()
                                            .mapToLong(NodeShare.Part::millijoules)
                                            .sum()));
            assertThat(slots(reports.toArray(Report[]::new))).isEqualTo(slots);
        }
    }

    private static List<NodeSlot> slots(Report... reports) {
        return new NodeTimeline(List.of(reports))
                .slots(DAY, List.of(new Allocation("gpu-0", ANNA, 1000, DAY)), List.of());
    }

    private static Report report(int from, int to, long millijoules) {
        return new Report(
                new Interval(START.plusSeconds(from * 60L), START.plusSeconds(to * 60L)),
                millijoules,
                2_000,
                List.of("gpu-0", "gpu-1"));
    }
}
