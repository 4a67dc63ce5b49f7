package io.wattledger.metering.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.TooMuchAtOnce;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PassingOverTest {

    private Instant now = Instant.parse("2026-10-01T00:00:00Z");
    private final PassingOver<Integer> work =
            new PassingOver<>(64, ((InstantSource) () -> now).withZone(ZoneOffset.UTC));
    private final List<Integer> waiting = new ArrayList<>();
    private final Map<Integer, RuntimeException> failing = new HashMap<>();
    private final List<Integer> sizes = new ArrayList<>();

    @Test
    void whatFailsIsFoundAloneAndTheOthersAreDone() {
        IntStream.range(0, 100).forEach(waiting::add);
        failing.put(0, new ArithmeticException("told to fail"));
        failing.put(7, new ArithmeticException("told to fail"));

        int failures = untilAllElseIsDone();

        assertThat(waiting).containsExactly(0, 7);
        assertThat(work.aside()).containsExactlyInAnyOrder(0, 7);
        assertThat(failures).as("rounds of several that failed").isEqualTo(4);
        assertThat(sizes.subList(0, 4)).containsExactly(64, 8, 1, 1);
    }

    /** Twenty that fail hold up the others for no pause at all once they stand alone. */
    @Test
    void thoseThatFailOneAfterTheOtherFailAlone() {
        IntStream.range(0, 30).forEach(waiting::add);
        IntStream.range(0, 20).forEach(one -> failing.put(one, new ArithmeticException("told to fail")));

        assertThat(untilAllElseIsDone()).isEqualTo(2);

        assertThat(waiting).hasSize(20);
        assertThat(work.aside()).hasSize(20);
    }

    @Test
    void whatFailsAgainIsPassedOverForLongerUntilItIsDone() {
        waiting.add(1);
        failing.put(1, new ArithmeticException("told to fail"));

        for (int minutes : List.of(5, 10, 20, 40, 60, 60)) {
            assertThat(work.run(this::next)).isTrue();
            now = now.plus(Duration.ofMinutes(minutes)).minusMillis(1);
            assertThat(work.aside()).as("after %s minutes", minutes).containsExactly(1);
            now = now.plusMillis(1);
            assertThat(work.aside()).isEmpty();
        }
        failing.clear();
        assertThat(work.run(this::next)).isTrue();
        waiting.add(1);
        failing.put(1, new ArithmeticException("told to fail"));
        assertThat(work.run(this::next)).isTrue();
        now = now.plus(Duration.ofMinutes(5));
        assertThat(work.aside()).as("as if it had never failed").isEmpty();
    }

    @Test
    void whatMayPassIsTriedOnceMore() {
        waiting.add(1);
        waiting.add(2);
        failing.put(1, new DatabaseException(new SQLException("deadlock detected", "40P01")));
        assertThatThrownBy(() -> work.run(this::next)).hasMessageContaining("deadlock");

        assertThatThrownBy(() -> work.run(this::next)).hasMessageContaining("deadlock");
        assertThat(work.aside()).isEmpty();
        assertThat(work.run(this::next)).isTrue();

        assertThat(work.aside()).containsExactly(1);
        assertThat(sizes).containsExactly(2, 1, 1);
    }

    /** Whatever was tried would have failed, and what waits must not be passed over for long when there is room again. */
    @Test
    void nothingIsPassedOverWhileTheDatabaseHasNoRoom() {
        waiting.addAll(List.of(1, 2));
        failing.put(1, new DatabaseException(new SQLException("no space left on device", "53100")));
        for (int times = 0; times < 6; times++) {
            assertThatThrownBy(() -> work.run(this::next)).hasMessageContaining("no space");
            assertThat(work.aside()).isEmpty();
        }
        failing.clear();

        assertThat(untilAllElseIsDone()).isZero();
        assertThat(waiting).isEmpty();
    }

    @Test
    void whatIsTooMuchTogetherIsDoneInParts() {
        IntStream.range(0, 64).forEach(waiting::add);
        assertThat(work.run((most, aside) -> new Some(waiting) {
                    @Override
                    public boolean run() {
                        throw new TooMuchAtOnce("told to be too much");
                    }
                }))
                .isTrue();

        assertThat(untilAllElseIsDone()).isZero();

        assertThat(waiting).isEmpty();
        assertThat(sizes.getFirst()).isEqualTo(8);
        assertThat(work.aside()).isEmpty();
    }

    /** How often several failed together. */
    private int untilAllElseIsDone() {
        int failures = 0;
        for (int rounds = 0; rounds < 200; rounds++) {
            try {
                if (!work.run(this::next)) {
                    return failures;
                }
            } catch (ArithmeticException e) {
                failures++;
            }
        }
        throw new AssertionError("there was always more to do");
    }

    private PassingOver.Work<Integer> next(int most, Set<Integer> aside) {
        return new Some(
                waiting.stream().filter(one -> !aside.contains(one)).limit(most).toList());
    }

    private class Some implements PassingOver.Work<Integer> {
        private final List<Integer> parts;

        Some(List<Integer> parts) {
            this.parts = List.copyOf(parts);
        }

        @Override
        public List<Integer> parts() {
            return parts;
        }

        @Override
        public String inWords() {
            return parts.toString();
        }

        @Override
        public boolean run() {
            sizes.add(parts.size());
            for (Integer one : parts) {
                RuntimeException failure = failing.get(one);
                if (failure != null) {
                    throw failure;
                }
            }
            return waiting.removeAll(parts);
        }
    }
}
