package io.wattledger.metering.flow;

import io.wattledger.metering.event.MeterEvent;
import io.wattledger.metering.meter.Meter;
import io.wattledger.metering.meter.MeterQuery;
import io.wattledger.metering.meter.Windows;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Port: generic events as meters read them. Every method works in the caller's transaction. */
public interface MeterEvents {

    /** Keeps events that count from now on, each as of when it came where it names no time; one that is kept already counts again. */
    void keep(Collection<MeterEvent> events, Instant receivedAt);

    /** Marks events that were corrected or withdrawn; they are kept and no longer count. */
    void strike(Collection<MeterEvent> events);

    /**
     * The time from the first to the last of the events that a question is about, looking at type, time and subject only.
     *
     * @return empty where there is none
     */
    Optional<Extent> extent(Meter meter, MeterQuery query);

    /**
     * What the events come to in each window and group.
     *
     * @param most rows at most
     */
    Cut<Figure> figures(Meter meter, MeterQuery query, Windows windows, int most);

    /** Events as they were received, the latest first. */
    Cut<IngestedEvent> list(String tenant, EventFilter filter);

    /**
     * Some rows of an answer.
     *
     * @param rows the first ones
     * @param isCut whether there are more than were wanted, or than fit into memory beside the answers to others
     */
    record Cut<T>(List<T> rows, boolean isCut) {}

    /**
     * A time that holds events.
     *
     * @param first of the first of them
     * @param last of the last of them
     */
    record Extent(Instant first, Instant last) {}

    /**
     * What the events of one window and group come to.
     *
     * @param window number of the window, from 0
     * @param groups values of the groups asked for, in their order
     * @param events how many events
     * @param counted how many of them have a value that the meter can read
     * @param total the figure; for an average what is to be divided by {@code counted}; null where nothing counts
     */
    record Figure(
            int window,
            List<@Nullable String> groups,
            long events,
            long counted,
            @Nullable BigDecimal total) {}

    /**
     * Which events to list; what is null does not matter.
     *
     * @param happened when they happened
     * @param received when they came
     * @param id part of the id
     * @param subject part of the subject
     * @param limit how many at most
     */
    record EventFilter(
            Period happened,
            Period received,
            @Nullable String id,
            @Nullable String subject,
            int limit) {}

    /**
     * A time that may be open at either end.
     *
     * @param from first instant inside; null for the beginning of time
     * @param to first instant no longer inside; null for the end of time
     */
    record Period(@Nullable Instant from, @Nullable Instant to) {}

    /**
     * An event as it was received.
     *
     * @param source who reported it
     * @param id of the event
     * @param type what happened
     * @param subject to whom or what; null where the event does not say
     * @param time when
     * @param receivedAt when it came
     * @param data its JSON; null where it has none
     * @param reading what the meters make of it
     */
    record IngestedEvent(
            String source,
            String id,
            String type,
            @Nullable String subject,
            Instant time,
            Instant receivedAt,
            @Nullable String data,
            Reading reading) {}

    /**
     * What the meters make of an event.
     *
     * @param isCounted false once it was corrected or withdrawn
     * @param meters how many meters read its type
     * @param unread the meters that find no value in it, with the place where they look; null where there is none
     */
    record Reading(boolean isCounted, long meters, @Nullable String unread) {}
}
