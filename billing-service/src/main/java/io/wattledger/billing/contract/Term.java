package io.wattledger.billing.contract;

import io.wattledger.contracts.vocabulary.Interval;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How long a contract runs, in local days of its billing time zone.
 *
 * @param validFrom first day
 * @param validTo first day no longer covered; absent while it runs on
 */
public record Term(LocalDate validFrom, @Nullable LocalDate validTo) {

    /** Whether at least one day is covered. */
    public boolean coversADay() {
        return validTo == null || validTo.isAfter(validFrom);
    }

    /** First instant covered in {@code zone}. */
    public Instant start(ZoneId zone) {
        return validFrom.atStartOfDay(zone).toInstant();
    }

    /** First instant no longer covered in {@code zone}; absent while the contract runs on. */
    public @Nullable Instant end(ZoneId zone) {
        return validTo == null ? null : validTo.atStartOfDay(zone).toInstant();
    }

    /** Whether the two share an instant, each in its own zone. */
    public static boolean overlap(Term one, ZoneId oneZone, Term other, ZoneId otherZone) {
        return interval(one, oneZone).overlaps(interval(other, otherZone));
    }

    private static Interval interval(Term term, ZoneId zone) {
        Instant end = term.end(zone);
        return new Interval(term.start(zone), end == null ? Instant.MAX : end);
    }
}
