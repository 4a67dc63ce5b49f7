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
 * and the order in which they came does not matter. Beats that do not follow each other to the millisecond are two entries
 * each, so what is older can be {@linkplain #layAside laid aside}: windows that reach over the border are cut in two there,
 * which changes nothing of what they come to. Not for use by several threads.
 */
public final class Windows {

    private static final byte FORM = 1;
    private static final byte FORM_OF_CONTINUED = 2;
    private static final int ENTRY = Long.BYTES + Integer.BYTES;

    /** A row with so many is not moved out of line by the database, and one that has more is divided into parts of half as many. */
    private static final int MOST_ENTRIES = 128;

    private static final int PART_ENTRIES = MOST_ENTRIES / 2;

    private final SortedMap<Long, Integer> changes = new TreeMap<>();
    private boolean isContinued;

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
     * A part that was laid aside.
     *
     * @param until where the next one begins, in milliseconds since the epoch
     * @param windows what is before
     */
    public record Part(long until, Windows windows) {}

    /**
     * Whether a window that begins then touches what was laid aside. One that begins later changes nothing before it, neither a
     * stretch nor a gap: the first instant that is kept here is vouched for whether the window is there or not.
     */
    public boolean reachesAside(long start) {
        return isContinued && start <= changes.firstKey();
    }

    /**
     * Takes in again what was laid aside: the last parts of it.
     *
     * @param parts in order
     * @return whether they are what is missing before these windows; otherwise nothing has changed
     */
    public boolean takeIn(List<Part> parts) {
        Windows next = this;
        for (Part part : parts.reversed()) {
            if (!next.isContinued || next.changes.firstKey() != part.until()) {
                return false;
            }
            next = part.windows();
        }
        for (Part part : parts) {
            part.windows().changes.forEach(this::change);
        }
        isContinued = next.isContinued;
        return true;
    }

    /**
     * Lays aside what is older where there is much.
     *
     * @return in order; nothing where there is little
     */
    public List<Part> layAside() {
        if (changes.size() <= MOST_ENTRIES) {
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        Windows part = new Windows();
        part.isContinued = isContinued;
        int count = 0;
        int left = changes.size();
        for (Map.Entry<Long, Integer> change : changes.entrySet()) {
            long at = change.getKey();
            int after = count + change.getValue();
            if (part.changes.size() >= PART_ENTRIES && left >= PART_ENTRIES && after > 0) {
                part.change(at, -count);
                parts.add(new Part(at, part));
                part = new Windows();
                part.isContinued = true;
                part.change(at, after);
            } else {
                part.change(at, change.getValue());
            }
            count = after;
            left--;
        }
        changes.clear();
        changes.putAll(part.changes);
        isContinued = part.isContinued;
        return parts;
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
        ByteBuffer buffer = ByteBuffer.allocate(1 + changes.size() * ENTRY).put(isContinued ? FORM_OF_CONTINUED : FORM);
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
        byte form = buffer.get();
        if (form != FORM && form != FORM_OF_CONTINUED) {
            throw new IllegalArgumentException("windows are of form " + form + ", which is not known");
        }
        Windows windows = new Windows();
        windows.isContinued = form == FORM_OF_CONTINUED;
        while (buffer.hasRemaining()) {
            windows.changes.put(buffer.getLong(), buffer.getInt());
        }
        return windows;
    }
}
