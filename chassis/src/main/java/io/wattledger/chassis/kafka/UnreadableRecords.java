package io.wattledger.chassis.kafka;

import io.wattledger.chassis.kafka.DecodedBatch.RecordPlace;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps records that could not be read with their bytes, so that none blocks its partition and none is lost. The service
 * has the table {@code unreadable_record} in its schema; its rows are nobody's, since nobody can tell whose they are. A row lies
 * aside until its record takes effect, another under its key does, or a person discards it.
 */
@ApplicationScoped
public class UnreadableRecords {

    private static final String KEEP = """
            INSERT INTO unreadable_record (tenant_id, topic, partition_id, record_offset, record_key, value, reason,
                recorded_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private static final String ASIDE = " FROM unreadable_record WHERE discarded_at IS NULL";

    private static final String IS_ANY = "SELECT EXISTS (SELECT" + ASIDE + " AND topic = ?)";

    /** Only what came before: of two records under one key the last one stands. */
    private static final String RESTATED = """
            DELETE FROM unreadable_record aside USING unnest(?::bytea[], ?::bigint[]) AS stated (record_key, record_offset)
            WHERE discarded_at IS NULL AND topic = ? AND partition_id = ? AND aside.record_key = stated.record_key
                AND aside.record_offset < stated.record_offset
            """;

    private static final String PLACE =
            " topic = ? AND partition_id = ? AND record_offset = ? AND discarded_at IS NULL";

    private static final String FORGET = "DELETE FROM unreadable_record WHERE" + PLACE;

    private static final String DISCARD =
            "UPDATE unreadable_record SET discarded_at = ?, discarded_by = ? WHERE" + PLACE;

    private static final String COLUMNS =
            "SELECT topic, partition_id, record_offset, record_key, reason, recorded_at, value";

    private static final String LIST = COLUMNS + ASIDE
            + " AND (topic, partition_id, -record_offset) > (?, ?, -?)"
            + " ORDER BY topic, partition_id, record_offset DESC LIMIT ?";

    private static final String AFTER = COLUMNS + ASIDE
            + " AND (topic, partition_id, record_offset) > (?, ?, ?) ORDER BY topic, partition_id, record_offset LIMIT ?";

    private final Clock clock;

    UnreadableRecords(Clock clock) {
        this.clock = clock;
    }

    /**
     * A record that lies aside, as it is shown.
     *
     * @param topic where it came from
     * @param partition where it came from
     * @param offset where it came from
     * @param key its key, which begins with the tenant in topics of usage; null where it has none
     * @param reason why it could not be read, or had no effect
     * @param recordedAt since when it lies aside
     */
    public record Shown(
            String topic,
            int partition,
            long offset,
            @Nullable String key,
            String reason,
            Instant recordedAt) {}

    /**
     * Where a record came from.
     *
     * @param topic its topic
     * @param partition its partition
     * @param offset its place there
     */
    public record Place(String topic, int partition, long offset) {

        /** Before all others: no topic has an empty name. */
        public static final Place BEGIN = new Place("", 0, 0);
    }

    /** Keeps records in a transaction that works for nobody too; one that is kept already stays as it is. */
    public void keep(Connection connection, Collection<UnreadableRecord> records) throws SQLException {
        if (records.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(KEEP)) {
            for (UnreadableRecord record : records) {
                insert.setString(1, TenantScope.NO_TENANT);
                insert.setString(2, record.topic());
                insert.setInt(3, record.partition());
                insert.setLong(4, record.offset());
                insert.setBytes(5, record.key());
                insert.setBytes(6, record.value());
                insert.setString(7, printable(record.reason()));
                insert.setObject(8, now());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Takes away what lay aside under the keys of records of one partition that took effect, in a transaction that works for nobody too. */
    void restated(Connection connection, List<RecordPlace> read) throws SQLException {
        if (read.isEmpty() || !isAny(connection, read.getFirst().topic())) {
            return;
        }
        List<RecordPlace> keyed = read.stream().filter(one -> one.key() != null).toList();
        try (PreparedStatement delete = connection.prepareStatement(RESTATED)) {
            delete.setArray(
                    1,
                    connection.createArrayOf(
                            "bytea", keyed.stream().map(RecordPlace::key).toArray(byte[][]::new)));
            delete.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", keyed.stream().map(RecordPlace::offset).toArray()));
            delete.setString(3, read.getFirst().topic());
            delete.setInt(4, read.getFirst().partition());
            delete.executeUpdate();
        }
    }

    private static boolean isAny(Connection connection, String topic) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(IS_ANY)) {
            select.setString(1, topic);
            return Rows.read(select, row -> row.getBoolean(1)).getFirst();
        }
    }

    /**
     * What lies aside, by topic and partition, the latest of each first.
     *
     * @param after begins behind this one
     * @param most how many at most
     */
    public List<Shown> list(Connection connection, Place after, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LIST)) {
            set(select, 1, after);
            select.setInt(4, most);
            return Rows.read(
                    select,
                    row -> new Shown(
                            row.getString(1),
                            row.getInt(2),
                            row.getLong(3),
                            text(row.getBytes(4)),
                            row.getString(5),
                            Rows.instant(row, 6)));
        }
    }

    /** How many lie aside. */
    long count(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT count(*)" + ASIDE)) {
            return Rows.read(select, row -> row.getLong(1)).getFirst();
        }
    }

    /** What lies aside behind a place, in the order of topic, partition and offset, at most so many. */
    List<UnreadableRecord> after(Connection connection, Place place, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(AFTER)) {
            set(select, 1, place);
            select.setInt(4, most);
            return Rows.read(select, UnreadableRecords::record);
        }
    }

    private static UnreadableRecord record(ResultSet row) throws SQLException {
        return new UnreadableRecord(
                row.getString(1), row.getInt(2), row.getLong(3), row.getBytes(4), row.getBytes(7), row.getString(5));
    }

    /** A record has taken effect, in a transaction that works for nobody too. */
    void forget(Connection connection, Place place) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            set(delete, 1, place);
            delete.executeUpdate();
        }
    }

    /**
     * Decides that a record is not to be read any more, in a transaction that works for nobody; its bytes stay.
     *
     * @param by who decides
     * @return false where none lies aside there
     */
    public boolean discard(Connection connection, String topic, int partition, long offset, String by)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(DISCARD)) {
            update.setObject(1, now());
            update.setString(2, by);
            set(update, 3, new Place(topic, partition, offset));
            return update.executeUpdate() == 1;
        }
    }

    private static void set(PreparedStatement statement, int first, Place place) throws SQLException {
        statement.setString(first, place.topic());
        statement.setInt(first + 1, place.partition());
        statement.setLong(first + 2, place.offset());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static @Nullable String text(byte @Nullable [] key) {
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }

    /** A reason may quote what came, and PostgreSQL keeps no NUL in a text. */
    private static String printable(String reason) {
        return reason.replace('\u0000', '\ufffd');
    }
}
