package io.wattledger.metering.allocation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All starts and stops of an allocation that count, each as often as it was reported: so that one of two that say the
 * same can be taken back. The order in which they came does not matter. Not for use by several threads.
 */
public final class Marks {

    private static final byte FORM = 2;

    private final SortedMap<Mark, Integer> counts = new TreeMap<>();

    /** Adds a mark. */
    public void add(Mark mark) {
        count(mark, 1);
    }

    /** Takes back a mark that was added; also one that is about to be. */
    public void remove(Mark mark) {
        count(mark, -1);
    }

    private void count(Mark mark, int by) {
        counts.merge(mark, by, (before, more) -> before + more == 0 ? null : before + more);
    }

    /**
     * What the marks come to: a run goes from a start to the next stop. A stop without a run has no effect, and so has a
     * start during a run with the same figures; one with other figures ends the run and begins another. A stop and a
     * start at one instant end a run and begin the next one; where there is no run they are a run of no length.
     */
    public List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        Mark open = null;
        long since = 0;
        List<Mark> marks = new ArrayList<>(counts.keySet());
        int i = 0;
        while (i < marks.size()) {
            long at = marks.get(i).at();
            boolean isStopped = marks.get(i).isStop();
            Mark start = null;
            for (; i < marks.size() && marks.get(i).at() == at; i++) {
                start = marks.get(i).isStop() ? start : marks.get(i);
            }
            if (open == null && isStopped) {
                continue;
            }
            if (open != null) {
                if (!isStopped && (start == null || start.hasFiguresOf(open))) {
                    continue;
                }
                runs.add(new Run(open, since, at));
            }
            open = start;
            since = at;
        }
        if (open != null) {
            runs.add(new Run(open, since, Run.OPEN));
        }
        return runs;
    }

    /** The form in which rows keep the marks. */
    public byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(room());
        buffer.put(FORM);
        counts.forEach((mark, count) -> {
            buffer.putLong(mark.at()).putLong(mark.gpuThousandths()).putInt(count);
            put(buffer, mark.project());
            put(buffer, mark.sku());
            buffer.putInt(mark.devices().size());
            mark.devices().forEach(device -> put(buffer, device));
        });
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** About as many bytes as {@link #bytes} has, where its names are of plain letters. */
    public long length() {
        long length = 1;
        for (Mark mark : counts.keySet()) {
            length += 2 * Long.BYTES
                    + 2 * Integer.BYTES
                    + 2 * Short.BYTES
                    + mark.project().length()
                    + mark.sku().length();
            for (String device : mark.devices()) {
                length += Short.BYTES + device.length();
            }
        }
        return length;
    }

    private int room() {
        int room = 1;
        for (Map.Entry<Mark, Integer> entry : counts.entrySet()) {
            Mark mark = entry.getKey();
            room += 2 * Long.BYTES
                    + 2 * Integer.BYTES
                    + 2 * Short.BYTES
                    + 4 * (mark.project().length() + mark.sku().length());
            for (String device : mark.devices()) {
                room += Short.BYTES + 4 * device.length();
            }
        }
        return room;
    }

    private static void put(ByteBuffer buffer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.putShort((short) bytes.length).put(bytes);
    }

    /** The marks that {@link #bytes} wrote. */
    public static Marks of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (buffer.get() != FORM) {
            throw new IllegalArgumentException("marks are not of form " + FORM);
        }
        Marks marks = new Marks();
        while (buffer.hasRemaining()) {
            long at = buffer.getLong();
            long gpuThousandths = buffer.getLong();
            int count = buffer.getInt();
            marks.counts.put(new Mark(at, gpuThousandths, text(buffer), text(buffer), texts(buffer)), count);
        }
        return marks;
    }

    private static List<String> texts(ByteBuffer buffer) {
        int size = buffer.getInt();
        List<String> texts = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            texts.add(text(buffer));
        }
        return texts;
    }

    private static String text(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.getShort()];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
