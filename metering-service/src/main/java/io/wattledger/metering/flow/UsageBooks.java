package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.Interval;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Port: what was metered and what became of everything received, for people and for checks. */
public interface UsageBooks {

    /**
     * Usage per UTC day in an interval that begins and ends on quarter-hours; by tenant, project, site, SKU and day.
     *
     * @param after the one after which the answer begins; null for the first page
     */
    List<DayUsage> usage(Sight sight, Interval interval, boolean byProject, @Nullable DayMark after, int most);

    /**
     * Conflicting events, the latest first.
     *
     * @param after the one after which the answer begins; null for the first page
     */
    ConflictPage conflicts(Sight sight, ConflictFilter filter, @Nullable ConflictMark after, int most);

    /**
     * Some of the conflicts.
     *
     * @param items in order; fewer than were asked for where their contents would not fit into memory beside those of others
     * @param hasMore whether others follow
     */
    record ConflictPage(List<Conflict> items, boolean hasMore) {}

    /**
     * The place of a day's usage in the list.
     *
     * @param tenant whose
     * @param project of it; empty where projects are added up
     * @param site where
     * @param sku what
     * @param day of UTC
     */
    record DayMark(String tenant, String project, String site, String sku, LocalDate day) {}

    /**
     * What a tenant used on one day.
     *
     * @param tenant whose
     * @param project of it; null where projects are added up
     * @param day of UTC
     * @param site where
     * @param sku what
     * @param milliGpuSeconds GPU time
     * @param measuredMilliGpuSeconds the part of it for which energy was measured
     * @param measuredMillijoules the energy measured for that part
     */
    record DayUsage(
            String tenant,
            @Nullable String project,
            LocalDate day,
            String site,
            String sku,
            BigInteger milliGpuSeconds,
            BigInteger measuredMilliGpuSeconds,
            BigInteger measuredMillijoules) {

        /** Its place in the list. */
        public DayMark mark() {
            return new DayMark(tenant, project == null ? "" : project, site, sku, day);
        }
    }

    /**
     * Which conflicts are wanted; null stands for all.
     *
     * @param source that of both events
     * @param from seen first at this instant or later
     * @param to seen first before this instant
     */
    record ConflictFilter(
            @Nullable String source,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /**
     * The place of a conflict in the list.
     *
     * @param firstSeenAt when it was seen first
     * @param tenant whose
     * @param event key of the event, in hexadecimal
     * @param content hash of the content, in hexadecimal
     */
    record ConflictMark(Instant firstSeenAt, String tenant, String event, String content) {}

    /**
     * A conflict with its place in the list.
     *
     * @param mark the place
     * @param event the conflict
     * @param standing what the event that stands says besides its data; null for conflicts that were kept without
     * @param other what the other one says besides; null likewise
     */
    record Conflict(
            ConflictMark mark,
            ConflictingEvent event,
            @Nullable Attributes standing,
            @Nullable Attributes other) {}

    /**
     * An event at odds with the one that stands.
     *
     * @param tenant whose
     * @param source of the other one, and mostly of both
     * @param id of the other one, and of both unless they correct the same event
     * @param standing data of the one that stands, as it came
     * @param other data of the other one, as it came
     * @param firstSeenAt when the other one came first
     * @param lastSeenAt when it came last
     * @param timesSeen how often it came
     */
    record ConflictingEvent(
            String tenant,
            String source,
            String id,
            String standing,
            String other,
            Instant firstSeenAt,
            Instant lastSeenAt,
            long timesSeen) {}

    /**
     * The attributes of an event in which it may be at odds with another, as CloudEvents names them.
     *
     * @param type what its data is
     * @param source who reported it
     * @param id by which it is known to its source
     * @param subject of an event of the customer's own; absent where it names none
     * @param supersedes id of the event that it corrects; absent where it corrects none
     * @param correctionreason why; absent likewise
     */
    record Attributes(
            @Nullable String type,
            String source,
            String id,
            @Nullable String subject,
            @Nullable String supersedes,
            @Nullable String correctionreason) {}
}
