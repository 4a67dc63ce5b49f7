package io.wattledger.metering.flow;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an event came, kept as evidence when it is refused; nothing is asked of it otherwise. Arrays are not copied.
 */
public interface Origin {

    /** The door it came by. */
    Door door();

    /** Whether attributes and data are one JSON object; otherwise the headers hold the attributes. */
    boolean isStructured();

    /** Where it lies; null where it lies nowhere else. */
    @Nullable
    Place place();

    /** The key of its record as it stands; null where it has none. */
    byte @Nullable [] key();

    /** Its bytes as they stand; null where there are none. */
    byte @Nullable [] value();

    /**
     * Its headers as text, those that are no clean text in Base64 after {@code base64:}. Where one stands there more than once, the
     * others are under {@link #again} of its name.
     */
    Map<String, String> headers();

    /** The doors by which events come. */
    enum Door {
        /** The topic {@code usage-events.v1}. */
        KAFKA,
        /** {@code POST /api/v1/events}. */
        HTTP
    }

    /**
     * A place in a topic.
     *
     * @param topic its name
     * @param partition the partition
     * @param offset the offset
     * @param written when Kafka took it; with the offset it names the record even after a topic was made anew
     */
    record Place(String topic, int partition, long offset, Instant written) {

        /** Topic, partition and offset, joined by {@code /}. */
        public String path() {
            return topic + "/" + partition + "/" + offset;
        }
    }

    /** The name under which the {@code nth} header of that name is kept, from the second on. */
    static String again(String name, int nth) {
        return name + " (" + nth + ")";
    }
}
