package io.wattledger.metering.store;

import io.wattledger.metering.event.EventKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the events that this copy of the service has entered last, half a million at most, in 8 MiB. Only a hint:
 * nearly all that comes twice comes twice soon, so what is not here is most likely new. Whether it is, the index of the
 * database decides. For use by several threads.
 */
final class RecentKeys {

    /** Places of a table, a power of two; twice as many as the keys it takes. */
    private static final int PLACES = 1 << 19;

    private static final int MOST = PLACES / 2;

    /** After a known event was taken for new, so many batches without another one are looked up as a whole. */
    private static final int CAREFUL_BATCHES = 16;

    private long @Nullable [] young;
    private long @Nullable [] old;
    private int size;
    private int careful;

    /** Whether the event is likely to be known. */
    synchronized boolean mayKnow(EventKey key) {
        return holds(young, key.low()) || holds(old, key.low());
    }

    /** Notes an event that is known from now on; of the oldest ones half are forgotten when there is no room. */
    synchronized void add(EventKey key) {
        if (young == null || size >= MOST) {
            long[] spare = old;
            old = young;
            young = spare == null ? new long[PLACES] : spare;
            Arrays.fill(young, 0);
            size = 0;
        }
        long word = word(key.low());
        int place = place(word);
        while (young[place] != 0) {
            if (young[place] == word) {
                return;
            }
            place = (place + 1) & (PLACES - 1);
        }
        young[place] = word;
        size++;
    }

    /** Whether what is not here may be taken for new. */
    synchronized boolean isTrusted() {
        return careful == 0;
    }

    /** Notes whether a batch held known events that were not here. */
    synchronized void learn(boolean missedSome) {
        careful = missedSome ? CAREFUL_BATCHES : Math.max(0, careful - 1);
    }

    private static boolean holds(long @Nullable [] table, long low) {
        if (table == null) {
            return false;
        }
        long word = word(low);
        int place = place(word);
        while (table[place] != 0) {
            if (table[place] == word) {
                return true;
            }
            place = (place + 1) & (PLACES - 1);
        }
        return false;
    }

    /** Zero marks an empty place. */
    private static long word(long low) {
        return low == 0 ? 1 : low;
    }

    /** Keys are hashes, so any of their bits will do. */
    private static int place(long word) {
        return (int) (word >>> 20) & (PLACES - 1);
    }
}
