package io.wattledger.chassis.kafka;

import io.wattledger.chassis.kafka.HeldTopic.About;
import io.wattledger.chassis.kafka.HeldTopic.Line;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far that has come which was there before a message. It passes the stations one after the other: what waits at one when it
 * is reached was there before the message, or may have been; what comes after that is not waited for, so that a service that
 * always has something to do does not keep the message for ever.
 */
final class HeldMessage {

    private final OutgoingMessage message;
    private final About about;
    private final Map<TopicPartition, Long> ends;

    /** Stations passed; -1 while not all is read. */
    private int passed = -1;

    /** Up to this number what waits at the next station is waited for; null until the station is reached. */
    private @Nullable Long upTo;

    private boolean rests;

    /**
     * A message that has been seen first.
     *
     * @param ends where the topics ended that must be read, afterwards
     */
    HeldMessage(OutgoingMessage message, About about, Map<TopicPartition, Long> ends) {
        this.message = message;
        this.about = about;
        this.ends = Map.copyOf(ends);
    }

    /**
     * What was seen at one look.
     *
     * @param positions what is read, looked at before the stations
     * @param stations what waits at each, looked at one after the other
     */
    record Look(Map<TopicPartition, Long> positions, List<List<Line>> stations) {}

    OutgoingMessage message() {
        return message;
    }

    /** Whether all that it waits for is left alone on purpose. */
    boolean rests() {
        return rests;
    }

    /** Moves on as far as the look allows; true when nothing is before the message any more. */
    boolean goOn(Look look) {
        rests = false;
        if (passed < 0) {
            if (!TopicEnds.areReached(ends, look.positions())) {
                return false;
            }
            passed = 0;
        }
        while (passed < look.stations().size()) {
            List<Line> lines = look.stations().get(passed).stream()
                    .filter(line -> line.concerns(about))
                    .toList();
            if (upTo == null) {
                upTo = lines.stream().mapToLong(Line::newest).max().orElse(Long.MIN_VALUE);
            }
            long last = upTo;
            List<Line> before =
                    lines.stream().filter(line -> line.oldest() <= last).toList();
            if (!before.isEmpty()) {
                rests = before.stream().allMatch(Line::rests);
                return false;
            }
            passed++;
            upTo = null;
        }
        return true;
    }
}
