package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.event.RefusalCode;
import io.wattledger.metering.event.Verdict.Refused;
import io.wattledger.metering.flow.Sight;
import io.wattledger.metering.flow.UsageBooks;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The books in PostgreSQL. A tenant reads as itself, so that row-level security keeps out what is not its own. */
@ApplicationScoped
public class PostgresUsageBooks implements UsageBooks {

    private static final String USAGE = """
            SELECT tenant_id, CASE WHEN ? THEN project END AS project,
                (slot_start AT TIME ZONE 'UTC')::date AS day, site, sku,
                sum(milli_gpu_seconds), sum(least(measured_milli_gpu_seconds, milli_gpu_seconds)),
                sum(measured_millijoules)
            FROM usage_slot
            WHERE slot_start >= ? AND slot_start < ? AND (? OR tenant_id = ANY (?))
            GROUP BY 1, 2, 3, 4, 5
            ORDER BY 1, 2, 4, 5, 3
            """;
    private static final String REFUSALS = """
            SELECT tenant_id, topic || '/' || partition_id || '/' || record_offset AS place, received_at, code, field,
                value, rule, source, event_id, record_value
            FROM refusal WHERE ? OR tenant_id = ANY (?)
            ORDER BY received_at DESC, topic, partition_id, record_offset DESC LIMIT ?
            """;
    private static final String CONFLICTS = """
            SELECT tenant_id, source, event_id, standing_data, other_data, first_seen_at, last_seen_at, times_seen
            FROM event_conflict WHERE ? OR tenant_id = ANY (?)
            ORDER BY last_seen_at DESC, tenant_id, event_key, content_hash LIMIT ?
            """;

    private final TenantScope scope;

    PostgresUsageBooks(TenantScope scope) {
        this.scope = scope;
    }

    @Override
    public List<DayUsage> usage(Sight sight, Interval interval, boolean byProject) {
        return SightReading.read(scope, sight, connection -> {
            try (PreparedStatement select = connection.prepareStatement(USAGE)) {
                select.setBoolean(1, byProject);
                select.setObject(2, interval.start().atOffset(ZoneOffset.UTC));
                select.setObject(3, interval.end().atOffset(ZoneOffset.UTC));
                SightReading.bind(connection, select, 4, sight);
                return SightReading.rows(select, PostgresUsageBooks::dayUsage);
            }
        });
    }

    private static DayUsage dayUsage(ResultSet row) throws SQLException {
        return new DayUsage(
                row.getString(1),
                row.getString(2),
                row.getObject(3, LocalDate.class),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8));
    }

    @Override
    public List<RefusedRecord> refusals(Sight sight, int most) {
        return SightReading.read(scope, sight, connection -> {
            try (PreparedStatement select = connection.prepareStatement(REFUSALS)) {
                SightReading.bind(connection, select, 1, sight);
                select.setInt(3, most);
                return SightReading.rows(select, PostgresUsageBooks::refusedRecord);
            }
        });
    }

    private static RefusedRecord refusedRecord(ResultSet row) throws SQLException {
        // Only the words are needed, so any code serves.
        Refused words = new Refused(
                RefusalCode.INVALID_FIELD, row.getString("field"), row.getString("value"), row.getString("rule"));
        byte @Nullable [] value = row.getBytes("record_value");
        return new RefusedRecord(
                row.getString("tenant_id"),
                row.getString("place"),
                instant(row, "received_at"),
                row.getString("code"),
                words.detail(),
                row.getString("source"),
                row.getString("event_id"),
                value == null ? null : Base64.getEncoder().encodeToString(value));
    }

    @Override
    public List<ConflictingEvent> conflicts(Sight sight, int most) {
        return SightReading.read(scope, sight, connection -> {
            try (PreparedStatement select = connection.prepareStatement(CONFLICTS)) {
                SightReading.bind(connection, select, 1, sight);
                select.setInt(3, most);
                return SightReading.rows(select, PostgresUsageBooks::conflictingEvent);
            }
        });
    }

    private static ConflictingEvent conflictingEvent(ResultSet row) throws SQLException {
        return new ConflictingEvent(
                row.getString("tenant_id"),
                row.getString("source"),
                row.getString("event_id"),
                new String(row.getBytes("standing_data"), StandardCharsets.UTF_8),
                new String(row.getBytes("other_data"), StandardCharsets.UTF_8),
                instant(row, "first_seen_at"),
                instant(row, "last_seen_at"),
                row.getLong("times_seen"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
