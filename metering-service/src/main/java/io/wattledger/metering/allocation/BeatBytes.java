package io.wattledger.metering.allocation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The form in which rows keep the windows of heartbeats: what is filled of each SKU, then what beats say, each with where the
 * number of their windows changes. Forms 1 and 2 were of windows that all said the same; V28 wrote them anew, and where it brought
 * several together the same stands more than once, of which the numbers are added up.
 */
final class BeatBytes {

    private static final byte WHOLE = 3;
    private static final byte CONTINUED = 4;
    private static final byte BY_OLDER_RULE = 5;

    /** A change of the number of windows. */
    static final int ENTRY = Long.BYTES + Integer.BYTES;

    private static final int FRAME = 1 + 2 * Integer.BYTES;
    private static final int ASCII = 0x80;

    private BeatBytes() {}

    static byte[] of(BeatTimeline beats) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(length(beats)));
        buffer.put(beats.isByOlderRule ? BY_OLDER_RULE : beats.isContinued ? CONTINUED : WHOLE);
        List<String> skus = List.copyOf(beats.fillUpToMillis.keySet());
        buffer.putInt(skus.size());
        beats.fillUpToMillis.forEach((sku, mostMillis) -> {
            put(buffer, sku);
            buffer.putLong(mostMillis);
        });
        buffer.putInt(beats.changes.size());
        beats.changes.forEach((figures, own) -> {
            buffer.putLong(figures.gpuThousandths());
            put(buffer, figures.project());
            buffer.putInt(skus.indexOf(figures.sku()));
            buffer.putInt(figures.devices().size());
            figures.devices().forEach(device -> put(buffer, device));
            buffer.putInt(own.size());
            own.forEach((at, by) -> buffer.putLong(at).putInt(by));
        });
        return buffer.array();
    }

    private static void put(ByteBuffer buffer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.putShort((short) bytes.length).put(bytes);
    }

    /** How many {@link #of} makes. */
    static long length(BeatTimeline beats) {
        long length = FRAME;
        for (String sku : beats.fillUpToMillis.keySet()) {
            length += length(sku) + Long.BYTES;
        }
        for (Map.Entry<BeatFigures, SortedMap<Long, Integer>> one : beats.changes.entrySet()) {
            length += length(one.getKey()) + (long) one.getValue().size() * ENTRY;
        }
        return length;
    }

    static long length(BeatFigures figures) {
        long length = Long.BYTES + length(figures.project()) + 3L * Integer.BYTES;
        for (String device : figures.devices()) {
            length += length(device);
        }
        return length;
    }

    private static long length(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= ASCII) {
                return Short.BYTES + text.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return Short.BYTES + text.length();
    }

    static BeatTimeline read(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte form = buffer.get();
        if (form < WHOLE || form > BY_OLDER_RULE) {
            throw new IllegalArgumentException("windows are of form " + form + ", which is not known");
        }
        BeatTimeline beats = new BeatTimeline();
        beats.isContinued = form == CONTINUED;
        beats.isByOlderRule = form == BY_OLDER_RULE;
        List<String> skus = new ArrayList<>();
        for (int left = buffer.getInt(); left > 0; left--) {
            skus.add(text(buffer));
            beats.fillUpToMillis.put(skus.getLast(), buffer.getLong());
        }
        for (int left = buffer.getInt(); left > 0; left--) {
            long gpuThousandths = buffer.getLong();
            String project = text(buffer);
            String sku = skus.get(buffer.getInt());
            List<String> devices = new ArrayList<>();
            for (int more = buffer.getInt(); more > 0; more--) {
                devices.add(text(buffer));
            }
            BeatFigures figures = new BeatFigures(gpuThousandths, project, sku, devices);
            SortedMap<Long, Integer> own = beats.changes.computeIfAbsent(figures, absent -> new TreeMap<>());
            for (int more = buffer.getInt(); more > 0; more--) {
                BeatTimeline.change(own, buffer.getLong(), buffer.getInt());
            }
        }
        beats.changes.values().removeIf(SortedMap::isEmpty);
        return beats;
    }

    private static String text(ByteBuffer buffer) {
        int length = buffer.getShort();
        int from = buffer.position();
        buffer.position(from + length);
        return new String(buffer.array(), from, length, StandardCharsets.UTF_8);
    }
}
