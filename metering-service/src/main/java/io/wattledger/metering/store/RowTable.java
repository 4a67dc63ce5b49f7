package io.wattledger.metering.store;

import io.wattledger.metering.event.EventKey;
import java.util.BitSet;

/**
 * What rows hold, by tenant and key. Each row has a number, and all else than what it holds lies in arrays: rows stay for long, and
 * with a few objects for each of them the collector of garbage would copy and mark more objects for what is remembered than for all
 * that comes in. Places are found by trying one after the other from where the key says. Not for use by several threads.
 *
 * @param <H> what a row holds
 */
final class RowTable<H> {

    /** The number of no row. */
    static final int NONE = 0;

    private final int[] places;
    private final long[] highs;
    private final long[] lows;
    private final String[] tenants;
    private final Object[] held;
    private final BitSet used;
    private final int[] spare;
    private int spares;
    private int hand;

    /** An empty table for {@code most} rows; at least as many again of its places stay free. */
    RowTable(int most) {
        this.places = new int[Integer.highestOneBit(most) << 2];
        this.highs = new long[most + 1];
        this.lows = new long[most + 1];
        this.tenants = new String[most + 1];
        this.held = new Object[most + 1];
        this.used = new BitSet(most + 1);
        this.spare = new int[most];
        for (int row = most; row > NONE; row--) {
            spare[spares++] = row;
        }
    }

    /** The number of the row with this key; {@link #NONE} where it is not here. */
    int find(String tenant, EventKey key) {
        for (int place = home(key.low()); places[place] != NONE; place = after(place)) {
            int row = places[place];
            if (lows[row] == key.low() && highs[row] == key.high() && tenants[row].equals(tenant)) {
                return row;
            }
        }
        return NONE;
    }

    /** What the row of this number holds. */
    @SuppressWarnings("unchecked") // nothing else is put there
    H held(int row) {
        return (H) held[row];
    }

    /** Notes that the row was asked for. */
    void use(int row) {
        used.set(row);
    }

    /** Has the row hold something else. */
    void hold(int row, H other) {
        held[row] = other;
    }

    boolean isFull() {
        return spares == 0;
    }

    boolean isEmpty() {
        return spares == spare.length;
    }

    /** Adds a row that is not here to a table that is not full. */
    void add(String tenant, EventKey key, H holding) {
        int row = spare[--spares];
        highs[row] = key.high();
        lows[row] = key.low();
        tenants[row] = tenant;
        held[row] = holding;
        int place = home(key.low());
        while (places[place] != NONE) {
            place = after(place);
        }
        places[place] = row;
    }

    /** A row that was not asked for since the last round passed it; of a table that is not empty. */
    int leastUsed() {
        while (true) {
            hand = hand + 1 == held.length ? NONE + 1 : hand + 1;
            if (held[hand] != null && !used.get(hand)) {
                return hand;
            }
            used.clear(hand);
        }
    }

    /** Takes a row out. Those behind it move up, so that each is still found from its own place on. */
    void remove(int row) {
        int gap = home(lows[row]);
        while (places[gap] != row) {
            gap = after(gap);
        }
        for (int place = after(gap); places[place] != NONE; place = after(place)) {
            int home = home(lows[places[place]]);
            if (distance(home, place) >= distance(gap, place)) {
                places[gap] = places[place];
                gap = place;
            }
        }
        places[gap] = NONE;
        held[row] = null;
        used.clear(row);
        spare[spares++] = row;
    }

    private int distance(int from, int to) {
        return (to - from) & (places.length - 1);
    }

    private int after(int place) {
        return (place + 1) & (places.length - 1);
    }

    /** Spreads the numbers over the places (the step of Fibonacci hashing). */
    private int home(long low) {
        return (int) ((low * 0x9E3779B97F4A7C15L) >>> (Long.numberOfLeadingZeros(places.length) + 1));
    }
}
