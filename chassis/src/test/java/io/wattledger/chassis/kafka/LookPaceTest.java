package io.wattledger.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LookPaceTest {

    private long now = Long.MAX_VALUE - 5;
    private final LookPace pace = new LookPace(() -> now);

    @Test
    void restsNineTimesAsLongAsItHasLooked() {
        assertThat(pace.isDue()).isTrue();
        look(1);
        look(2);
        pace.rest();

        now += 26;
        assertThat(pace.isDue()).isFalse();
        now++;
        assertThat(pace.isDue()).isTrue();
        pace.rest();
        assertThat(pace.isDue()).as("after a round without looks").isTrue();
    }

    @Test
    void doesNotRestForWhatElseTakesLong() {
        look(1);
        now += 100_000;
        pace.rest();

        now += 9;
        assertThat(pace.isDue()).isTrue();
    }

    @Test
    void countsLooksThatFail() {
        assertThatThrownBy(() -> pace.look(() -> {
                    now += 2;
                    throw new IllegalStateException("told to fail");
                }))
                .hasMessage("told to fail");
        pace.rest();

        now += 17;
        assertThat(pace.isDue()).isFalse();
    }

    private void look(long nanos) {
        assertThat(pace.look(() -> now += nanos)).isEqualTo(now);
    }
}
