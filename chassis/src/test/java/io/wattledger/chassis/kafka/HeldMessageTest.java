package io.wattledger.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.chassis.kafka.HeldMessage.Look;
import io.wattledger.chassis.kafka.HeldMessage.Waiting;
import io.wattledger.chassis.kafka.HeldTopic.About;
import io.wattledger.chassis.kafka.HeldTopic.Line;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HeldMessageTest {

    private static final TopicPartition PARTITION = new TopicPartition("usage", 0);

    @Test
    void waitsUntilAllIsReadThatWasThere() {
        HeldMessage message = message("a", "s");
        assertThat(message.goOn(look(9))).isFalse();
        assertThat(message.goOn(look(10))).isTrue();
    }

    @Test
    void waitsForWhatWasAtAStationWhenItCameThereAndNotForWhatCameLater() {
        HeldMessage message = message("a", "s");
        assertThat(message.goOn(look(10, new Line("a", "s", 4, 7, false)))).isFalse();
        // Something always waits: 7 still does, and 8 and 9 have come.
        assertThat(message.goOn(look(10, new Line("a", "s", 7, 9, false)))).isFalse();
        assertThat(message.goOn(look(10, new Line("a", "s", 8, 12, false)))).isTrue();
    }

    @Test
    void countsEachPlaceByItself() {
        HeldMessage message = message("-", "s");
        assertThat(message.goOn(look(10, new Line("a", "s", 3, 3, false), new Line("b", "s", 1, 90, false))))
                .isFalse();
        // What waits for a came later than the message, whatever the numbers of b; for c nothing waited then.
        assertThat(message.goOn(look(10, new Line("a", "s", 4, 9, false), new Line("c", "s", 1, 1, false))))
                .isTrue();
    }

    @Test
    void waitsAtEachStationForWhatIsThereWhenItHasPassedTheOneBefore() {
        HeldMessage message = message("a", "s");
        assertThat(message.goOn(two(List.of(line(1)), List.of()))).isFalse();
        // What waited at the first has come to the second.
        assertThat(message.goOn(two(List.of(), List.of(line(5))))).isFalse();
        assertThat(message.goOn(two(List.of(line(2)), List.of(line(6))))).isTrue();
    }

    @Test
    void waitsForItsOwnTenantAndSiteOnly() {
        Line line = new Line("a", "s", 1, 1, false);
        assertThat(message("b", "s").goOn(look(10, line))).isTrue();
        assertThat(message("a", "t").goOn(look(10, line))).isTrue();
        assertThat(message("-", "s").goOn(look(10, line))).isFalse();
        assertThat(message("-", "t").goOn(look(10, line))).isTrue();
        assertThat(message("b", "t").goOn(look(10, new Line("-", "-", 1, 1, false))))
                .isFalse();
    }

    @Test
    void restsWhereAllRestsThatItWaitsFor() {
        HeldMessage message = message("a", "s");
        assertThat(message.goOn(look(10, new Line("a", "s", 1, 1, true), new Line("a", "s", 2, 2, false))))
                .isFalse();
        assertThat(message.rests()).isFalse();
        assertThat(message.goOn(look(10, new Line("a", "s", 1, 1, true), new Line("a", "s", 3, 3, false))))
                .isFalse();
        assertThat(message.rests()).isTrue();
    }

    private static HeldMessage message(String tenant, String site) {
        return new HeldMessage(
                OutgoingMessage.of(tenant, "watermarks", tenant, tenant, new byte[] {1}),
                new About(tenant, site, null),
                new Reach(Map.of(PARTITION, 10L)));
    }

    private static Line line(long number) {
        return new Line("a", "s", number, number, false);
    }

    private static Look look(long position, Line... lines) {
        return new Look(Map.of(PARTITION, position), List.of(new Waiting(List.of(lines))));
    }

    private static Look two(List<Line> first, List<Line> second) {
        return new Look(Map.of(PARTITION, 10L), List.of(new Waiting(first), new Waiting(second)));
    }
}
