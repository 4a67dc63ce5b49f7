package io.wattledger.chassis.kafka;

import io.wattledger.chassis.kafka.HeldTopic.Line;
import io.wattledger.chassis.tenancy.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The outbox as it concerns messages that are held. */
@ApplicationScoped
public class HeldOutbox {

    /** The tenants are found one by one along the primary key, and the messages of each by it: there may be millions of others. */
    private static final String OF = """
            WITH RECURSIVE waiting (tenant_id) AS (
                (SELECT tenant_id FROM outbox ORDER BY tenant_id LIMIT 1)
                UNION ALL
                SELECT (SELECT tenant_id FROM outbox WHERE tenant_id > waiting.tenant_id ORDER BY tenant_id LIMIT 1)
                FROM waiting
                WHERE waiting.tenant_id IS NOT NULL)
            SELECT one.tenant_id, one.topic, one.outbox_key, one.partition_key, one.record_key, one.value,
                one.sequence
            FROM waiting CROSS JOIN LATERAL (
                SELECT * FROM outbox WHERE outbox.tenant_id = waiting.tenant_id AND topic = ? OFFSET 0) AS one
            """;

    private static final String UNSENT =
            "SELECT tenant_id, min(sequence), max(sequence) FROM outbox WHERE topic = ANY (?) GROUP BY tenant_id";

    /** Its transaction waits for Kafka. */
    private static final String STILL = """
            SELECT outbox.tenant_id, outbox.topic, outbox.outbox_key, outbox.sequence, %s
            FROM unnest(?::text[], ?::text[], ?::text[], ?::bigint[]) AS given (tenant_id, topic, outbox_key, sequence)
            JOIN outbox USING (tenant_id, topic, outbox_key, sequence)
            """.formatted(MessagePublisher.PATIENCE);

    /** One that took its place meanwhile stays. */
    private static final String FORGET =
            "DELETE FROM outbox WHERE tenant_id = ? AND topic = ? AND outbox_key = ? AND value = ?";

    private final List<String> topics;

    HeldOutbox(@Any Instance<HeldTopic> topics) {
        this.topics = topics.stream().map(HeldTopic::topic).toList();
    }

    /**
     * Where a message lies in the outbox.
     *
     * @param sequence its place in the order, which one that replaces it there keeps; after it was sent the next one has another
     */
    record Place(String tenant, String topic, String key, long sequence) {}

    /** The topics that are held. */
    List<String> topics() {
        return topics;
    }

    /** The messages of a topic, of all tenants. */
    Map<Place, OutgoingMessage> of(Connection connection, String topic) throws SQLException {
        Map<Place, OutgoingMessage> messages = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(OF)) {
            select.setString(1, topic);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Place place = new Place(row.getString(1), row.getString(2), row.getString(3), row.getLong(7));
                    messages.put(
                            place,
                            new OutgoingMessage(
                                    place.tenant(),
                                    place.topic(),
                                    row.getString(4),
                                    row.getBytes(5),
                                    row.getBytes(6),
                                    Map.of()));
                }
            }
        }
        return messages;
    }

    /** What lies there of these topics, by tenant; sites are not told apart. */
    List<Line> unsent(Connection connection, Collection<String> sends) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(UNSENT)) {
            select.setArray(1, connection.createArrayOf("text", sends.toArray()));
            return Rows.read(
                    select, row -> new Line(row.getString(1), HeldTopic.ANY, row.getLong(2), row.getLong(3), false));
        }
    }

    /** Those of the places where a message lies yet, in a transaction that waits for Kafka from then on. */
    Set<Place> still(Connection connection, Collection<Place> places) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(STILL)) {
            select.setArray(1, array(connection, "text", places.stream().map(Place::tenant)));
            select.setArray(2, array(connection, "text", places.stream().map(Place::topic)));
            select.setArray(3, array(connection, "text", places.stream().map(Place::key)));
            select.setArray(4, array(connection, "bigint", places.stream().map(Place::sequence)));
            return Set.copyOf(Rows.read(
                    select, row -> new Place(row.getString(1), row.getString(2), row.getString(3), row.getLong(4))));
        }
    }

    private static Array array(Connection connection, String type, Stream<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }

    /** Deletes a message that was sent. */
    void forget(Connection connection, Place place, OutgoingMessage message) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            delete.setString(1, place.tenant());
            delete.setString(2, place.topic());
            delete.setString(3, place.key());
            delete.setBytes(4, message.value());
            delete.executeUpdate();
        }
    }
}
