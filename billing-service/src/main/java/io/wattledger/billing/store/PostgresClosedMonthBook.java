package io.wattledger.billing.store;

import io.wattledger.billing.flow.ClosedMonthBook;
import io.wattledger.billing.focus.ClosedMonths;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Closed months in one table; every document is recorded while the row of its series is locked. */
@ApplicationScoped
public class PostgresClosedMonthBook implements ClosedMonthBook {

    private static final String ALL = "SELECT legal_entity, month, closed_at FROM closed_month";
    private static final String FIND =
            "SELECT closed_by, closed_at FROM closed_month WHERE legal_entity = ? AND month = ?";
    private static final String LOCK_SERIES = "SELECT prefix FROM invoice_series WHERE legal_entity = ? FOR UPDATE";
    private static final String CLOSE =
            "INSERT INTO closed_month (legal_entity, month, closed_by, closed_at) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (legal_entity, month) DO NOTHING";

    @Override
    public ClosedMonths all(Connection connection) throws SQLException {
        Map<ClosedMonths.Month, Instant> closed = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(ALL);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                closed.put(
                        new ClosedMonths.Month(row.getString(1), YearMonth.parse(row.getString(2))),
                        row.getTimestamp(3).toInstant());
            }
        }
        return new ClosedMonths(closed);
    }

    @Override
    public Optional<Closing> find(Connection connection, String legalEntity, YearMonth month) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setString(1, legalEntity);
            select.setString(2, month.toString());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Closing(
                                legalEntity,
                                month,
                                row.getString(1),
                                row.getTimestamp(2).toInstant()))
                        : Optional.empty();
            }
        }
    }

    @Override
    public void lockSeries(Connection connection, String legalEntity) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK_SERIES)) {
            lock.setString(1, legalEntity);
            lock.executeQuery().close();
        }
    }

    @Override
    public void close(Connection connection, Closing closing) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(CLOSE)) {
            insert.setString(1, closing.legalEntity());
            insert.setString(2, closing.month().toString());
            insert.setString(3, closing.closedBy());
            insert.setTimestamp(4, Timestamp.from(closing.closedAt()));
            insert.executeUpdate();
        }
    }
}
