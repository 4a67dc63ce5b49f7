package io.wattledger.metering.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.device.Node;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.flow.NodeBook.NodeTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeTimeTest {

    @Test
    void aLongTimeIsWorkedOutDayByDayWithoutGap() {
        Instant start = Instant.parse("2026-10-01T06:15:00Z");
        NodeTime time = new NodeTime(new Node("glomfjord", "n01"), new Interval(start, start.plusSeconds(200_700)));

        assertThat(time.days())
                .extracting(NodeTime::time)
                .containsExactly(
                        new Interval(start, Instant.parse("2026-10-02T06:15:00Z")),
                        new Interval(Instant.parse("2026-10-02T06:15:00Z"), Instant.parse("2026-10-03T06:15:00Z")),
                        new Interval(Instant.parse("2026-10-03T06:15:00Z"), Instant.parse("2026-10-03T14:00:00Z")));
    }

    @Test
    void soManyChangesAreTakenAsConcernNotTooManyDays() {
        Instant start = Instant.parse("2026-10-01T00:00:00Z");
        Node node = new Node("glomfjord", "n01");
        NodeTime threeDays = new NodeTime(node, new Interval(start, start.plusSeconds(3 * 86_400)));
        NodeTime nextDay =
                new NodeTime(node, new Interval(start.plusSeconds(3 * 86_400), start.plusSeconds(4 * 86_400)));
        NodeTime other = new NodeTime(new Node("glomfjord", "n02"), nextDay.time());
        NodeBook.Waiting waiting = new NodeBook.Waiting(
                List.of(
                        new NodeBook.Change("a", 1, new EventKey(0, 1), List.of(threeDays), List.of()),
                        new NodeBook.Change("a", 2, new EventKey(0, 2), List.of(threeDays), List.of()),
                        new NodeBook.Change("b", 3, new EventKey(0, 3), List.of(), List.of()),
                        new NodeBook.Change("b", 4, new EventKey(0, 4), List.of(nextDay, threeDays), List.of()),
                        new NodeBook.Change("b", 5, new EventKey(0, 5), List.of(other), List.of())),
                Set.of("a", "b"));

        assertThat(waiting.within(5)).isEqualTo(waiting);
        assertThat(waiting.within(4).changes())
                .extracting(NodeBook.Change::number)
                .containsExactly(1L, 2L, 3L, 4L);
        assertThat(waiting.within(3).changes())
                .extracting(NodeBook.Change::number)
                .containsExactly(1L, 2L, 3L);
        assertThat(waiting.within(1).changes())
                .extracting(NodeBook.Change::number)
                .containsExactly(1L);
    }
}
