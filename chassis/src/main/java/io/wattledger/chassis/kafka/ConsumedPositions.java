package io.wattledger.chassis.kafka;

import io.wattledger.chassis.tenancy.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** The positions up to which topics were read; kept beside the effects and not in Kafka, so that both move as one. */
@ApplicationScoped
public class ConsumedPositions {

    /**
     * A stored position.
     *
     * @param topic the topic
     * @param partition the partition
     * @param nextOffset the first offset not yet read
     */
    public record Position(String topic, int partition, long nextOffset) {}

    /** Another copy of the service has moved the position; the transaction must not commit. */
    public static class PositionMoved extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PositionMoved(String topic, int partition, long expected) {
            super("another reader moved " + topic + "-" + partition + " on from offset " + expected);
        }
    }

    /** The stored position; empty where nothing was read yet. */
    public OptionalLong find(Connection connection, String topic, int partition) throws SQLException {
        String sql = "SELECT next_offset FROM consumed_position WHERE topic = ? AND partition_id = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, topic);
            select.setInt(2, partition);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** All stored positions, by topic and partition. */
    public List<Position> all(Connection connection) throws SQLException {
        String sql = "SELECT topic, partition_id, next_offset FROM consumed_position ORDER BY topic, partition_id";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            return Rows.read(select, row -> new Position(row.getString(1), row.getInt(2), row.getLong(3)));
        }
    }

    /** The same by partition. */
    public Map<TopicPartition, Long> byPartition(Connection connection) throws SQLException {
        return all(connection).stream()
                .collect(Collectors.toMap(
                        one -> new TopicPartition(one.topic(), one.partition()), Position::nextOffset));
    }

    /**
     * Moves a position on.
     *
     * @param next where it is from now on
     * @param expected the position this reader started from; empty where none was stored
     * @throws PositionMoved when the stored position is another, since a reader that took over has done the work
     */
    void advance(Connection connection, Position next, OptionalLong expected) throws SQLException {
        String sql = expected.isPresent()
                ? "UPDATE consumed_position SET next_offset = ? WHERE topic = ? AND partition_id = ? AND next_offset = ?"
                : "INSERT INTO consumed_position (next_offset, topic, partition_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
        try (PreparedStatement move = connection.prepareStatement(sql)) {
            move.setLong(1, next.nextOffset());
            move.setString(2, next.topic());
            move.setInt(3, next.partition());
            if (expected.isPresent()) {
                move.setLong(4, expected.getAsLong());
            }
            if (move.executeUpdate() != 1) {
                throw new PositionMoved(next.topic(), next.partition(), expected.orElse(-1));
            }
        }
    }
}
