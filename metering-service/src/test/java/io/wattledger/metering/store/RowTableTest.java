package io.wattledger.metering.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.metering.event.EventKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowTableTest {

    private static final int MOST = 50;
    private static final int KEYS = 120;
    private static final int STEPS = 20_000;
    private static final long SEED = 20261201;

    private final RowTable<String> table = new RowTable<>(MOST);

    /** A row that is known by tenant and key. */
    private record Name(String tenant, EventKey key) {}

    /** Half of the keys begin at one place, so that rows stand in each other's way and move up when one is taken out. */
    @Test
    void holdsWhatAMapHolds() {
        Random random = new Random(SEED);
        Map<Name, String> expected = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            int number = random.nextInt(KEYS);
            Name name = new Name(number % 3 == 0 ? "a" : "b", new EventKey(number, number < KEYS / 2 ? 7 : number));
            int row = table.find(name.tenant(), name.key());
            assertThat(row == RowTable.NONE ? null : table.held(row)).isEqualTo(expected.get(name));
            if (row != RowTable.NONE && random.nextBoolean()) {
                table.remove(row);
                expected.remove(name);
            } else if (row != RowTable.NONE) {
                table.hold(row, "again " + step);
                expected.put(name, "again " + step);
            } else if (!table.isFull()) {
                table.add(name.tenant(), name.key(), "new " + step);
                expected.put(name, "new " + step);
            }
            assertThat(table.isFull()).isEqualTo(expected.size() == MOST);
            assertThat(table.isEmpty()).isEqualTo(expected.isEmpty());
        }
    }

    @Test
    void aRoundPassesThoseThatWereAskedForOnce() {
        for (int n = 0; n < 4; n++) {
            table.add("a", key(n), "row " + n);
        }
        List.of(0, 2).forEach(n -> table.use(table.find("a", key(n))));

        List<String> forgotten = new ArrayList<>();
        while (!table.isEmpty()) {
            int row = table.leastUsed();
            forgotten.add(table.held(row));
            table.remove(row);
        }

        assertThat(forgotten).containsExactly("row 1", "row 3", "row 0", "row 2");
    }

    private static EventKey key(int number) {
        return new EventKey(number, number);
    }
}
