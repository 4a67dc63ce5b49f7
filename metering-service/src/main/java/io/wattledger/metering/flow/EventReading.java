package io.wattledger.metering.flow;

import io.wattledger.metering.event.Arrival;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Port: reads CloudEvents from bytes. Whatever is wrong with an event comes back as part of its arrival. */
public interface EventReading {

    /**
     * An event in binary mode: attributes beside the data.
     *
     * @param attributes gives the bytes of an attribute by its name, null where it is absent
     * @param data the data's bytes; null where there are none
     */
    Arrival binary(Attributes attributes, byte @Nullable [] data);

    /** An event in structured mode: one JSON object that holds attributes and data. */
    Arrival structured(byte[] json);

    /**
     * A JSON array of events in structured mode.
     *
     * @throws UnreadableBatch when the bytes are no JSON array, so that no event can be told from the next
     */
    List<Arrival> batch(byte[] json) throws UnreadableBatch;

    /**
     * The bytes of each event of a JSON array, as they stand.
     *
     * @throws UnreadableBatch when the bytes are no JSON array
     */
    List<byte[]> items(byte[] json) throws UnreadableBatch;

    /**
     * The site that an event names, to find it by although it was refused.
     *
     * @param data the event's data, or the whole event; of any form
     * @return null where none can be told
     */
    @Nullable
    String site(byte[] data);

    /** The attributes of an event by name. */
    interface Attributes {
        /** The bytes of the attribute, which should be UTF-8; null where it is absent. */
        byte @Nullable [] named(String name);

        /** Whether it stands there more than once, so that nobody knows which one is meant. */
        default boolean isGivenTwice(String name) {
            return false;
        }
    }

    /** A body that should hold a JSON array of events does not. */
    final class UnreadableBatch extends Exception {
        private static final long serialVersionUID = 1L;

        /** Says where the body stops being one. */
        public UnreadableBatch(String detail) {
            super(detail);
        }
    }
}
