package io.wattledger.metering.store;

import io.wattledger.metering.event.EventKey;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What rows held when this copy of the service last read or wrote them. Only a hint, which saves a look at the database: the
 * statement that writes a row asks whether it still holds what is remembered, and whatever is not here is looked up. Those that
 * were not asked for of late are forgotten when there is no room. For use by several threads.
 *
 * @param <H> what a row holds; immutable
 */
final class RememberedRows<H> {

    /** An ordinary load is 100,000 allocations at a time; a row takes some 150 bytes. */
    private static final int MOST = 200_000;

    /** What rows hold grows with what happens to them: of an allocation that is started and stopped each day for years. */
    private static final long MOST_BYTES = 48L * 1024 * 1024;

    /** After something remembered was not so, so many batches are looked up and locked as a whole. */
    private static final int CAREFUL_BATCHES = 16;

    private final ToIntFunction<H> size;

    /** Null until there is something to remember: most kinds of events are not sent everywhere. */
    private @Nullable RowTable<H> rows;

    private long bytes;
    private int careful;

    /** Nothing yet; {@code size} tells how many bytes what a row holds has. */
    RememberedRows(ToIntFunction<H> size) {
        this.size = size;
    }

    /** How many bytes what a row holds has. */
    int size(H held) {
        return size.applyAsInt(held);
    }

    /** What a row held; null where that is not remembered. */
    synchronized @Nullable H find(String tenant, EventKey key) {
        if (rows == null) {
            return null;
        }
        int row = rows.find(tenant, key);
        if (row == RowTable.NONE) {
            return null;
        }
        rows.use(row);
        return rows.held(row);
    }

    /** Notes what a row holds since a transaction was committed. */
    synchronized void keep(String tenant, EventKey key, H held) {
        if (rows == null) {
            rows = new RowTable<>(MOST);
        }
        int row = rows.find(tenant, key);
        if (row == RowTable.NONE) {
            makeRoom(rows, size(held));
            rows.add(tenant, key, held);
            bytes += size(held);
        } else {
            rows.use(row);
            replace(rows, row, held);
            makeRoom(rows, 0);
        }
    }

    /** Forgets others until there is a row and {@code more} bytes. */
    private void makeRoom(RowTable<H> table, int more) {
        while (!table.isEmpty() && (table.isFull() || bytes + more > MOST_BYTES)) {
            remove(table, table.leastUsed());
        }
    }

    private void replace(RowTable<H> table, int row, H held) {
        bytes += size(held) - size(table.held(row));
        table.hold(row, held);
    }

    private void remove(RowTable<H> table, int row) {
        bytes -= size(table.held(row));
        table.remove(row);
    }

    /** Changes what is remembered of a row, if anything is. */
    synchronized void change(String tenant, EventKey key, UnaryOperator<H> change) {
        int row = rows == null ? RowTable.NONE : rows.find(tenant, key);
        if (rows != null && row != RowTable.NONE) {
            replace(rows, row, change.apply(rows.held(row)));
        }
    }

    /** Forgets a row that will hardly be asked for again. */
    synchronized void forget(String tenant, EventKey key) {
        int row = rows == null ? RowTable.NONE : rows.find(tenant, key);
        if (rows != null && row != RowTable.NONE) {
            remove(rows, row);
        }
    }

    /** Whether a batch may go by what is remembered, and take what is not and is likely to be new for new. */
    synchronized boolean isTrusted() {
        return careful == 0;
    }

    /** Something remembered was not so: others work on these rows too. */
    synchronized void distrust() {
        rows = null;
        bytes = 0;
        careful = CAREFUL_BATCHES;
    }

    /** A batch was looked up as a whole. */
    synchronized void lookedUp() {
        careful = Math.max(0, careful - 1);
    }
}
