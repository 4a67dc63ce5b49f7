package io.wattledger.billing.flow;

import io.wattledger.billing.webhook.Endpoint;
import io.wattledger.billing.webhook.Event;
import io.wattledger.chassis.tenancy.Writes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps endpoints, events and what became of their deliveries. Each method works inside the caller's transaction. */
public interface WebhookBook {

    /** How a delivery stands. */
    enum State {
        /** To be tried, now or later. */
        PENDING,
        /** The endpoint has taken it. */
        DELIVERED,
        /** Given up; may be sent again by hand. */
        DEAD
    }

    /**
     * An attempt.
     *
     * @param number counts from 1
     * @param at when it began
     * @param status of HTTP; absent where there was no answer
     * @param error why there was none, or why it does not count; absent where it was taken
     * @param milliseconds how long it took
     */
    record Attempt(
            int number,
            Instant at,
            @Nullable Integer status,
            @Nullable String error,
            long milliseconds) {}

    /**
     * A delivery as it stands.
     *
     * @param event id of the event
     * @param type name of its type
     * @param subject what it happened to
     * @param occurredAt when
     * @param state how it stands
     * @param nextAttemptAt when it is tried next; absent unless it is pending
     * @param attempts all of them, the first one first
     */
    record Delivery(
            String event,
            String type,
            String subject,
            Instant occurredAt,
            State state,
            @Nullable Instant nextAttemptAt,
            List<Attempt> attempts) {

        /** Copies the list. */
        public Delivery {
            attempts = List.copyOf(attempts);
        }
    }

    /** After which delivery of an endpoint a page begins. */
    record Position(Instant occurredAt, String event) {}

    /** Adds an endpoint or its next revision; false where another change came first. */
    boolean save(Connection connection, Endpoint endpoint) throws SQLException;

    /** Forgets an endpoint; what is still to be sent there is dead. */
    void delete(Connection connection, Endpoint endpoint) throws SQLException;

    /** The visible endpoint of that id. */
    Optional<Endpoint> endpoint(Connection connection, String tenant, String id) throws SQLException;

    /** The endpoints of a tenant, the oldest first. */
    List<Endpoint> endpoints(Connection connection, String tenant) throws SQLException;

    /** Adds an event and a delivery for each endpoint that is told of it; nothing where it was added before. */
    void raise(Writes writes, Event event);

    /** Adds an event and a delivery to this endpoint alone, whatever events it names. */
    void raiseFor(Connection connection, Endpoint endpoint, Event event) throws SQLException;

    /** Writes down an attempt and how the delivery stands after it. */
    void conclude(Connection connection, WebhookQueue.Due due, Attempt attempt, State state, @Nullable Instant next)
            throws SQLException;

    /** Gives up what is still to be sent to an endpoint. */
    void giveUp(Connection connection, Endpoint endpoint) throws SQLException;

    /** Gives a delivery its turn now, with all attempts before it; false where there is no such delivery. */
    boolean again(Connection connection, Endpoint endpoint, String event, Instant now) throws SQLException;

    /** A page of the deliveries of an endpoint, the latest event first. */
    List<Delivery> deliveries(
            Connection connection, Endpoint endpoint, @Nullable State state, @Nullable Position after, int limit)
            throws SQLException;

    /** Invoices of all tenants that are overdue on a day and of which nobody was told yet, by tenant and number, after one of them. */
    List<Overdue> overdue(Connection connection, LocalDate day, @Nullable Overdue after, int limit) throws SQLException;

    /**
     * An invoice that was not paid in time.
     *
     * @param tenant whom it bills
     * @param number its number
     */
    record Overdue(String tenant, String number) {}
}
