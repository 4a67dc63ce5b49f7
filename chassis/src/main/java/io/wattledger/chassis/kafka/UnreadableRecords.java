package io.wattledger.chassis.kafka;

import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;

/**
 * Keeps records that could not be read with their bytes, so that none blocks its partition and none is lost. The service
 * has the table {@code unreadable_record} in its schema; its rows are nobody's, since nobody can tell whose they are.
 */
@ApplicationScoped
public class UnreadableRecords {

    private static final String KEEP = """
            INSERT INTO unreadable_record (tenant_id, topic, partition_id, record_offset, record_key, value, reason,
                recorded_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private final Clock clock;

    UnreadableRecords(Clock clock) {
        this.clock = clock;
    }

    /** Keeps records in a transaction that works for nobody too; one that is kept already stays as it is. */
    public void keep(Connection connection, Collection<UnreadableRecord> records) throws SQLException {
        if (records.isEmpty()) {
            return;
        }
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        try (PreparedStatement insert = connection.prepareStatement(KEEP)) {
            for (UnreadableRecord record : records) {
                insert.setString(1, TenantScope.NO_TENANT);
                insert.setString(2, record.topic());
                insert.setInt(3, record.partition());
                insert.setLong(4, record.offset());
                insert.setBytes(5, record.key());
                insert.setBytes(6, record.value());
                insert.setString(7, printable(record.reason()));
                insert.setObject(8, now);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** A reason may quote what came, and PostgreSQL keeps no NUL in a text. */
    private static String printable(String reason) {
        return reason.replace('\u0000', '\ufffd');
    }
}
