package io.wattledger.billing.flow;

import io.wattledger.billing.focus.ClosedMonths;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;

/** Keeps the billing months that legal entities have closed, for ever. Each method works inside the caller's transaction. */
public interface ClosedMonthBook {

    /**
     * That a month was closed.
     *
     * @param legalEntity whose month
     * @param month the month
     * @param closedBy who has closed it
     * @param closedAt when
     */
    record Closing(String legalEntity, YearMonth month, String closedBy, Instant closedAt) {}

    /** All that are closed. */
    ClosedMonths all(Connection connection) throws SQLException;

    /** How a month was closed; empty while it is open. */
    Optional<Closing> find(Connection connection, String legalEntity, YearMonth month) throws SQLException;

    /** Waits for what the legal entity is issuing, and lets it issue nothing until the transaction ends. */
    void lockSeries(Connection connection, String legalEntity) throws SQLException;

    /** Closes a month, unless it is closed. */
    void close(Connection connection, Closing closing) throws SQLException;
}
