package io.wattledger.billing.flow;

import io.wattledger.billing.period.UnreadUsage;
import io.wattledger.contracts.message.RatedUsage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Keeps rated usage as known now, and what of it was invoiced. Each method works inside the caller's transaction. */
public interface ChargeLedger {

    /**
     * A state of a span of usage; two equal marks mean that nothing came, went or changed in between.
     *
     * @param rows how many rows
     * @param lastChange the newest change among them, 0 where there are none
     */
    record Mark(long rows, long lastChange) {}

    /**
     * What an invoice bills.
     *
     * @param number of the invoice, which is written already
     * @param span the usage
     */
    record NumberedSpan(String number, UsageSpan span) {}

    /**
     * The projects that have usage in a span.
     *
     * @param all those with a record, be it one that comes to nothing
     * @param billable those with GPU time, an amount or a stretch without a price
     */
    record UsedProjects(SortedSet<String> all, SortedSet<String> billable) {

        /** No usage. */
        static final UsedProjects NONE = new UsedProjects(Collections.emptySortedSet(), Collections.emptySortedSet());

        /** Copies the sets. */
        public UsedProjects {
            all = Collections.unmodifiableSortedSet(new TreeSet<>(all));
            billable = Collections.unmodifiableSortedSet(new TreeSet<>(billable));
        }
    }

    /** Keeps each entry unless a higher or the same revision of its key is kept already. */
    void record(Connection connection, Collection<RatedEntry> entries) throws SQLException;

    /** Hands over all usage of a span, record by record in no order, and keeps none; the mark of what was read. */
    Mark read(Connection connection, UsageSpan span, Consumer<RatedUsage> each) throws SQLException;

    /**
     * Rated usage that came for the month of each of several contracts, or may have, and could not be read: of the tenant, and of
     * those whose usage the contract bills then.
     *
     * @param starts when the month of each begins
     * @return the keys of which none lies aside are missing
     */
    Map<PeriodKey, List<UnreadUsage>> unread(Connection connection, Map<PeriodKey, Instant> starts) throws SQLException;

    /** Whether there is usage in a span that does not come to nothing: GPU time, an amount or a stretch without a price. */
    boolean has(Connection connection, UsageSpan span) throws SQLException;

    /** The projects that have usage in a span. */
    SortedSet<String> projects(Connection connection, UsageSpan span) throws SQLException;

    /** The same of several spans; of those without usage there is nothing. */
    Map<UsageSpan, UsedProjects> projects(Connection connection, Collection<UsageSpan> spans) throws SQLException;

    /** Writes the usage of each span down as invoiced under its number; the marks of what was written, in the same order. */
    List<Mark> invoice(Connection connection, List<NumberedSpan> spans) throws SQLException;

    /** How many rows of a span differ, in anything but the revision, from what was invoiced last under its contract. */
    long changedSince(Connection connection, UsageSpan span) throws SQLException;

    /** Starts of charge periods of a span that differ from what was invoiced last under its contract. */
    List<Instant> changedStarts(Connection connection, UsageSpan span) throws SQLException;

    /** Hands over the usage of a span as it was when invoiced last under its contract, record by record in no order, and keeps none. */
    void invoiced(Connection connection, UsageSpan span, Consumer<RatedUsage> each) throws SQLException;

    /** The numbers, in their order, of the documents under which usage of a span is written down as invoiced. */
    List<String> billedBy(Connection connection, UsageSpan span) throws SQLException;

    /**
     * Writes down under {@code number} by what the usage of a span differs from what was invoiced last, so that all that was
     * invoiced adds up to what is rated now.
     *
     * @return the mark of the span as it is now
     */
    Mark revise(Connection connection, UsageSpan span, String number) throws SQLException;
}
