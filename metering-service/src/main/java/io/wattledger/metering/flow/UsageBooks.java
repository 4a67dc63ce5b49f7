package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.Interval;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Port: what was metered and what became of everything received, for people and for checks. */
public interface UsageBooks {

    /** Usage per UTC day in an interval that begins and ends on quarter-hours; by tenant, project, site, SKU and day. */
    List<DayUsage> usage(Sight sight, Interval interval, boolean byProject);

    /** Refused records, latest first. */
    List<RefusedRecord> refusals(Sight sight, int most);

    /** Conflicting events, latest first. */
    List<ConflictingEvent> conflicts(Sight sight, int most);

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
            long milliGpuSeconds,
            long measuredMilliGpuSeconds,
            long measuredMillijoules) {}

    /**
     * A refused record.
     *
     * @param tenant whose, or nobody's
     * @param place topic, partition and offset, joined by {@code /}
     * @param receivedAt when it was refused
     * @param code why
     * @param detail field, value and rule in words
     * @param source of the event; null where it names none
     * @param id of the event; null where it names none
     * @param value the record's value as it came, in Base64; null where it had none
     */
    record RefusedRecord(
            String tenant,
            String place,
            Instant receivedAt,
            String code,
            String detail,
            @Nullable String source,
            @Nullable String id,
            @Nullable String value) {}

    /**
     * An event at odds with the one that stands.
     *
     * @param tenant whose
     * @param source of both
     * @param id of both
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
}
