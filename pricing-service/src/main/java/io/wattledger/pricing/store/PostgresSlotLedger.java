package io.wattledger.pricing.store;

import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.message.MeteredUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.flow.DayKey;
import io.wattledger.pricing.flow.SlotLedger;
import io.wattledger.pricing.rating.ProjectLoad;
import io.wattledger.pricing.rating.SlotUsage;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps slot totals in PostgreSQL, one row each, written and read in sets. */
@ApplicationScoped
public class PostgresSlotLedger implements SlotLedger {

    private static final String UPSERT = """
            INSERT INTO metered_slot AS s (tenant_id, project, site, sku, slot_start, revision, milli_gpu_seconds,
                measured_milli_gpu_seconds, measured_millijoules, estimated_millijoules,
                estimated_milli_gpu_seconds)
            SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[]) AS i
            ORDER BY 1, 2, 3, 4, 5
            ON CONFLICT (tenant_id, project, site, sku, slot_start) DO UPDATE
            SET revision = excluded.revision, milli_gpu_seconds = excluded.milli_gpu_seconds,
                measured_milli_gpu_seconds = excluded.measured_milli_gpu_seconds,
                measured_millijoules = excluded.measured_millijoules,
                estimated_millijoules = excluded.estimated_millijoules,
                estimated_milli_gpu_seconds = excluded.estimated_milli_gpu_seconds
            WHERE s.revision < excluded.revision
            RETURNING s.tenant_id, s.project, s.site, s.sku, s.slot_start, s.revision, s.milli_gpu_seconds,
                s.measured_milli_gpu_seconds, s.measured_millijoules, s.estimated_millijoules, s.estimated_milli_gpu_seconds
            """;

    /** What is ordered inside is looked up day by day along the key; a join read all slots of the tenants when the planner took them for few. */
    private static final String SLOTS = """
            SELECT d.number, s.slot_start, s.milli_gpu_seconds, s.measured_milli_gpu_seconds, s.measured_millijoules,
                s.estimated_millijoules, s.estimated_milli_gpu_seconds
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[])
                WITH ORDINALITY AS d (tenant_id, project, site, sku, starts_at, ends_at, number)
            CROSS JOIN LATERAL (
                SELECT x.slot_start, x.milli_gpu_seconds, x.measured_milli_gpu_seconds, x.measured_millijoules,
                    x.estimated_millijoules, x.estimated_milli_gpu_seconds
                FROM metered_slot x
                WHERE x.tenant_id = d.tenant_id AND x.project = d.project AND x.site = d.site AND x.sku = d.sku
                    AND x.slot_start >= d.starts_at AND x.slot_start < d.ends_at
                ORDER BY x.slot_start) AS s
            ORDER BY d.number, s.slot_start
            """;

    private static final String LOADS = """
            SELECT project, site, sku, slot_start, milli_gpu_seconds, measured_milli_gpu_seconds, measured_millijoules,
                estimated_millijoules, estimated_milli_gpu_seconds
            FROM metered_slot WHERE tenant_id = ? AND slot_start >= ? AND slot_start < ?
            ORDER BY project, site, sku, slot_start
            """;

    @Override
    public List<ProjectLoad> loads(Connection connection, String tenant, Interval interval) throws SQLException {
        Map<List<String>, List<SlotUsage>> slots = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(LOADS)) {
            select.setString(1, tenant);
            select.setObject(2, Columns.parameter(interval.start()));
            select.setObject(3, Columns.parameter(interval.end()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    List<String> key =
                            List.of(Columns.text(row, "project"), Columns.text(row, "site"), Columns.text(row, "sku"));
                    slots.computeIfAbsent(key, series -> new ArrayList<>()).add(slot(row));
                }
            }
        }
        List<ProjectLoad> loads = new ArrayList<>();
        slots.forEach((key, used) -> loads.add(new ProjectLoad(key.get(0), key.get(1), key.get(2), used)));
        return loads;
    }

    @Override
    public List<MeteredUsage> keepHighest(Connection connection, Collection<MeteredUsage> totals) throws SQLException {
        if (totals.isEmpty()) {
            return List.of();
        }
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            upsert.setArray(1, Columns.texts(connection, totals, MeteredUsage::tenant));
            upsert.setArray(2, Columns.texts(connection, totals, MeteredUsage::project));
            upsert.setArray(3, Columns.texts(connection, totals, MeteredUsage::site));
            upsert.setArray(4, Columns.texts(connection, totals, MeteredUsage::sku));
            upsert.setArray(5, Columns.instants(connection, totals, MeteredUsage::slotStart));
            upsert.setArray(6, Columns.longs(connection, totals, MeteredUsage::revision));
            upsert.setArray(7, Columns.longs(connection, totals, MeteredUsage::milliGpuSeconds));
            upsert.setArray(8, Columns.longs(connection, totals, MeteredUsage::measuredMilliGpuSeconds));
            upsert.setArray(9, Columns.longs(connection, totals, MeteredUsage::measuredMillijoules));
            upsert.setArray(10, Columns.longs(connection, totals, PostgresSlotLedger::estimatedMillijoules));
            upsert.setArray(11, Columns.longs(connection, totals, PostgresSlotLedger::estimatedMilliGpuSeconds));
            return Rows.read(upsert, PostgresSlotLedger::fromRow);
        }
    }

    private static long estimatedMillijoules(MeteredUsage total) {
        return total.estimatedMillijoules() == null ? 0 : total.estimatedMillijoules();
    }

    private static long estimatedMilliGpuSeconds(MeteredUsage total) {
        return total.estimatedMilliGpuSeconds() == null ? 0 : total.estimatedMilliGpuSeconds();
    }

    private static SlotUsage slot(ResultSet row) throws SQLException {
        return new SlotUsage(
                Rows.instant(row, "slot_start"),
                row.getLong("milli_gpu_seconds"),
                row.getLong("measured_milli_gpu_seconds"),
                row.getLong("measured_millijoules"),
                row.getLong("estimated_millijoules"),
                row.getLong("estimated_milli_gpu_seconds"));
    }

    private static MeteredUsage fromRow(ResultSet row) throws SQLException {
        UsageKey key = Columns.usageKey(row);
        return new MeteredUsage(
                key.tenant(),
                key.project(),
                key.site(),
                key.sku(),
                Rows.instant(row, "slot_start"),
                row.getLong("revision"),
                row.getLong("milli_gpu_seconds"),
                row.getLong("measured_milli_gpu_seconds"),
                row.getLong("measured_millijoules"),
                row.getLong("estimated_milli_gpu_seconds"),
                row.getLong("estimated_millijoules"));
    }

    @Override
    public Map<DayKey, List<SlotUsage>> slotsOf(Connection connection, Map<DayKey, Interval> days) throws SQLException {
        List<DayKey> keys = List.copyOf(days.keySet());
        Map<DayKey, List<SlotUsage>> slots = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(SLOTS)) {
            select.setArray(1, Columns.texts(connection, keys, day -> day.key().tenant()));
            select.setArray(2, Columns.texts(connection, keys, day -> day.key().project()));
            select.setArray(3, Columns.texts(connection, keys, day -> day.key().site()));
            select.setArray(4, Columns.texts(connection, keys, day -> day.key().sku()));
            List<Interval> spans = keys.stream().map(days::get).toList();
            select.setArray(5, Columns.instants(connection, spans, Interval::start));
            select.setArray(6, Columns.instants(connection, spans, Interval::end));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    DayKey day = keys.get(row.getInt("number") - 1);
                    slots.computeIfAbsent(day, key -> new ArrayList<>()).add(slot(row));
                }
            }
        }
        return slots;
    }
}
