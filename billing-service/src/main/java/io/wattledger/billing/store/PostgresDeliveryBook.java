package io.wattledger.billing.store;

import io.wattledger.billing.flow.DeliveryBook;
import io.wattledger.chassis.tenancy.Writes;
import io.wattledger.chassis.tenancy.Writes.ManyRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Deliveries in a table. */
@ApplicationScoped
public class PostgresDeliveryBook implements DeliveryBook {

    private static final ManyRows ORDER = new ManyRows(
            "INSERT INTO document_delivery (tenant_id, id, number, reminder_level, channel, recipient, created_at, "
                    + "state, next_attempt_at, changed_at) VALUES",
            "?, ?, ?, ?, ?, ?, ?, ?, ?, ?",
            "ON CONFLICT DO NOTHING");
    private static final String READ = "SELECT id, tenant_id, number, reminder_level, channel, recipient, created_at, "
            + "state, detail, tries, tries_before, next_attempt_at, changed_at FROM document_delivery ";
    private static final String DUE =
            READ + "WHERE state = 'pending' AND next_attempt_at <= ? ORDER BY next_attempt_at, id LIMIT 1";
    private static final String CLAIM = "UPDATE document_delivery SET next_attempt_at = ? "
            + "WHERE tenant_id = ? AND id = ? AND state = 'pending' AND next_attempt_at = ?";
    private static final String PROGRESS = """
            UPDATE document_delivery SET state = ?, detail = ?, tries = ?, tries_before = ?, next_attempt_at = ?,
                changed_at = ?
            WHERE tenant_id = ? AND id = ?
            """;

    @Override
    public void order(Writes writes, Delivery delivery) {
        writes.add(
                ORDER,
                delivery.subject().tenant(),
                delivery.id(),
                delivery.subject().number(),
                delivery.subject().reminderLevel(),
                delivery.channel(),
                delivery.recipient(),
                Timestamp.from(delivery.createdAt()),
                toRow(delivery.progress().state()),
                toRow(delivery.progress().nextAttemptAt()),
                Timestamp.from(delivery.progress().changedAt()));
    }

    @Override
    public Optional<Delivery> due(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(DUE)) {
            select.setTimestamp(1, Timestamp.from(now));
            return read(select).stream().findFirst();
        }
    }

    @Override
    public long waiting(Connection connection, Instant now) throws SQLException {
        String sql = "SELECT count(*) FROM document_delivery WHERE state = 'pending' AND next_attempt_at <= ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setTimestamp(1, Timestamp.from(now));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Override
    public boolean claim(Connection connection, Delivery due, Instant until) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(CLAIM)) {
            update.setTimestamp(1, Timestamp.from(until));
            update.setString(2, due.subject().tenant());
            update.setString(3, due.id());
            update.setTimestamp(4, toRow(due.progress().nextAttemptAt()));
            return update.executeUpdate() == 1;
        }
    }

    @Override
    public Optional<Delivery> find(Connection connection, String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(READ + "WHERE id = ?")) {
            select.setString(1, id);
            return read(select).stream().findFirst();
        }
    }

    @Override
    public void progress(Connection connection, Delivery delivery, Progress progress) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(PROGRESS)) {
            update.setString(1, toRow(progress.state()));
            update.setString(2, progress.detail());
            update.setInt(3, progress.tries());
            update.setInt(4, progress.triesBefore());
            update.setTimestamp(5, toRow(progress.nextAttemptAt()));
            update.setTimestamp(6, Timestamp.from(progress.changedAt()));
            update.setString(7, delivery.subject().tenant());
            update.setString(8, delivery.id());
            update.executeUpdate();
        }
    }

    @Override
    public List<Delivery> of(Connection connection, String number) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(READ + "WHERE number = ? ORDER BY created_at, channel")) {
            select.setString(1, number);
            return read(select);
        }
    }

    private static List<Delivery> read(PreparedStatement select) throws SQLException {
        List<Delivery> deliveries = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                Timestamp next = row.getTimestamp(12);
                Progress progress = new Progress(
                        State.valueOf(row.getString(8).toUpperCase(Locale.ROOT)),
                        row.getString(9),
                        row.getInt(10),
                        row.getInt(11),
                        next == null ? null : next.toInstant(),
                        row.getTimestamp(13).toInstant());
                deliveries.add(new Delivery(
                        row.getString(1),
                        new Subject(row.getString(2), row.getString(3), row.getObject(4, Integer.class)),
                        row.getString(5),
                        row.getString(6),
                        row.getTimestamp(7).toInstant(),
                        progress));
            }
        }
        return deliveries;
    }

    private static String toRow(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Timestamp toRow(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
