package io.wattledger.metering.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.allocation.BeatFigures;
import io.wattledger.metering.allocation.BeatTimeline;
import io.wattledger.metering.allocation.Stretch;
import io.wattledger.metering.event.BeatStream;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeartbeatClaimsTest {

    private static final UsageKey KEY = new UsageKey("tenant", "project", "site", "sku");
    private static final BeatStream STREAM = new BeatStream("/slurm", "job", KEY, 1_000, List.of("GPU-1"));
    private static final int MANY = 1_000;

    @Test
    void claimsEachCoveredTimeWithTheGapsInIt() {
        BeatFigures figures = new BeatFigures(1_000, "project", "sku", List.of("GPU-1"));
        BeatTimeline windows = new BeatTimeline();
        windows.keepPolicy("sku", 5);
        windows.add(figures, 0, 10);
        windows.add(figures, 12, 20);
        windows.add(figures, 20, 30);
        windows.add(figures, 33, 40);
        windows.add(figures, 100, 110);
        windows.add(figures, 200, 210);
        windows.add(figures, 214, 220);

        assertThat(MeterHeartbeats.claims(
                        STREAM, windows.stretches("tenant", "site").get(figures)))
                .extracting(ClaimDevices.Claimed::interval, ClaimDevices.Claimed::gaps)
                .containsExactly(
                        tuple(time(0, 40), List.of(time(10, 12), time(30, 33))),
                        tuple(time(100, 110), List.of()),
                        tuple(time(200, 220), List.of(time(210, 214))));
        assertThat(MeterHeartbeats.claims(STREAM, List.of())).isEmpty();
    }

    /** A stream may have a hundred thousand of them, and each of its batches asks for its claims twice. */
    @Test
    void goesThroughStretchesAFewTimesHoweverManyTimesTheyCover() {
        Counted stretches = new Counted();

        assertThat(MeterHeartbeats.claims(STREAM, stretches)).hasSize(MANY);
        assertThat(stretches.looks.get()).isLessThan(10L * MANY);
    }

    private static final class Counted extends AbstractList<Stretch> implements RandomAccess {
        private final AtomicLong looks = new AtomicLong();

        @Override
        public Stretch get(int index) {
            looks.incrementAndGet();
            return new Stretch(new Stretch.What(KEY, 1_000, false), 10L * index, 10L * index + 5);
        }

        @Override
        public int size() {
            return MANY;
        }
    }

    private static Interval time(long from, long to) {
        return new Interval(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to));
    }
}
