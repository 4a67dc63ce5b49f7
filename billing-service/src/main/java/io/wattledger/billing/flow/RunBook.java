package io.wattledger.billing.flow;

import io.wattledger.billing.period.HoldReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps invoice runs and how far they have come. Each method works inside the caller's transaction. */
public interface RunBook {

    /**
     * A run.
     *
     * @param id opaque
     * @param requestedAt when it was asked for
     * @param requestedBy by whom
     * @param issueDate the date of every invoice it issues
     * @param periods the months, as they were asked for
     * @param idempotencyKey the caller's key; absent where none was given
     * @param requestHash hash of what was asked for
     * @param finishedAt when its last item was done; absent while it runs
     */
    record Run(
            String id,
            Instant requestedAt,
            String requestedBy,
            LocalDate issueDate,
            List<String> periods,
            @Nullable String idempotencyKey,
            byte[] requestHash,
            @Nullable Instant finishedAt) {}

    /**
     * One thing to do in a run.
     *
     * @param run id of the run
     * @param position its place in the order of the run
     * @param issueDate date of the invoice
     * @param key what is to be invoiced
     */
    record Item(String run, int position, LocalDate issueDate, PeriodKey key) {}

    /**
     * How an item stands.
     *
     * @param key what is to be invoiced
     * @param outcome its code; absent while it waits
     * @param number of the invoice, where there is one
     * @param reasons what is missing or wrong
     */
    record ItemState(
            PeriodKey key,
            @Nullable String outcome,
            @Nullable String number,
            List<HoldReason> reasons) {}

    /** Adds a run with what it has to do, in order. */
    void add(Connection connection, Run run, List<PeriodKey> items) throws SQLException;

    /** The run that was started under an idempotency key. */
    Optional<Run> byKey(Connection connection, String idempotencyKey) throws SQLException;

    /** The run of that id. */
    Optional<Run> find(Connection connection, String id) throws SQLException;

    /** The items of a run in order. */
    List<ItemState> items(Connection connection, String run) throws SQLException;

    /** The first item without outcome of the oldest unfinished run. */
    Optional<Item> next(Connection connection) throws SQLException;

    /** How many items wait. */
    long pending(Connection connection) throws SQLException;

    /** Ids of unfinished runs in which no visible item waits; asked while all tenants are visible. */
    List<String> unfinishedWithoutItems(Connection connection) throws SQLException;

    /** Marks a run as finished. */
    void finish(Connection connection, String run, Instant now) throws SQLException;

    /** Lets nobody else work on the run until the transaction ends; false where the item has its outcome already. */
    boolean lock(Connection connection, Item item) throws SQLException;

    /** Writes the outcome of an item. */
    void done(Connection connection, Item item, Outcome outcome) throws SQLException;
}
