package io.wattledger.billing.flow;

import io.wattledger.chassis.tenancy.Writes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps what is on its way to recipients. Each method works inside the caller's transaction. */
public interface DeliveryBook {

    /** How a delivery stands. */
    enum State {
        /** To be sent, now or later. */
        PENDING,
        /** Handed over; what became of it is not known, or not yet. */
        SENT,
        /** The recipient has it, as a receipt says. */
        DELIVERED,
        /** The recipient does not take it, as a receipt says. */
        REJECTED,
        /** Given up; may be sent again by hand. */
        DEAD
    }

    /**
     * What is delivered.
     *
     * @param tenant whose
     * @param number of the invoice or credit note
     * @param reminderLevel of the reminder; absent where it is the document itself
     */
    record Subject(String tenant, String number, @Nullable Integer reminderLevel) {}

    /**
     * A delivery.
     *
     * @param id the same for the same subject and channel
     * @param subject what is delivered
     * @param channel by which way
     * @param recipient to whom, as the channel addresses it
     * @param createdAt when it was ordered
     * @param progress how it stands
     */
    record Delivery(
            String id, Subject subject, String channel, String recipient, Instant createdAt, Progress progress) {}

    /**
     * How a delivery stands.
     *
     * @param state in a word
     * @param detail more of it; absent where there is no more to say
     * @param tries how often it was tried
     * @param triesBefore how many of them belong to an earlier round, before it was sent again by hand
     * @param nextAttemptAt when it is tried next; absent unless it is pending
     * @param changedAt when it came to stand so
     */
    record Progress(
            State state,
            @Nullable String detail,
            int tries,
            int triesBefore,
            @Nullable Instant nextAttemptAt,
            Instant changedAt) {}

    /** Orders a delivery; nothing where it was ordered before. */
    void order(Writes writes, Delivery delivery);

    /** The one that has waited longest of those whose turn it is. */
    Optional<Delivery> due(Connection connection, Instant now) throws SQLException;

    /** How many have their turn. */
    long waiting(Connection connection, Instant now) throws SQLException;

    /** Takes a delivery until a time, when it has its turn again; false where somebody else has taken it. */
    boolean claim(Connection connection, Delivery due, Instant until) throws SQLException;

    /** A delivery by its id. */
    Optional<Delivery> find(Connection connection, String id) throws SQLException;

    /** Writes how a delivery stands. */
    void progress(Connection connection, Delivery delivery, Progress progress) throws SQLException;

    /** The deliveries of an invoice, the oldest first. */
    List<Delivery> of(Connection connection, String number) throws SQLException;
}
