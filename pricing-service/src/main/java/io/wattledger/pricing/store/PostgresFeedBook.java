package io.wattledger.pricing.store;

import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.pricing.flow.FeedBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Keeps the fetches of price feeds in PostgreSQL. */
@ApplicationScoped
public class PostgresFeedBook implements FeedBook {

    /** A row is claimed by moving its next attempt into the future; whoever comes second finds it there and does nothing. */
    private static final String CLAIM = """
            INSERT INTO price_fetch AS f (feed_id, delivery_day, state, attempts, last_at, next_at, detail)
            VALUES (?, ?, 'waiting', 1, ?, ?, 'is being fetched')
            ON CONFLICT (feed_id, delivery_day) DO UPDATE
            SET state = 'waiting', attempts = f.attempts + 1, last_at = excluded.last_at, next_at = excluded.next_at,
                detail = excluded.detail
            WHERE f.next_at <= excluded.last_at OR (? AND f.detail <> excluded.detail)
            """;

    private static final String RECORD = """
            UPDATE price_fetch
            SET state = ?, attempts = ?, last_at = ?, next_at = ?, detail = ?, etag = ?, document = ?
            WHERE feed_id = ? AND delivery_day = ?
            """;

    private static final String FETCHES = """
            SELECT delivery_day, state, attempts, last_at, next_at, detail, etag, document
            FROM price_fetch WHERE feed_id = ? AND delivery_day >= ? ORDER BY delivery_day DESC
            """;

    @Override
    public Map<String, Instant> since(Connection connection) throws SQLException {
        Map<String, Instant> since = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT feed_id, created_at FROM price_feed");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                since.put(Columns.text(row, "feed_id"), Rows.instant(row, "created_at"));
            }
        }
        return since;
    }

    @Override
    public List<Fetch> fetches(Connection connection, String feed, LocalDate from) throws SQLException {
        List<Fetch> fetches = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(FETCHES)) {
            select.setString(1, feed);
            select.setObject(2, from);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    OffsetDateTime next = row.getObject("next_at", OffsetDateTime.class);
                    fetches.add(new Fetch(
                            row.getObject("delivery_day", LocalDate.class),
                            FetchState.valueOf(Columns.text(row, "state").toUpperCase(Locale.ROOT)),
                            row.getInt("attempts"),
                            Rows.instant(row, "last_at"),
                            next == null ? null : next.toInstant(),
                            Columns.text(row, "detail"),
                            row.getString("etag"),
                            row.getString("document")));
                }
            }
        }
        return fetches;
    }

    @Override
    public boolean claim(Connection connection, String feed, LocalDate day, Instant now, Instant until, boolean anyway)
            throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            claim.setString(1, feed);
            claim.setObject(2, day);
            claim.setObject(3, Columns.parameter(now));
            claim.setObject(4, Columns.parameter(until));
            claim.setBoolean(5, anyway);
            return claim.executeUpdate() == 1;
        }
    }

    @Override
    public void record(Connection connection, String feed, Fetch fetch) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(RECORD)) {
            update.setString(1, fetch.state().name().toLowerCase(Locale.ROOT));
            update.setInt(2, fetch.attempts());
            update.setObject(3, Columns.parameter(fetch.lastAt()));
            update.setObject(4, fetch.nextAt() == null ? null : Columns.parameter(fetch.nextAt()));
            update.setString(5, fetch.detail());
            update.setString(6, fetch.etag());
            update.setString(7, fetch.document());
            update.setString(8, feed);
            update.setObject(9, fetch.day());
            update.executeUpdate();
        }
    }
}
