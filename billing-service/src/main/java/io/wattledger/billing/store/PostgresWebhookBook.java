package io.wattledger.billing.store;

import io.wattledger.billing.flow.WebhookBook;
import io.wattledger.billing.flow.WebhookQueue;
import io.wattledger.billing.webhook.Endpoint;
import io.wattledger.billing.webhook.Event;
import io.wattledger.billing.webhook.EventType;
import io.wattledger.billing.webhook.Secret;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.Writes;
import io.wattledger.chassis.tenancy.Writes.ManyRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Endpoints, events, deliveries and attempts in four tables. */
@ApplicationScoped
public class PostgresWebhookBook implements WebhookBook {

    private static final String ADD = """
            INSERT INTO webhook_endpoint (url, events, secret, previous_secret, previous_until, disabled, revision,
                tenant_id, id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String CHANGE = """
            UPDATE webhook_endpoint SET url = ?, events = ?, secret = ?, previous_secret = ?, previous_until = ?,
                disabled = ?, revision = ?
            WHERE tenant_id = ? AND id = ? AND revision = ?
            """;
    private static final String ENDPOINT =
            "SELECT tenant_id, id, url, events, secret, previous_secret, previous_until, "
                    + "disabled, revision FROM webhook_endpoint ";
    private static final ManyRows RAISE = new ManyRows(
            "WITH added AS (INSERT INTO webhook_event (tenant_id, id, type, subject, occurred_at, body) VALUES",
            "?, ?, ?, ?, ?, ?",
            """
            ON CONFLICT DO NOTHING RETURNING tenant_id, id, type, occurred_at)
            INSERT INTO webhook_delivery (tenant_id, endpoint_id, event_id, next_attempt_at)
            SELECT endpoint.tenant_id, endpoint.id, added.id, added.occurred_at
            FROM added JOIN webhook_endpoint endpoint USING (tenant_id)
            WHERE endpoint.disabled IS NULL AND added.type = ANY (endpoint.events)
            """);
    private static final String RAISE_FOR = """
            WITH added AS (INSERT INTO webhook_event (tenant_id, id, type, subject, occurred_at, body)
                VALUES (?, ?, ?, ?, ?, ?) RETURNING tenant_id, id, occurred_at)
            INSERT INTO webhook_delivery (tenant_id, endpoint_id, event_id, next_attempt_at)
            SELECT tenant_id, ?, id, occurred_at FROM added
            """;
    static final String ONE_DELIVERY = " WHERE tenant_id = ? AND endpoint_id = ? AND event_id = ?";
    private static final String DELIVERIES = """
            SELECT event_id, type, subject, occurred_at, state, next_attempt_at
            FROM webhook_delivery delivery
            JOIN webhook_event event ON (event.tenant_id, event.id) = (delivery.tenant_id, event_id)
            WHERE delivery.tenant_id = ? AND endpoint_id = ? AND (? OR state = ?)
              AND (? OR (occurred_at, event_id) < (?, ?))
            ORDER BY occurred_at DESC, event_id DESC LIMIT ?
            """;
    private static final String OVERDUE = """
            SELECT tenant_id, number FROM invoice
            WHERE kind <> 'credit-note' AND due_date < ? AND (tenant_id, number) > (?, ?)
              AND NOT EXISTS (SELECT FROM webhook_event event WHERE event.tenant_id = invoice.tenant_id
                              AND event.type = 'invoice.overdue' AND event.subject = invoice.number)
              AND 0 < (SELECT sum(CASE WHEN debit = 'RECEIVABLE' THEN amount ELSE -amount END)
                       FROM receivable_entry entry WHERE entry.tenant_id = invoice.tenant_id
                       AND entry.number = invoice.number)
            ORDER BY tenant_id, number LIMIT ?
            """;

    @Override
    public boolean save(Connection connection, Endpoint endpoint) throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(endpoint.revision() == 1 ? ADD : CHANGE)) {
            Endpoint.Keys keys = endpoint.keys();
            Secret previous = keys.previous();
            Instant until = keys.previousUntil();
            write.setString(1, endpoint.url());
            write.setArray(
                    2, connection.createArrayOf("text", endpoint.eventNames().toArray()));
            write.setString(3, keys.current().text());
            write.setString(4, previous == null ? null : previous.text());
            write.setTimestamp(5, until == null ? null : Timestamp.from(until));
            write.setString(6, endpoint.disabled());
            write.setLong(7, endpoint.revision());
            write.setString(8, endpoint.tenant());
            write.setString(9, endpoint.id());
            if (endpoint.revision() > 1) {
                write.setLong(10, endpoint.revision() - 1);
            }
            return write.executeUpdate() == 1;
        }
    }

    @Override
    public void delete(Connection connection, Endpoint endpoint) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM webhook_endpoint WHERE tenant_id = ? AND id = ?")) {
            delete.setString(1, endpoint.tenant());
            delete.setString(2, endpoint.id());
            delete.executeUpdate();
        }
    }

    @Override
    public Optional<Endpoint> endpoint(Connection connection, String tenant, String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ENDPOINT + "WHERE tenant_id = ? AND id = ?")) {
            select.setString(1, tenant);
            select.setString(2, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(endpoint(row)) : Optional.empty();
            }
        }
    }

    @Override
    public List<Endpoint> endpoints(Connection connection, String tenant) throws SQLException {
        String sql = ENDPOINT + "WHERE tenant_id = ? ORDER BY created_at, id";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, tenant);
            return Rows.read(select, PostgresWebhookBook::endpoint);
        }
    }

    @Override
    public void raise(Writes writes, Event event) {
        writes.add(
                RAISE,
                event.tenant(),
                event.id(),
                event.type().wireName(),
                event.subject(),
                Timestamp.from(event.occurredAt()),
                event.body());
    }

    @Override
    public void raiseFor(Connection connection, Endpoint endpoint, Event event) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(RAISE_FOR)) {
            insert.setString(1, event.tenant());
            insert.setString(2, event.id());
            insert.setString(3, event.type().wireName());
            insert.setString(4, event.subject());
            insert.setTimestamp(5, Timestamp.from(event.occurredAt()));
            insert.setBytes(6, event.body());
            insert.setString(7, endpoint.id());
            insert.executeUpdate();
        }
    }

    @Override
    public void conclude(
            Connection connection, WebhookQueue.Due due, Attempt attempt, State state, @Nullable Instant next)
            throws SQLException {
        String sql = "UPDATE webhook_delivery SET state = ?, tries = ?, next_attempt_at = ?" + ONE_DELIVERY;
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, toRow(state));
            update.setInt(2, attempt.number());
            update.setTimestamp(3, next == null ? null : Timestamp.from(next));
            bind(update, 4, due.endpoint(), due.event());
            if (update.executeUpdate() == 0) {
                // The endpoint was deleted while it was asked; its log went with it.
                return;
            }
        }
        String log = "INSERT INTO webhook_attempt (tenant_id, endpoint_id, event_id, attempt, began_at, status, error, "
                + "milliseconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
        try (PreparedStatement insert = connection.prepareStatement(log)) {
            bind(insert, 1, due.endpoint(), due.event());
            insert.setInt(4, attempt.number());
            insert.setTimestamp(5, Timestamp.from(attempt.at()));
            insert.setObject(6, attempt.status());
            insert.setString(7, attempt.error());
            insert.setLong(8, attempt.milliseconds());
            insert.executeUpdate();
        }
    }

    @Override
    public void giveUp(Connection connection, Endpoint endpoint) throws SQLException {
        String sql = "UPDATE webhook_delivery SET state = 'dead', next_attempt_at = NULL "
                + "WHERE tenant_id = ? AND endpoint_id = ? AND state = 'pending'";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, endpoint.tenant());
            update.setString(2, endpoint.id());
            update.executeUpdate();
        }
    }

    @Override
    public boolean again(Connection connection, Endpoint endpoint, String event, Instant now) throws SQLException {
        String sql = "UPDATE webhook_delivery SET state = 'pending', tries_before = tries, next_attempt_at = ?"
                + ONE_DELIVERY;
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setTimestamp(1, Timestamp.from(now));
            bind(update, 2, endpoint, event);
            return update.executeUpdate() == 1;
        }
    }

    @Override
    public List<Delivery> deliveries(
            Connection connection, Endpoint endpoint, @Nullable State state, @Nullable Position after, int limit)
            throws SQLException {
        List<Delivery> deliveries = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(DELIVERIES)) {
            select.setString(1, endpoint.tenant());
            select.setString(2, endpoint.id());
            select.setBoolean(3, state == null);
            select.setString(4, state == null ? "" : toRow(state));
            select.setBoolean(5, after == null);
            select.setTimestamp(6, Timestamp.from(after == null ? Instant.EPOCH : after.occurredAt()));
            select.setString(7, after == null ? "" : after.event());
            select.setInt(8, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Timestamp next = row.getTimestamp(6);
                    deliveries.add(new Delivery(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getTimestamp(4).toInstant(),
                            State.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                            next == null ? null : next.toInstant(),
                            attempts(connection, endpoint, row.getString(1))));
                }
            }
        }
        return deliveries;
    }

    @Override
    public List<Overdue> overdue(Connection connection, LocalDate day, @Nullable Overdue after, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OVERDUE)) {
            select.setObject(1, day);
            select.setString(2, after == null ? "" : after.tenant());
            select.setString(3, after == null ? "" : after.number());
            select.setInt(4, limit);
            return Rows.read(select, row -> new Overdue(row.getString(1), row.getString(2)));
        }
    }

    private static List<Attempt> attempts(Connection connection, Endpoint endpoint, String event) throws SQLException {
        String sql = "SELECT attempt, began_at, status, error, milliseconds FROM webhook_attempt" + ONE_DELIVERY
                + " ORDER BY attempt";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            bind(select, 1, endpoint, event);
            return Rows.read(
                    select,
                    row -> new Attempt(
                            row.getInt(1),
                            row.getTimestamp(2).toInstant(),
                            row.getObject(3, Integer.class),
                            row.getString(4),
                            row.getLong(5)));
        }
    }

    static void bind(PreparedStatement statement, int first, Endpoint endpoint, String event) throws SQLException {
        statement.setString(first, endpoint.tenant());
        statement.setString(first + 1, endpoint.id());
        statement.setString(first + 2, event);
    }

    /** From the first nine columns. */
    static Endpoint endpoint(ResultSet row) throws SQLException {
        Set<EventType> events = EnumSet.noneOf(EventType.class);
        Arrays.stream((String[]) row.getArray(4).getArray())
                .forEach(name -> EventType.named(name).ifPresent(events::add));
        String previous = row.getString(6);
        Timestamp until = row.getTimestamp(7);
        Endpoint.Keys keys = new Endpoint.Keys(
                new Secret(row.getString(5)),
                previous == null ? null : new Secret(previous),
                until == null ? null : until.toInstant());
        return new Endpoint(
                row.getString(1), row.getString(2), row.getString(3), events, keys, row.getString(8), row.getLong(9));
    }

    private static String toRow(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
