package io.wattledger.billing.flow;

import io.wattledger.billing.period.HoldReason;
import io.wattledger.chassis.tenancy.Writes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps invoice runs and how far they have come. Each method works inside the caller's transaction. */
public interface RunBook {

    /**
     * A run.
     *
     * @param id opaque
     * @param requestedAt when it was asked for
     * @param requestedBy by whom
     * @param issueDate the date of every invoice it issues; where nobody has given one, the latest of those that its items have
     * @param periods the months, as they were asked for
     * @param mode how far it may go
     * @param requestHash hash of what was asked for
     * @param progress what has been done to it
     */
    record Run(
            String id,
            Instant requestedAt,
            String requestedBy,
            LocalDate issueDate,
            List<String> periods,
            Mode mode,
            byte[] requestHash,
            Progress progress) {

        /**
         * Where the run stands, by a stable name.
         *
         * @param finished whether every item has its outcome
         * @param previewed whether every item was computed without effect
         */
        public String state(boolean finished, boolean previewed) {
            if (progress.stoppedAt() != null) {
                return "stopped";
            }
            if (mode == Mode.ISSUE || progress.approvedAt() != null) {
                return finished ? "finished" : "running";
            }
            if (!previewed) {
                return "previewing";
            }
            return mode == Mode.PREVIEW ? "previewed" : "awaiting-approval";
        }
    }

    /** How far a run may go. */
    enum Mode {
        /** It issues at once. */
        ISSUE,
        /** It computes everything and has no effect. */
        PREVIEW,
        /** It computes everything, waits for a second person, and issues what that person has seen. */
        APPROVAL
    }

    /**
     * What has been done to a run.
     *
     * @param approvedBy the second person; absent while nobody has approved
     * @param approvedAt when
     * @param stoppedBy who has stopped it; absent where nobody has
     * @param stoppedAt when
     * @param finishedAt when its last item was done; absent while it runs
     */
    record Progress(
            @Nullable String approvedBy,
            @Nullable Instant approvedAt,
            @Nullable String stoppedBy,
            @Nullable Instant stoppedAt,
            @Nullable Instant finishedAt) {

        /** Of a run that has just begun. */
        static final Progress NONE = new Progress(null, null, null, null, null);
    }

    /**
     * One thing to do in a run.
     *
     * @param run id of the run
     * @param position its place in the order of the run
     * @param issueDate date of the invoice
     * @param key what is to be invoiced
     * @param onlyPreview whether it is to be computed without effect
     * @param approved what was previewed and then approved; absent where no approval is needed
     */
    record Item(
            String run,
            int position,
            LocalDate issueDate,
            PeriodKey key,
            boolean onlyPreview,
            @Nullable ItemPreview approved) {}

    /**
     * How an item stands.
     *
     * @param key what is to be invoiced
     * @param outcome its code; absent while it waits
     * @param number of the invoice, where there is one
     * @param documents numbers of all that was issued for it
     * @param reasons what is missing or wrong
     * @param preview what the run would make of it; absent where it was not previewed
     */
    record ItemState(
            PeriodKey key,
            @Nullable String outcome,
            @Nullable String number,
            List<String> documents,
            List<HoldReason> reasons,
            @Nullable ItemPreview preview) {}

    /**
     * A run in short.
     *
     * @param run what was asked for
     * @param items how many contracts' months it has
     * @param previewed how many of them were computed without effect
     * @param outcomes how many have each outcome, by its code; those that wait are in none
     */
    record RunInShort(Run run, long items, long previewed, SortedMap<String, Long> outcomes) {

        /** Copies the counts. */
        public RunInShort {
            outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
        }

        /** The counts of both, which are of the same run. */
        public RunInShort plus(RunInShort other) {
            SortedMap<String, Long> all = new TreeMap<>(outcomes);
            other.outcomes.forEach((outcome, count) -> all.merge(outcome, count, Long::sum));
            return new RunInShort(run, items + other.items, previewed + other.previewed, all);
        }

        /** Where the run stands, by a stable name. */
        public String state() {
            long done = outcomes.values().stream().mapToLong(Long::longValue).sum();
            return run.state(done == items, previewed == items);
        }
    }

    /** Before which run a page of a list begins, which goes back in time. */
    record RunPosition(Instant requestedAt, String id) {}

    /**
     * Adds a run with what it has to do, in order.
     *
     * @param issueDates of each item
     */
    void add(Connection connection, Run run, List<PeriodKey> items, Map<PeriodKey, LocalDate> issueDates)
            throws SQLException;

    /** The run of that id. */
    Optional<Run> find(Connection connection, String id) throws SQLException;

    /** Runs with their counts, the latest first; asked while all tenants are visible. */
    List<RunInShort> list(Connection connection, @Nullable RunPosition before, int most) throws SQLException;

    /** The items of a run in order. */
    List<ItemState> items(Connection connection, String run) throws SQLException;

    /** The run of that id, which nobody else can change until the transaction ends. */
    Optional<Run> lockRun(Connection connection, String id) throws SQLException;

    /** Writes down that a run that waits for it was approved. */
    void approve(Connection connection, String run, String by, Instant now) throws SQLException;

    /** Writes down that a run was stopped; what it has done stays, and it does nothing more. */
    void stop(Connection connection, String run, String by, Instant now) throws SQLException;

    /** Writes down what a run would make of an item. */
    void preview(Connection connection, Item item, ItemPreview preview) throws SQLException;

    /** The first items to be worked on, at most so many, of the oldest run that may go on; asked while all tenants are visible. */
    List<Item> next(Connection connection, int most) throws SQLException;

    /** How many items wait. */
    long pending(Connection connection) throws SQLException;

    /** Ids of unfinished runs in which nothing is left to be done; asked while all tenants are visible. */
    List<String> unfinishedWithoutItems(Connection connection) throws SQLException;

    /** Marks a run as finished. */
    void finish(Connection connection, String run, Instant now) throws SQLException;

    /**
     * Lets nobody else work on a run until the transaction ends.
     *
     * @param items of one run
     * @return those that still wait for their outcome, in the given order; none where the run was stopped
     */
    List<Item> lock(Connection connection, List<Item> items) throws SQLException;

    /** Writes the outcome of an item. */
    void done(Writes writes, Item item, Outcome outcome);
}
