package io.wattledger.pricing.store;

import io.wattledger.pricing.flow.UnreadableRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/** Keeps records that could not be read in PostgreSQL. */
@ApplicationScoped
public class PostgresUnreadableRecords implements UnreadableRecords {

    private static final String INSERT =
            "INSERT INTO unreadable_record (topic, partition_id, position_offset, record_key, value, reason)"
                    + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (topic, partition_id, position_offset) DO NOTHING";

    @Override
    public void keep(Connection connection, Collection<Unreadable> records) throws SQLException {
        if (records.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Unreadable record : records) {
                insert.setString(1, record.topic());
                insert.setInt(2, record.partition());
                insert.setLong(3, record.offset());
                insert.setBytes(4, record.key());
                insert.setBytes(5, record.value());
                insert.setString(6, record.reason());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
