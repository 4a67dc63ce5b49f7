package io.wattledger.metering.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.device.Node;
import io.wattledger.metering.flow.NodeBook.NodeTime;
import java.time.Instant;
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
}
