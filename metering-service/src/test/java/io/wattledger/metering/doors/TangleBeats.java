package io.wattledger.metering.doors;

import io.wattledger.metering.event.AllocationBeat;
import io.wattledger.metering.event.AllocationName;
import io.wattledger.metering.event.BeatStream;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What heartbeats come to, worked out second by second over all beats of an allocation, of whatever size, project, SKU and
 * devices: a second for which one vouches is used as it says, and one of a short gap for which none does as the beats on both sides
 * of the gap say, where these agree.
 */
final class TangleBeats {

    private static final long FILL_UP_TO = 300;

    private static final Comparator<BeatStream> SMALLEST_FIRST = Comparator.comparingLong(BeatStream::gpuThousandths)
            .thenComparing(one -> one.key().project())
            .thenComparing(one -> one.key().sku())
            .thenComparing(one -> one.devices().toString());

    private final Map<AllocationName, TreeMap<Long, Set<BeatStream>>> vouched = new HashMap<>();

    /** Takes the seconds of one stream, each with whether it is estimated. */
    @FunctionalInterface
    interface Sink {
        void take(BeatStream stream, SortedMap<Long, Boolean> seconds);
    }

    void add(AllocationBeat beat) {
        AllocationName name = AllocationName.of(beat);
        BeatStream stream = new BeatStream(
                name.source(),
                name.allocation(),
                beat.key(),
                beat.gpuThousandths(),
                beat.placement().devices());
        TreeMap<Long, Set<BeatStream>> seconds = vouched.computeIfAbsent(name, absent -> new TreeMap<>());
        for (long at = beat.window().start().getEpochSecond();
                at < beat.window().end().getEpochSecond();
                at++) {
            seconds.computeIfAbsent(at, absent -> new TreeSet<>(SMALLEST_FIRST)).add(stream);
        }
    }

    void count(Sink sink) {
        vouched.values().forEach(seconds -> {
            Map<BeatStream, SortedMap<Long, Boolean>> used = new HashMap<>();
            Long last = null;
            for (Map.Entry<Long, Set<BeatStream>> second : seconds.entrySet()) {
                long at = second.getKey();
                if (last != null && at - last - 1 <= FILL_UP_TO) {
                    fill(seconds.get(last), second.getValue(), last + 1, at, used);
                }
                second.getValue().forEach(stream -> of(used, stream).put(at, false));
                last = at;
            }
            used.forEach(sink::take);
        });
    }

    private static void fill(
            Set<BeatStream> before,
            Set<BeatStream> after,
            long from,
            long to,
            Map<BeatStream, SortedMap<Long, Boolean>> used) {
        before.stream().filter(after::contains).findFirst().ifPresent(stream -> {
            for (long at = from; at < to; at++) {
                of(used, stream).put(at, true);
            }
        });
    }

    private static SortedMap<Long, Boolean> of(Map<BeatStream, SortedMap<Long, Boolean>> used, BeatStream stream) {
        return used.computeIfAbsent(stream, absent -> new TreeMap<>());
    }
}
