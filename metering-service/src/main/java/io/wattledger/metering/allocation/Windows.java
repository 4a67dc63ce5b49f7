package io.wattledger.metering.allocation;

import io.wattledger.contracts.vocabulary.UsageKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All windows that the heartbeats of an allocation vouch for. Kept is where the number of windows changes and by how
 * much: beats that follow each other without a gap are two entries however many they are, a window can be taken back,
 * and the order in which they came does not matter. Not for use by several threads.
 */
public final class Windows {

    private static final byte FORM = 1;
    private static final int ENTRY = Long.BYTES + Integer.BYTES;

    private final SortedMap<Long, Integer> changes = new TreeMap<>();

    /** Adds a window, in milliseconds since the epoch. */
    public void add(long start, long end) {
        change(start, 1);
        change(end, -1);
    }

    /** Takes back a window that was added; also one that is about to be. */
    public void remove(long start, long end) {
        change(start, -1);
        change(end, 1);
    }

    private void change(long at, int by) {
        int sum = changes.getOrDefault(at, 0) + by;
        if (sum == 0) {
            changes.remove(at);
        } else {
            changes.put(at, sum);
        }
    }

    /**
     * What the windows come to: time that several vouch for counts once, and a gap that is no longer than
     * {@code fillUpToMillis} is filled and marked as estimated.
     */
    public List<Stretch> stretches(UsageKey key, long gpuThousandths, long fillUpToMillis) {
        Stretch.What known = new Stretch.What(key, gpuThousandths, false);
        List<Stretch> stretches = new ArrayList<>();
        int count = 0;
        long from = 0;
        for (Map.Entry<Long, Integer> change : changes.entrySet()) {
            int before = count;
            count += change.getValue();
            if (before == 0 && count > 0) {
                from = change.getKey();
                fill(stretches, from, fillUpToMillis);
            } else if (before > 0 && count == 0) {
                stretches.add(new Stretch(known, from, change.getKey()));
            }
        }
        return stretches;
    }

    private static void fill(List<Stretch> stretches, long from, long fillUpToMillis) {
        if (stretches.isEmpty()) {
            return;
        }
        Stretch last = stretches.getLast();
        if (from - last.end() <= fillUpToMillis) {
            Stretch.What what = last.what();
            stretches.add(new Stretch(new Stretch.What(what.key(), what.gpuThousandths(), true), last.end(), from));
        }
    }

    /** The form in which rows keep the windows. */
    public byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(1 + changes.size() * ENTRY).put(FORM);
        changes.forEach((at, by) -> buffer.putLong(at).putInt(by));
        return buffer.array();
    }

    /** How many bytes {@link #bytes} has. */
    public long length() {
        return 1 + (long) changes.size() * ENTRY;
    }

    /** The windows that {@link #bytes} wrote. */
    public static Windows of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (buffer.get() != FORM) {
            throw new IllegalArgumentException("windows are not of form " + FORM);
        }
        Windows windows = new Windows();
        while (buffer.hasRemaining()) {
            windows.changes.put(buffer.getLong(), buffer.getInt());
        }
        return windows;
    }
}
