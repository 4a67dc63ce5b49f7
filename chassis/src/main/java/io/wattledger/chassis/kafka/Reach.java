package io.wattledger.chassis.kafka;

import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * How far topics reached at one time, so that what lay in them then can be waited for. What is read stays read. It is kept in memory
 * alone: after a restart it is what is there then, which is more.
 */
public final class Reach {

    private volatile Map<TopicPartition, Long> ends;

    /** The first offset behind each partition; partitions that held nothing are left out. */
    Reach(Map<TopicPartition, Long> ends) {
        this.ends = Map.copyOf(ends);
    }

    /** Whether all of it is read, as of these positions or before. */
    boolean isRead(Map<TopicPartition, Long> positions) {
        if (ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue())) {
            ends = Map.of();
        }
        return ends.isEmpty();
    }

    /**
     * Whether all of several is read.
     *
     * @param positions up to where topics are read; asked for only where something was still unread
     */
    public static boolean areRead(Collection<Reach> reaches, Supplier<Map<TopicPartition, Long>> positions) {
        if (reaches.stream().allMatch(reach -> reach.ends.isEmpty())) {
            return true;
        }
        Map<TopicPartition, Long> now = positions.get();
        // Each of them, so that what is read is remembered of all.
        return reaches.stream().filter(reach -> !reach.isRead(now)).count() == 0;
    }
}
