package io.wattledger.billing.flow;

import io.wattledger.billing.webhook.Endpoint;
import io.wattledger.billing.webhook.Pace;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is among the deliveries of all endpoints: the endpoints come one after the other, however much waits for each. Each
 * method works inside the caller's transaction.
 */
public interface WebhookQueue {

    /**
     * A delivery whose turn it is.
     *
     * @param event id of the event
     * @param body what is sent
     * @param endpoint where
     * @param pace how it has answered lately
     * @param tries how often it was tried altogether
     * @param triesBefore how many of them belong to an earlier round, before it was sent again by hand
     * @param dueAt when its turn came
     */
    record Due(String event, byte[] body, Endpoint endpoint, Pace pace, int tries, int triesBefore, Instant dueAt) {}

    /**
     * The delivery that has waited longest at the next endpoint to which anything may be sent now: it is not busy with another, does
     * not rest, and its tenant has not several that are busy.
     *
     * @param after the endpoint that had its turn last; null begins with the first
     * @param isPrompt whether an endpoint that was slow is left to others
     */
    Optional<Due> due(Connection connection, Instant now, @Nullable Endpoint after, boolean isPrompt)
            throws SQLException;

    /** How many deliveries have their turn. */
    long waiting(Connection connection, Instant now) throws SQLException;

    /**
     * Takes a delivery, and its endpoint, until a time, when they have their turn again; false where somebody else has taken either.
     */
    boolean claim(Connection connection, Due due, Instant now, Instant until) throws SQLException;

    /** Lets go of an endpoint, and remembers how it has answered and until when nothing is sent to it. */
    void release(Connection connection, Endpoint endpoint, Pace pace, Instant restsUntil) throws SQLException;

    /**
     * Ends the rest of an endpoint: somebody wants to know whether it answers now. Called last in a transaction, since whoever sends
     * holds the delivery and its endpoint before how that has answered.
     */
    void wake(Connection connection, Endpoint endpoint) throws SQLException;
}
