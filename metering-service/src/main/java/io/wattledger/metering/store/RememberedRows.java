package io.wattledger.metering.store;

import io.wattledger.metering.event.EventKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What rows held when this copy of the service last read or wrote them. Only a hint, which saves a look at the database: the
 * statement that writes a row asks whether it still holds what is remembered, and whatever is not here is looked up. Those that
 * were used longest ago are forgotten when there is no room. For use by several threads.
 *
 * @param <H> what a row holds; immutable
 */
final class RememberedRows<H> {

    /** An ordinary load is 100,000 allocations at a time; a row takes some 200 bytes. */
    private static final int MOST = 200_000;

    /** What rows hold grows with what happens to them: of an allocation that is started and stopped each day for years. */
    private static final long MOST_BYTES = 48L * 1024 * 1024;

    /** After something remembered was not so, so many batches are looked up and locked as a whole. */
    private static final int CAREFUL_BATCHES = 16;

    /** A table is made larger only beyond its capacity. */
    private static final int FULL = 1;

    private final Map<Key, H> rows = new LinkedHashMap<>(MOST, FULL, true);
    private final ToIntFunction<H> size;
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

    /** By what a row is known. */
    private record Key(String tenant, long high, long low) {

        static Key of(String tenant, EventKey key) {
            return new Key(tenant, key.high(), key.low());
        }
    }

    /** What a row held; null where that is not remembered. */
    synchronized @Nullable H find(String tenant, EventKey key) {
        return rows.get(Key.of(tenant, key));
    }

    /** Notes what a row holds since a transaction was committed. */
    synchronized void keep(String tenant, EventKey key, H held) {
        count(rows.put(Key.of(tenant, key), held), held);
        if (isFull()) {
            Iterator<H> eldest = rows.values().iterator();
            while (isFull() && eldest.hasNext()) {
                count(eldest.next(), null);
                eldest.remove();
            }
        }
    }

    private boolean isFull() {
        return rows.size() > MOST || bytes > MOST_BYTES;
    }

    private void count(@Nullable H before, @Nullable H after) {
        bytes += (after == null ? 0 : size.applyAsInt(after)) - (before == null ? 0 : size.applyAsInt(before));
    }

    /** Changes what is remembered of a row, if anything is. */
    synchronized void change(String tenant, EventKey key, UnaryOperator<H> change) {
        rows.computeIfPresent(Key.of(tenant, key), (absent, held) -> {
            H changed = change.apply(held);
            count(held, changed);
            return changed;
        });
    }

    /** Forgets a row that will hardly be asked for again. */
    synchronized void forget(String tenant, EventKey key) {
        count(rows.remove(Key.of(tenant, key)), null);
    }

    /** Whether a batch may go by what is remembered, and take what is not and is likely to be new for new. */
    synchronized boolean isTrusted() {
        return careful == 0;
    }

    /** Something remembered was not so: others work on these rows too. */
    synchronized void distrust() {
        rows.clear();
        bytes = 0;
        careful = CAREFUL_BATCHES;
    }

    /** A batch was looked up as a whole. */
    synchronized void lookedUp() {
        careful = Math.max(0, careful - 1);
    }
}
