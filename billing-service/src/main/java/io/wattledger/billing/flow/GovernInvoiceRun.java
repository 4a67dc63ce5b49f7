package io.wattledger.billing.flow;

import io.wattledger.billing.flow.RunBook.Mode;
import io.wattledger.billing.flow.RunBook.Progress;
import io.wattledger.billing.flow.RunBook.Run;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

/** Lets a second person approve a run, and lets a run be stopped. */
@ApplicationScoped
public class GovernInvoiceRun {

    private final RunBook runs;
    private final Clock clock;

    GovernInvoiceRun(RunBook runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    /** What has become of the wish. */
    public enum Result {
        /** It is so. */
        DONE,
        /** There is no such run. */
        UNKNOWN,
        /** The run does not wait for approval: it needs none, is not previewed yet, or has its approval. */
        NOT_WAITING,
        /** Whoever has asked for a run cannot approve it. */
        SAME_PERSON,
        /** The run has ended. */
        ENDED
    }

    /**
     * Approves a run whose items are all previewed.
     *
     * @param previewed whether they are
     */
    public Result approve(Connection connection, String id, boolean previewed, String by) throws SQLException {
        Optional<Run> run = runs.lockRun(connection, id);
        if (run.isEmpty()) {
            return Result.UNKNOWN;
        }
        Progress progress = run.get().progress();
        if (progress.finishedAt() != null) {
            return Result.ENDED;
        }
        if (run.get().mode() != Mode.APPROVAL || progress.approvedAt() != null || !previewed) {
            return Result.NOT_WAITING;
        }
        if (run.get().requestedBy().equals(by)) {
            return Result.SAME_PERSON;
        }
        runs.approve(connection, id, by, clock.instant());
        return Result.DONE;
    }

    /** Stops a run; an item that is being committed is finished first, and nothing after it is begun. */
    public Result stop(Connection connection, String id, String by) throws SQLException {
        Optional<Run> run = runs.lockRun(connection, id);
        if (run.isEmpty()) {
            return Result.UNKNOWN;
        }
        if (run.get().progress().finishedAt() != null) {
            return Result.ENDED;
        }
        runs.stop(connection, id, by, clock.instant());
        return Result.DONE;
    }
}
