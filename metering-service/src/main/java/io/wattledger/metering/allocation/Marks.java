package io.wattledger.metering.allocation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All starts and stops of an allocation that count, each as often as it was reported: so that one of two that say the
 * same can be taken back. The order in which they came does not matter. Not for use by several threads.
 */
public final class Marks {

    private static final byte FORM = 2;

    /** Nearly all allocations start once and stop once. */
    private static final int USUAL = 2;

    private Mark[] marks = new Mark[USUAL];
    private int[] counts = new int[USUAL];
    private int size;

    /** Adds a mark. */
    public void add(Mark mark) {
        count(mark, 1);
    }

    /** Takes back a mark that was added; also one that is about to be. */
    public void remove(Mark mark) {
        count(mark, -1);
    }

    private void count(Mark mark, int by) {
        int place = Arrays.binarySearch(marks, 0, size, mark);
        if (place < 0) {
            put(-place - 1, mark, by);
        } else {
            counts[place] += by;
            if (counts[place] == 0) {
                size--;
                System.arraycopy(marks, place + 1, marks, place, size - place);
                System.arraycopy(counts, place + 1, counts, place, size - place);
            }
        }
    }

    private void put(int place, Mark mark, int count) {
        if (size == marks.length) {
            marks = Arrays.copyOf(marks, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        System.arraycopy(marks, place, marks, place + 1, size - place);
        System.arraycopy(counts, place, counts, place + 1, size - place);
        marks[place] = mark;
        counts[place] = count;
        size++;
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
        int i = 0;
        while (i < size) {
            long at = marks[i].at();
            boolean isStopped = marks[i].isStop();
            Mark start = null;
            for (; i < size && marks[i].at() == at; i++) {
                start = marks[i].isStop() ? start : marks[i];
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
        for (int i = 0; i < size; i++) {
            Mark mark = marks[i];
            buffer.putLong(mark.at()).putLong(mark.gpuThousandths()).putInt(counts[i]);
            put(buffer, mark.project());
            put(buffer, mark.sku());
            buffer.putInt(mark.devices().size());
            mark.devices().forEach(device -> put(buffer, device));
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** About as many bytes as {@link #bytes} has, where its names are of plain letters. */
    public long length() {
        long length = 1;
        for (int i = 0; i < size; i++) {
            Mark mark = marks[i];
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
        for (int i = 0; i < size; i++) {
            Mark mark = marks[i];
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
            marks.put(marks.size, new Mark(at, gpuThousandths, text(buffer), text(buffer), texts(buffer)), count);
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
        int length = buffer.getShort();
        String text = new String(buffer.array(), buffer.position(), length, StandardCharsets.UTF_8);
        buffer.position(buffer.position() + length);
        return text;
    }
}
