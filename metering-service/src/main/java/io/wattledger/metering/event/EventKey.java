package io.wattledger.metering.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A short key of fixed length for an {@link EventIdentity}: the first 16 bytes of the SHA-256 over tenant, source and
 * id. As good as the whole hash against accidents, and half the index.
 *
 * @param high the first eight bytes
 * @param low the next eight
 */
public record EventKey(long high, long low) implements Comparable<EventKey> {

    /** How long a key is. */
    public static final int BYTES = 2 * Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** The key that these bytes begin with. */
    public static EventKey of(byte[] bytes) {
        return new EventKey((long) LONGS.get(bytes, 0), (long) LONGS.get(bytes, Long.BYTES));
    }

    /** The key of something that is known by {@code names}, in this order. */
    public static EventKey over(String... names) {
        Fingerprint fingerprint = new Fingerprint();
        for (String name : names) {
            fingerprint.text(name);
        }
        return of(fingerprint.whole());
    }

    /** The 16 bytes. */
    public byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        LONGS.set(bytes, 0, high);
        LONGS.set(bytes, Long.BYTES, low);
        return bytes;
    }

    /** By the bytes as unsigned numbers, which is the order of an index over them. */
    @Override
    public int compareTo(EventKey other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }
}
