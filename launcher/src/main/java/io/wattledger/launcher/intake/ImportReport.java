package io.wattledger.launcher.intake;

import io.wattledger.launcher.usage.RowFault;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What an import did.
 *
 * @param files what was read
 * @param events what metering said
 * @param unreadable rows that could not become events, the first of them; the count is in {@code files}
 * @param refused events that metering refused, the first of them; the count is in {@code events}
 * @param conflicting events that differ from others of the same id, the first of them; the count is in {@code events}
 * @param completeness what was said about it; absent where nothing was to be said
 */
public record ImportReport(
        List<FileCounts> files,
        EventCounts events,
        List<RowFault> unreadable,
        List<EventFault> refused,
        List<EventFault> conflicting,
        @Nullable Completeness completeness) {

    /** The most entries of each list. */
    public static final int MOST_LISTED = 1_000;

    /**
     * What a file held.
     *
     * @param file its name
     * @param events events its rows became
     * @param passedOver rows that are rightly no usage, by reason
     * @param unreadable rows that could not become events
     */
    public record FileCounts(String file, long events, SortedMap<String, Long> passedOver, long unreadable) {}

    /**
     * Events by what became of them; sent is the sum of the others.
     *
     * @param sent all
     * @param metered new ones
     * @param duplicate known ones
     * @param conflict others of the same id are known
     * @param refused against a rule
     */
    public record EventCounts(long sent, long metered, long duplicate, long conflict, long refused) {}

    /**
     * An event that is not metered.
     *
     * @param file where its row stands
     * @param line counts from 1
     * @param tenant of the event
     * @param id of the event
     * @param code why
     * @param detail field, value and rule in words; absent where metering said none
     */
    public record EventFault(
            String file,
            long line,
            String tenant,
            String id,
            @Nullable String code,
            @Nullable String detail) {}

    /**
     * That the files hold all usage before an instant.
     *
     * @param until that instant
     * @param places tenants at sites for which metering was told; 0 where rows or events are in doubt, so that nobody may
     *     rely on it
     */
    public record Completeness(Instant until, long places) {}

    /** This report with what was said about completeness. */
    ImportReport with(Completeness said) {
        return new ImportReport(files, events, unreadable, refused, conflicting, said);
    }

    /** Whether somebody must look: a row was not read, or an event is not metered. */
    public boolean needsAttention() {
        return events.conflict() > 0 || events.refused() > 0 || files.stream().anyMatch(file -> file.unreadable() > 0);
    }
}
