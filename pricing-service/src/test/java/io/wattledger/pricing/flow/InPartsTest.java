package io.wattledger.pricing.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.chassis.tenancy.DatabaseException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What cannot be done is set aside; what only failed this time is not. */
class InPartsTest {

    private static final RuntimeException DEADLOCK = new IllegalStateException(
            "the transaction ended", new DatabaseException(new SQLException("deadlock detected", "40P01")));
    private static final RuntimeException IDLE =
            new DatabaseException(new SQLException("idle-in-transaction timeout", "25P03"));
    private static final RuntimeException FULL = new DatabaseException(new SQLException("disk full", "53100"));
    private static final RuntimeException OVERFLOW =
            new DatabaseException(new SQLException("bigint out of range", "22003"));

    private final List<Integer> done = new ArrayList<>();
    private final List<Integer> setAside = new ArrayList<>();
    private int tried;
    private int deadlocks;

    /** So many deadlocks there are. */
    private int passesAfter = Integer.MAX_VALUE;

    @Test
    void whatCannotBeDoneIsSetAsideAndTheOthersAreDone() {
        assertThat(work(8, Map.of(2, OVERFLOW, 5, OVERFLOW))).isEqualTo(6);
        assertThat(setAside).containsExactly(2, 5);
        assertThat(done).containsExactly(0, 1, 3, 4, 6, 7);
    }

    @Test
    void whatMayPassIsTriedOnceMoreWhenTheOthersAreDone() {
        passesAfter = 4;
        assertThat(work(8, Map.of(2, DEADLOCK, 5, OVERFLOW))).isEqualTo(7);
        assertThat(setAside).containsExactly(5);
        assertThat(done).containsExactly(0, 1, 3, 4, 6, 7, 2);
    }

    @Test
    void whatMayPassAndComesAgainIsSetAsideSinceOthersWereDone() {
        assertThat(work(8, Map.of(2, DEADLOCK, 5, OVERFLOW))).isEqualTo(6);
        assertThat(setAside).containsExactly(5, 2);
        assertThat(done).containsExactly(0, 1, 3, 4, 6, 7);
    }

    /** They come first in every round: were they thrown, none behind them would ever have its turn. */
    @Test
    void manyThatFailSoAtTheHeadHoldNobodyUp() {
        assertThat(work(40, same(10, IDLE))).isEqualTo(30);
        assertThat(setAside).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void whatMayPassIsThrownWhereNothingWasDone() {
        assertThatThrownBy(() -> work(8, same(8, DEADLOCK))).isSameAs(DEADLOCK);
        assertThat(setAside).isEmpty();
    }

    @Test
    void aDatabaseThatIsAwayIsNotAskedForEach() {
        assertThatThrownBy(() -> work(1000, same(1000, FULL))).isSameAs(FULL);
        assertThat(setAside).isEmpty();
        assertThat(tried).isLessThan(30);
    }

    @Test
    void aDatabaseThatGoesAwayBetweenSetsNothingAside() {
        assertThatThrownBy(() -> work(8, Map.of(7, FULL))).isSameAs(FULL);
        assertThat(setAside).isEmpty();
        assertThat(done).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    private static Map<Integer, RuntimeException> same(int many, RuntimeException failure) {
        return IntStream.range(0, many).boxed().collect(Collectors.toMap(one -> one, one -> failure));
    }

    private int work(int many, Map<Integer, RuntimeException> failing) {
        return InParts.work(
                IntStream.range(0, many).boxed().toList(),
                Math.min(many, 20),
                some -> {
                    tried++;
                    some.stream().filter(failing::containsKey).findFirst().ifPresent(one -> {
                        RuntimeException failure = failing.get(one);
                        if (failure != DEADLOCK || deadlocks++ < passesAfter) {
                            throw failure;
                        }
                    });
                    done.addAll(some);
                    return some.size();
                },
                (one, reason, failure) -> setAside.add(one));
    }
}
