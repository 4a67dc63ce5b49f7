package io.wattledger.billing.store;

import io.wattledger.billing.flow.WebhookQueue;
import io.wattledger.billing.webhook.Endpoint;
import io.wattledger.billing.webhook.Pace;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns of endpoints, in the table of deliveries and one of how they answer. */
@ApplicationScoped
public class PostgresWebhookQueue implements WebhookQueue {

    /** Of one tenant so many endpoints are busy at a time. */
    private static final int MOST_OF_A_TENANT = 2;

    /**
     * Steps from endpoint to endpoint by the index, so that what waits at one is not read for the next, and ends at the first that
     * is free.
     */
    private static final String DUE = """
            WITH RECURSIVE place AS (
                (SELECT tenant_id, endpoint_id FROM webhook_delivery
                 WHERE state = 'pending' AND (tenant_id, endpoint_id) > (?, ?)
                 ORDER BY tenant_id, endpoint_id LIMIT 1)
                UNION ALL
                SELECT next.tenant_id, next.endpoint_id
                FROM place CROSS JOIN LATERAL (
                    SELECT tenant_id, endpoint_id FROM webhook_delivery
                    WHERE state = 'pending' AND (tenant_id, endpoint_id) > (place.tenant_id, place.endpoint_id)
                    ORDER BY tenant_id, endpoint_id LIMIT 1) AS next)
            SELECT endpoint.tenant_id, endpoint.id, url, events, secret, previous_secret, previous_until, disabled,
                   revision, event_id, body, tries, tries_before, next_attempt_at,
                   coalesce(pace.is_slow, false), coalesce(pace.unanswered, 0)
            FROM place
            JOIN webhook_endpoint endpoint ON (endpoint.tenant_id, endpoint.id) = (place.tenant_id, place.endpoint_id)
            LEFT JOIN webhook_pace pace ON (pace.tenant_id, pace.endpoint_id) = (place.tenant_id, place.endpoint_id)
            CROSS JOIN LATERAL (
                SELECT event_id, tries, tries_before, next_attempt_at FROM webhook_delivery
                WHERE (tenant_id, endpoint_id) = (place.tenant_id, place.endpoint_id)
                  AND state = 'pending' AND next_attempt_at <= ?
                ORDER BY next_attempt_at, event_id LIMIT 1) AS delivery
            JOIN webhook_event event ON (event.tenant_id, event.id) = (place.tenant_id, event_id)
            WHERE disabled IS NULL AND coalesce(busy_until, '-infinity') <= ? AND coalesce(rests_until, '-infinity') <= ?
              AND NOT (? AND coalesce(pace.is_slow, false))
              AND (SELECT count(*) FROM webhook_pace busy
                   WHERE busy.tenant_id = place.tenant_id AND busy.busy_until > ?) < ?
            LIMIT 1
            """;

    private static final String WAITING = """
            SELECT count(*) FROM webhook_delivery delivery
            JOIN webhook_endpoint endpoint ON (endpoint.tenant_id, endpoint.id) = (delivery.tenant_id, delivery.endpoint_id)
            LEFT JOIN webhook_pace pace ON (pace.tenant_id, pace.endpoint_id) = (delivery.tenant_id, delivery.endpoint_id)
            WHERE state = 'pending' AND next_attempt_at <= ? AND disabled IS NULL
              AND coalesce(rests_until, '-infinity') <= ?
            """;

    private static final String LOCK = "SELECT 1 FROM webhook_delivery" + PostgresWebhookBook.ONE_DELIVERY
            + " AND state = 'pending' AND next_attempt_at = ? FOR UPDATE";

    private static final String TAKE_ENDPOINT = """
            INSERT INTO webhook_pace AS pace (tenant_id, endpoint_id, busy_until) VALUES (?, ?, ?)
            ON CONFLICT (tenant_id, endpoint_id) DO UPDATE SET busy_until = excluded.busy_until
            WHERE pace.busy_until <= ? AND pace.rests_until <= ?
            """;

    private static final String TAKE_DELIVERY =
            "UPDATE webhook_delivery SET next_attempt_at = ?" + PostgresWebhookBook.ONE_DELIVERY;

    private static final String RELEASE = """
            UPDATE webhook_pace SET busy_until = '-infinity', rests_until = ?, is_slow = ?, unanswered = ?
            WHERE tenant_id = ? AND endpoint_id = ?
            """;

    private static final String WAKE =
            "UPDATE webhook_pace SET rests_until = '-infinity' WHERE tenant_id = ? AND endpoint_id = ?";

    @Override
    public Optional<Due> due(Connection connection, Instant now, @Nullable Endpoint after, boolean isPrompt)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(DUE)) {
            select.setString(1, after == null ? "" : after.tenant());
            select.setString(2, after == null ? "" : after.id());
            for (int parameter : new int[] {3, 4, 5, 7}) {
                select.setTimestamp(parameter, Timestamp.from(now));
            }
            select.setBoolean(6, isPrompt);
            select.setInt(8, MOST_OF_A_TENANT);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(due(row)) : Optional.empty();
            }
        }
    }

    private static Due due(ResultSet row) throws SQLException {
        return new Due(
                row.getString(10),
                row.getBytes(11),
                PostgresWebhookBook.endpoint(row),
                new Pace(row.getBoolean(15), row.getInt(16)),
                row.getInt(12),
                row.getInt(13),
                row.getTimestamp(14).toInstant());
    }

    @Override
    public long waiting(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(WAITING)) {
            select.setTimestamp(1, Timestamp.from(now));
            select.setTimestamp(2, Timestamp.from(now));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Override
    public boolean claim(Connection connection, Due due, Instant now, Instant until) throws SQLException {
        Endpoint endpoint = due.endpoint();
        try (PreparedStatement lock = connection.prepareStatement(LOCK);
                PreparedStatement takeEndpoint = connection.prepareStatement(TAKE_ENDPOINT);
                PreparedStatement takeDelivery = connection.prepareStatement(TAKE_DELIVERY)) {
            PostgresWebhookBook.bind(lock, 1, endpoint, due.event());
            lock.setTimestamp(4, Timestamp.from(due.dueAt()));
            try (ResultSet row = lock.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
            }
            takeEndpoint.setString(1, endpoint.tenant());
            takeEndpoint.setString(2, endpoint.id());
            takeEndpoint.setTimestamp(3, Timestamp.from(until));
            takeEndpoint.setTimestamp(4, Timestamp.from(now));
            takeEndpoint.setTimestamp(5, Timestamp.from(now));
            if (takeEndpoint.executeUpdate() == 0) {
                return false;
            }
            takeDelivery.setTimestamp(1, Timestamp.from(until));
            PostgresWebhookBook.bind(takeDelivery, 2, endpoint, due.event());
            return takeDelivery.executeUpdate() == 1;
        }
    }

    @Override
    public void release(Connection connection, Endpoint endpoint, Pace pace, Instant restsUntil) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(RELEASE)) {
            update.setTimestamp(1, Timestamp.from(restsUntil));
            update.setBoolean(2, pace.isSlow());
            update.setInt(3, pace.unanswered());
            update.setString(4, endpoint.tenant());
            update.setString(5, endpoint.id());
            update.executeUpdate();
        }
    }

    @Override
    public void wake(Connection connection, Endpoint endpoint) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(WAKE)) {
            update.setString(1, endpoint.tenant());
            update.setString(2, endpoint.id());
            update.executeUpdate();
        }
    }
}
