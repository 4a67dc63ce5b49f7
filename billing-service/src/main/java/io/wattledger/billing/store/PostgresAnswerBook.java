package io.wattledger.billing.store;

import io.wattledger.billing.flow.AnswerBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

/** Answers by key in a table. */
@ApplicationScoped
public class PostgresAnswerBook implements AnswerBook {

    private static final String CLAIM = "SELECT pg_try_advisory_xact_lock(hashtextextended("
            + "'answer' || chr(31) || ? || chr(31) || ? || chr(31) || ?, 0))";
    private static final String FIND = "SELECT request_hash, status, location, body FROM idempotent_answer "
            + "WHERE tenant_id = ? AND caller = ? AND idempotency_key = ?";
    private static final String KEEP = """
            INSERT INTO idempotent_answer (tenant_id, caller, idempotency_key, request_hash, status, location, body,
                recorded_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String FORGET =
            "DELETE FROM idempotent_answer WHERE tenant_id = ? AND caller = ? AND recorded_at < ?";

    @Override
    public boolean claim(Connection connection, RequestKey key) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(CLAIM)) {
            bind(lock, key);
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    @Override
    public Optional<Kept> find(Connection connection, RequestKey key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            bind(select, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Kept(row.getBytes(1), new Answer(row.getInt(2), row.getString(3), row.getBytes(4))))
                        : Optional.empty();
            }
        }
    }

    @Override
    public void keep(Connection connection, RequestKey key, Kept kept, Instant now, Instant forgetBefore)
            throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            delete.setString(1, key.tenant());
            delete.setString(2, key.caller());
            delete.setTimestamp(3, Timestamp.from(forgetBefore));
            delete.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(KEEP)) {
            bind(insert, key);
            insert.setBytes(4, kept.requestHash());
            insert.setInt(5, kept.answer().status());
            insert.setString(6, kept.answer().location());
            insert.setBytes(7, kept.answer().body());
            insert.setTimestamp(8, Timestamp.from(now));
            insert.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, RequestKey key) throws SQLException {
        statement.setString(1, key.tenant());
        statement.setString(2, key.caller());
        statement.setString(3, key.key());
    }
}
