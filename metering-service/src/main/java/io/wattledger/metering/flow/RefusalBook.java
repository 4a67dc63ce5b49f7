package io.wattledger.metering.flow;

import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.Verdict.Refused;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Port: events that were refused, so that nothing sent is ever lost, and what people did about them. */
public interface RefusalBook {

    /**
     * Keeps refused events and has them sent to the dead-letter topic, in the caller's transaction. One that is known by
     * its bytes is another attempt of the same refusal. Beyond the bound on open refusals of a tenant an event goes to the
     * dead-letter topic only.
     */
    void keep(Collection<Assessed.Unfit> refused, Instant receivedAt);

    /**
     * Refused events, the latest first.
     *
     * @param after the entry after which the answer begins; null for the first page
     * @param withContents whether key and value are asked for
     */
    Page list(Sight sight, Filter filter, @Nullable Mark after, int most, boolean withContents);

    /** The refusals of these keys with their contents, of those that may be seen. */
    List<RefusalEntry> find(Sight sight, Collection<EventKey> keys);

    /** What was done about a refusal, in order. */
    List<Step> steps(Sight sight, EventKey key);

    /** How many refusals of events that could not be stored are open, over all tenants. */
    long notStorable();

    /**
     * Looks through open refusals of events that could not be stored for those that need nobody's decision any more: the same event was
     * taken in meanwhile, or it is corrected or withdrawn, so that nothing of it is to be stored. Left out are those of which {@code actor}
     * has found that they are refused again, and those at odds with what stands.
     *
     * @param after the place after which it looks; null for the beginning
     * @param most how many it looks at
     */
    Looked standing(@Nullable Place after, int most, String actor);

    /**
     * Refusals that were looked at.
     *
     * @param standing those that need no decision
     * @param last the place up to which it was looked; null where these were the last
     */
    record Looked(List<EventKey> standing, @Nullable Place last) {}

    /**
     * The place of a refusal in the order of keys.
     *
     * @param tenant whose
     * @param key its key
     */
    record Place(String tenant, EventKey key) {}

    /** Locks refusals in the caller's transaction; those of the keys that are still open. */
    Set<EventKey> lockOpen(Collection<EventKey> keys);

    /** Notes what was done, in the caller's transaction; a repaired event that was refused goes to the dead letters. */
    void note(List<Resolution> resolutions);

    /**
     * Which refusals are wanted; null or empty stands for all.
     *
     * @param codes reasons
     * @param source that of the event
     * @param site that of the event
     * @param from refused first at this instant or later
     * @param to refused first before this instant
     * @param state what became of it
     */
    record Filter(
            List<String> codes,
            @Nullable String source,
            @Nullable String site,
            @Nullable Instant from,
            @Nullable Instant to,
            RefusalEntry.@Nullable State state) {}

    /**
     * Some of the list.
     *
     * @param entries in order
     * @param hasMore whether others follow
     */
    record Page(List<RefusalEntry> entries, boolean hasMore) {}

    /**
     * The place of an entry in the list.
     *
     * @param firstAt when it was refused first
     * @param tenant whose
     * @param key its key
     */
    record Mark(Instant firstAt, String tenant, EventKey key) {

        /** That of an entry. */
        public static Mark of(RefusalEntry entry) {
            return new Mark(entry.trace().firstAt(), entry.tenant(), entry.key());
        }
    }

    /** What can come of what a person does. */
    enum Action {
        /** The event was taken in; the refusal is closed. */
        REPLAYED,
        /** The event was refused again; the refusal stays open. */
        REFUSED_AGAIN,
        /** Another event with the same identity stands; the refusal stays open. */
        CONFLICT,
        /** The event is not to be metered; the refusal is closed. */
        DISCARDED
    }

    /**
     * What was done about a refusal.
     *
     * @param at when
     * @param actor by whom, as the token says
     * @param action what came of it
     * @param attempt the number of the attempt it was; that of the latest for a discard
     * @param why the reason of a refusal, in words with its code; null otherwise
     * @param reason the words of the person; null where none were asked for
     * @param event the event that stands now; null where none does
     * @param repaired the event as repaired; null where it was tried as it came
     */
    record Step(
            Instant at,
            String actor,
            Action action,
            long attempt,
            @Nullable Why why,
            @Nullable String reason,
            @Nullable Named event,
            byte @Nullable [] repaired) {}

    /**
     * A reason.
     *
     * @param code its code
     * @param detail field, value and rule in words
     */
    record Why(String code, String detail) {}

    /**
     * An event by name.
     *
     * @param tenant whose
     * @param source its source
     * @param id its id
     */
    record Named(String tenant, String source, String id) {}

    /**
     * What is to be noted of a refusal.
     *
     * @param refusal which
     * @param step what was done
     * @param outcome what became of the event; null where it was not tried
     */
    record Resolution(
            RefusalEntry refusal, Step step, @Nullable Outcome outcome) {

        /** Why it was refused again; null where it was not. */
        public @Nullable Refused refused() {
            return outcome == null ? null : outcome.refused();
        }
    }
}
