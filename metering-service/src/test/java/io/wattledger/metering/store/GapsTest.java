package io.wattledger.metering.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.vocabulary.Interval;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GapsTest {

    private static final int MANY = 2_000;

    @Test
    void saysWhenTheFirstGapBeginsThatOnlyOneHas() {
        assertThat(Gaps.firstDifference(List.of(), List.of())).isNull();
        assertThat(Gaps.firstDifference(gaps(1, 2), gaps(1, 2))).isNull();
        assertThat(Gaps.firstDifference(gaps(1, 2), gaps(1, 2, 3))).isEqualTo(at(3));
        assertThat(Gaps.firstDifference(gaps(1, 2, 3), gaps(1))).isEqualTo(at(2));
        assertThat(Gaps.firstDifference(gaps(1, 3), gaps(1, 2, 3))).isEqualTo(at(2));
        assertThat(Gaps.firstDifference(gaps(1, 2), List.of(gap(1, 30), gap(2, 40))))
                .isEqualTo(at(2));
        assertThat(Gaps.firstDifference(List.of(), gaps(7))).isEqualTo(at(7));
    }

    /** A stream has as many as fit its row, and each batch of it compares them. */
    @Test
    void looksAtEachGapOnce() {
        Counted before = new Counted(MANY);
        Counted after = new Counted(MANY + 1);

        assertThat(Gaps.firstDifference(before, after)).isEqualTo(at(MANY));
        assertThat(before.looks.get() + after.looks.get()).isLessThan(4L * MANY);
    }

    private static final class Counted extends AbstractList<Interval> implements RandomAccess {
        private final AtomicLong looks = new AtomicLong();
        private final int size;

        Counted(int size) {
            this.size = size;
        }

        @Override
        public Interval get(int index) {
            looks.incrementAndGet();
            return gap(index, 30);
        }

        @Override
        public int size() {
            return size;
        }
    }

    private static List<Interval> gaps(int... minutes) {
        return Arrays.stream(minutes).mapToObj(minute -> gap(minute, 30)).toList();
    }

    private static Interval gap(int minute, int seconds) {
        return new Interval(at(minute), at(minute).plusSeconds(seconds));
    }

    private static Instant at(int minute) {
        return Instant.EPOCH.plusSeconds(60L * minute);
    }
}
