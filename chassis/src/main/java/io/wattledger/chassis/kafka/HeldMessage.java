package io.wattledger.chassis.kafka;

import io.wattledger.chassis.kafka.HeldTopic.About;
import io.wattledger.chassis.kafka.HeldTopic.Line;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final Reach before;

    /** Stations passed. */
    private int passed;

    /** Up to this number what waits at a place of the next station is waited for; null until the station is reached. */
    private @Nullable Map<Place, Long> upTo;

    private boolean rests;

    /**
     * A message that has been seen first.
     *
     * @param before how far the topics reached that must be read, afterwards
     */
    HeldMessage(OutgoingMessage message, About about, Reach before) {
        this.message = message;
        this.about = about;
        this.before = before;
    }

    /** Whose usage waits, and where; each place has numbers of its own. */
    private record Place(String tenant, String site) {

        static Place of(Line line) {
            return new Place(line.tenant(), line.site());
        }
    }

    /**
     * What was seen at one look.
     *
     * @param positions what is read, looked at before the stations
     * @param stations what waits at each, looked at one after the other
     */
    record Look(Map<TopicPartition, Long> positions, List<Waiting> stations) {}

    /** What waits at one station, by tenant, since many messages ask for few of the lines each. */
    static final class Waiting {
        private final Map<String, List<Line>> byTenant;

        Waiting(Collection<Line> lines) {
            byTenant = lines.stream().collect(Collectors.groupingBy(Line::tenant));
        }

        List<Line> before(About about) {
            Stream<Line> lines = about.tenant().equals(HeldTopic.ANY)
                    ? byTenant.values().stream().flatMap(List::stream)
                    : Stream.of(about.tenant(), HeldTopic.ANY)
                            .flatMap(tenant -> byTenant.getOrDefault(tenant, List.of()).stream());
            return lines.filter(line -> line.concerns(about)).toList();
        }
    }

    OutgoingMessage message() {
        return message;
    }

    /** Whether all that it waits for is left alone on purpose. */
    boolean rests() {
        return rests;
    }

    /** Whether all is read that was there, as of these positions. */
    boolean isRead(Map<TopicPartition, Long> positions) {
        return before.isRead(positions);
    }

    /** Moves on as far as the look allows; true when nothing is before the message any more. */
    boolean goOn(Look look) {
        rests = false;
        if (!isRead(look.positions())) {
            return false;
        }
        while (passed < look.stations().size()) {
            List<Line> lines = look.stations().get(passed).before(about);
            Map<Place, Long> last = upTo == null ? newest(lines) : upTo;
            upTo = last;
            List<Line> earlier = lines.stream()
                    .filter(line -> line.oldest() <= last.getOrDefault(Place.of(line), Long.MIN_VALUE))
                    .toList();
            if (!earlier.isEmpty()) {
                rests = earlier.stream().allMatch(Line::rests);
                return false;
            }
            passed++;
            upTo = null;
        }
        return true;
    }

    private static Map<Place, Long> newest(List<Line> lines) {
        Map<Place, Long> newest = new HashMap<>();
        lines.forEach(line -> newest.merge(Place.of(line), line.newest(), Math::max));
        return newest;
    }
}
