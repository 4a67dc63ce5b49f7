package io.wattledger.metering.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.metering.event.EventKey;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentKeysTest {

    private final RecentKeys recent = new RecentKeys();

    @Test
    void knowsWhatWasAddedAndNothingElse() {
        LongStream.range(0, 100_000).forEach(i -> recent.add(key(i)));

        assertThat(LongStream.range(0, 100_000).allMatch(i -> recent.mayKnow(key(i))))
                .isTrue();
        assertThat(LongStream.range(100_000, 200_000).noneMatch(i -> recent.mayKnow(key(i))))
                .isTrue();
    }

    @Test
    void forgetsTheOldestOnly() {
        LongStream.range(0, 3_000_000).forEach(i -> recent.add(key(i)));

        assertThat(LongStream.range(2_750_000, 3_000_000).allMatch(i -> recent.mayKnow(key(i))))
                .isTrue();
        assertThat(LongStream.range(0, 2_000_000).noneMatch(i -> recent.mayKnow(key(i))))
                .isTrue();
    }

    @Test
    void knowsAKeyOfZeros() {
        assertThat(recent.mayKnow(new EventKey(5, 0))).isFalse();
        recent.add(new EventKey(5, 0));
        assertThat(recent.mayKnow(new EventKey(5, 0))).isTrue();
    }

    @Test
    void isTrustedAgainAfterSomeBatchesWithoutASurprise() {
        assertThat(recent.isTrusted()).isTrue();
        recent.learn(true);
        for (int batch = 0; batch < 16; batch++) {
            assertThat(recent.isTrusted()).isFalse();
            recent.learn(false);
        }
        assertThat(recent.isTrusted()).isTrue();
    }

    /** Keys are hashes; this spreads numbers as well as one. */
    private static EventKey key(long number) {
        long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        return new EventKey(number, mixed ^ (mixed >>> 27));
    }
}
