package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.flow.Sight;
import io.wattledger.metering.flow.UsageBooks;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The books in PostgreSQL. A tenant reads as itself, so that row-level security keeps out what is not its own. */
@ApplicationScoped
public class PostgresUsageBooks implements UsageBooks {

    private static final String USAGE =
            """
                SELECT slot.tenant_id, slot.of_project, slot.day, slot.site, slot.sku,
                    sum(slot.milli_gpu_seconds) AS used, sum(%s) AS measured, sum(%s) AS energy
                FROM (SELECT *, CASE WHEN ? THEN project ELSE '' END COLLATE "C" AS of_project,
                        (slot_start AT TIME ZONE 'UTC')::date AS day
                    FROM usage_slot
                    WHERE slot_start >= ? AND slot_start < ? AND (? OR tenant_id = ANY (?))) AS slot
                %s
                WHERE ? OR (slot.tenant_id, slot.of_project, slot.site, slot.sku, slot.day) > (?, ?, ?, ?, ?)
                GROUP BY 1, 2, 3, 4, 5
                ORDER BY 1, 2, 4, 5, 3
                LIMIT ?
                """.formatted(MeasuredPart.MILLI_GPU_SECONDS, MeasuredPart.MILLIJOULES, MeasuredPart.NODES);
    private static final String CONFLICTS = """
            SELECT event_conflict.*, encode(event_conflict.event_key, 'hex') AS event,
                encode(event_conflict.content_hash, 'hex') AS content, %s
            FROM (
                SELECT * FROM event_conflict
                WHERE (? OR tenant_id = ANY (?)) AND (?::text IS NULL OR source = ?)
                    AND first_seen_at >= ? AND first_seen_at < ?
                    AND (? OR first_seen_at < ? OR first_seen_at = ?
                        AND (tenant_id, event_key, content_hash) > (?, decode(?, 'hex'), decode(?, 'hex')))
                ORDER BY first_seen_at DESC, tenant_id, event_key, content_hash LIMIT ?) AS event_conflict
            %s
            ORDER BY first_seen_at DESC, event_conflict.tenant_id, event_conflict.event_key, event_conflict.content_hash
            """.formatted(ConflictAttributes.COLUMNS, ConflictAttributes.JOINS);
    private static final OffsetDateTime EVER = OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final OffsetDateTime NEVER = OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private final TenantScope scope;

    PostgresUsageBooks(TenantScope scope) {
        this.scope = scope;
    }

    @Override
    public List<DayUsage> usage(Sight sight, Interval interval, boolean byProject, @Nullable DayMark after, int most) {
        return SightReading.read(scope, sight, connection -> {
            try (PreparedStatement select = connection.prepareStatement(USAGE)) {
                select.setBoolean(1, byProject);
                select.setObject(2, interval.start().atOffset(ZoneOffset.UTC));
                select.setObject(3, interval.end().atOffset(ZoneOffset.UTC));
                SightReading.bind(connection, select, 4, sight);
                select.setBoolean(6, after == null);
                select.setString(7, after == null ? "" : after.tenant());
                select.setString(8, after == null ? "" : after.project());
                select.setString(9, after == null ? "" : after.site());
                select.setString(10, after == null ? "" : after.sku());
                select.setObject(11, after == null ? LocalDate.EPOCH : after.day());
                select.setInt(12, most);
                return Rows.read(select, row -> dayUsage(row, byProject));
            }
        });
    }

    private static DayUsage dayUsage(ResultSet row, boolean byProject) throws SQLException {
        return new DayUsage(
                row.getString(1),
                byProject ? row.getString(2) : null,
                row.getObject(3, LocalDate.class),
                row.getString(4),
                row.getString(5),
                Rows.sum(row, "used"),
                Rows.sum(row, "measured"),
                Rows.sum(row, "energy"));
    }

    @Override
    public ConflictPage conflicts(Sight sight, ConflictFilter filter, @Nullable ConflictMark after, int most) {
        return SightReading.read(scope, sight, connection -> {
            try (PreparedStatement select = connection.prepareStatement(CONFLICTS)) {
                SightReading.bind(connection, select, 1, sight);
                select.setString(3, filter.source());
                select.setString(4, filter.source());
                select.setObject(5, filter.from() == null ? EVER : filter.from().atOffset(ZoneOffset.UTC));
                select.setObject(6, filter.to() == null ? NEVER : filter.to().atOffset(ZoneOffset.UTC));
                OffsetDateTime last =
                        after == null ? NEVER : after.firstSeenAt().atOffset(ZoneOffset.UTC);
                select.setBoolean(7, after == null);
                select.setObject(8, last);
                select.setObject(9, last);
                select.setString(10, after == null ? "" : after.tenant());
                select.setString(11, after == null ? "" : after.event());
                select.setString(12, after == null ? "" : after.content());
                select.setInt(13, most + 1);
                select.setFetchSize(PageBytes.ROWS_PER_FETCH);
                return page(select, most);
            }
        });
    }

    private static ConflictPage page(PreparedStatement select, int most) throws SQLException {
        List<Conflict> items = new ArrayList<>();
        long bytes = 0;
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                if (items.size() == most || bytes > PageBytes.MOST) {
                    return new ConflictPage(items, true);
                }
                Conflict conflict = conflict(row);
                bytes += conflict.event().standing().length()
                        + conflict.event().other().length();
                items.add(conflict);
            }
        }
        return new ConflictPage(items, false);
    }

    private static Conflict conflict(ResultSet row) throws SQLException {
        return new Conflict(
                mark(row), conflictingEvent(row), ConflictAttributes.standing(row), ConflictAttributes.other(row));
    }

    private static ConflictMark mark(ResultSet row) throws SQLException {
        return new ConflictMark(
                Rows.instant(row, "first_seen_at"),
                row.getString("tenant_id"),
                row.getString("event"),
                row.getString("content"));
    }

    private static ConflictingEvent conflictingEvent(ResultSet row) throws SQLException {
        return new ConflictingEvent(
                row.getString("tenant_id"),
                row.getString("source"),
                row.getString("event_id"),
                new String(row.getBytes("standing_data"), StandardCharsets.UTF_8),
                new String(row.getBytes("other_data"), StandardCharsets.UTF_8),
                Rows.instant(row, "first_seen_at"),
                Rows.instant(row, "last_seen_at"),
                row.getLong("times_seen"));
    }
}
