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
    private static final RuntimeException OVERFLOW =
            new DatabaseException(new SQLException("bigint out of range", "22003"));

    private final List<Integer> done = new ArrayList<>();
    private final List<Integer> setAside = new ArrayList<>();
    private int tried;

    @Test
    void whatCannotBeDoneIsSetAsideAndTheOthersAreDone() {
        assertThat(work(8, Map.of(2, OVERFLOW, 5, OVERFLOW))).isEqualTo(6);
        assertThat(setAside).containsExactly(2, 5);
        assertThat(done).containsExactly(0, 1, 3, 4, 6, 7);
    }

    @Test
    void whatMayPassIsThrownOnceTheOthersAreDone() {
        assertThatThrownBy(() -> work(8, Map.of(2, DEADLOCK, 5, OVERFLOW))).isSameAs(DEADLOCK);
        assertThat(setAside).containsExactly(5);
        assertThat(done).containsExactly(0, 1, 3, 4, 6, 7);
    }

    @Test
    void aDatabaseThatIsAwayIsNotAskedForEach() {
        Map<Integer, RuntimeException> all =
                IntStream.range(0, 1000).boxed().collect(Collectors.toMap(one -> one, one -> DEADLOCK));
        assertThatThrownBy(() -> work(1000, all)).isSameAs(DEADLOCK);
        assertThat(setAside).isEmpty();
        assertThat(tried).isLessThan(30);
    }

    private int work(int many, Map<Integer, RuntimeException> failing) {
        return InParts.work(
                IntStream.range(0, many).boxed().toList(),
                some -> {
                    tried++;
                    some.stream().filter(failing::containsKey).findFirst().ifPresent(one -> {
                        throw failing.get(one);
                    });
                    done.addAll(some);
                    return some.size();
                },
                (one, reason, failure) -> setAside.add(one));
    }
}
