package io.wattledger.pricing.store;

import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.flow.DayKey;
import io.wattledger.pricing.flow.EvidenceBook;
import io.wattledger.pricing.flow.MonthKey;
import io.wattledger.pricing.flow.RatedDays;
import io.wattledger.pricing.rating.OpenUsage;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps the last revision of every charge period in PostgreSQL, as it was published. */
@ApplicationScoped
public class PostgresRatedDays implements RatedDays {

    private static final String DAYS = "unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::date[])"
            + " AS d (tenant_id, project, site, sku, site_date)";

    private static final String SAME_DAY = "x.tenant_id = d.tenant_id AND x.project = d.project AND x.site = d.site"
            + " AND x.sku = d.sku AND x.site_date = d.site_date";

    /**
     * The records {@code x} of a day {@code d}, found by the key. A day begins between 14 hours before and 12 hours after that of
     * UTC, and its charge periods within 25 hours of that.
     */
    static final String OF_DAY = SAME_DAY + " AND x.period_start >= (d.site_date - 1)::timestamp AT TIME ZONE 'UTC'"
            + " AND x.period_start < (d.site_date + 2)::timestamp AT TIME ZONE 'UTC'";

    private static final String SELECT =
            "SELECT x.tenant_id, x.project, x.site, x.sku, x.site_date, x.message FROM rated_day x JOIN " + DAYS
                    + " ON " + OF_DAY + " ORDER BY x.period_start";

    private static final String MONTHS = "SELECT message FROM rated_day"
            + " WHERE tenant_id = ? AND contract = ? AND site = '-' AND ? = ANY (inputs) ORDER BY project, period_start";

    private static final String AT = """
            SELECT x.message
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[])
                AS r (tenant_id, project, site, sku, period_start)
            JOIN rated_day x USING (tenant_id, project, site, sku, period_start)
            """;

    private static final String INSIDE = """
            SELECT message FROM rated_day
            WHERE tenant_id = ? AND contract = ? AND site <> '-' AND period_start >= ? AND period_start < ?
            ORDER BY project, site, sku, period_start
            """;

    private static final String UPSERT = """
            INSERT INTO rated_day (tenant_id, project, site, sku, period_start, period_end, site_date, revision, tariff,
                milli_gpu_seconds, gap_count, inputs, message, rated_at, contract, rests_until)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (tenant_id, project, site, sku, period_start) DO UPDATE
            SET period_end = excluded.period_end, site_date = excluded.site_date, revision = excluded.revision,
                tariff = excluded.tariff, milli_gpu_seconds = excluded.milli_gpu_seconds,
                gap_count = excluded.gap_count, inputs = excluded.inputs, message = excluded.message,
                rated_at = excluded.rated_at, contract = excluded.contract, rests_until = excluded.rests_until
            """;

    private static final String DELETE_OPEN = "DELETE FROM open_usage x USING " + DAYS + " WHERE " + SAME_DAY;

    private static final String INSERT_OPEN = """
            INSERT INTO open_usage (tenant_id, project, site, sku, site_date, period_start, period_end, missing,
                milli_gpu_seconds)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final EvidenceBook evidence;

    PostgresRatedDays(EvidenceBook evidence) {
        this.evidence = evidence;
    }

    @Override
    public Map<DayKey, List<RatedUsage>> of(Connection connection, Collection<DayKey> days) throws SQLException {
        Map<DayKey, List<RatedUsage>> rated = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            setDays(select, Columns.days(connection, days));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rated.computeIfAbsent(Columns.dayKey(row), day -> new ArrayList<>())
                            .add(Columns.message(row));
                }
            }
        }
        return rated;
    }

    @Override
    public List<RatedUsage> months(Connection connection, MonthKey month) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(MONTHS)) {
            select.setString(1, month.tenant());
            select.setString(2, month.contract());
            select.setString(3, RatedDays.inputOf(month));
            return Rows.read(select, Columns::message);
        }
    }

    @Override
    public List<RatedUsage> at(Connection connection, Collection<RatedUsage> records) throws SQLException {
        if (records.isEmpty()) {
            return List.of();
        }
        try (PreparedStatement select = connection.prepareStatement(AT)) {
            select.setArray(1, Columns.texts(connection, records, RatedUsage::tenant));
            select.setArray(2, Columns.texts(connection, records, RatedUsage::project));
            select.setArray(3, Columns.texts(connection, records, RatedUsage::site));
            select.setArray(4, Columns.texts(connection, records, RatedUsage::sku));
            select.setArray(5, Columns.instants(connection, records, RatedUsage::periodStart));
            return Rows.read(select, Columns::message);
        }
    }

    @Override
    public List<RatedUsage> inside(Connection connection, String tenant, String contract, Interval interval)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(INSIDE)) {
            select.setString(1, tenant);
            select.setString(2, contract);
            select.setObject(3, Columns.parameter(interval.start()));
            select.setObject(4, Columns.parameter(interval.end()));
            return Rows.read(select, Columns::message);
        }
    }

    @Override
    public void save(Connection connection, Collection<Entry> entries, Instant now) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            for (Entry entry : entries) {
                RatedUsage message = entry.message();
                upsert.setString(1, message.tenant());
                upsert.setString(2, message.project());
                upsert.setString(3, message.site());
                upsert.setString(4, message.sku());
                upsert.setObject(5, Columns.parameter(message.periodStart()));
                upsert.setObject(6, Columns.parameter(message.periodEnd()));
                upsert.setObject(7, message.siteDate());
                upsert.setLong(8, message.revision());
                upsert.setString(9, message.tariff());
                upsert.setLong(10, message.milliGpuSeconds());
                upsert.setInt(11, message.gaps().size());
                upsert.setArray(12, Columns.texts(connection, entry.inputs(), name -> name));
                upsert.setBytes(13, WireJson.write(message));
                upsert.setObject(14, Columns.parameter(now));
                upsert.setString(15, message.contract());
                Instant rests = entry.restsUntil();
                upsert.setObject(16, rests == null ? null : Columns.parameter(rests));
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
        evidence.keep(connection, entries);
    }

    @Override
    public void replaceOpen(Connection connection, Collection<DayKey> days, Collection<OpenUsage> open)
            throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE_OPEN)) {
            setDays(delete, Columns.days(connection, days));
            delete.executeUpdate();
        }
        if (open.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT_OPEN)) {
            for (OpenUsage one : open) {
                insert.setString(1, one.key().tenant());
                insert.setString(2, one.key().project());
                insert.setString(3, one.key().site());
                insert.setString(4, one.key().sku());
                insert.setObject(5, one.siteDay());
                insert.setObject(6, Columns.parameter(one.interval().start()));
                insert.setObject(7, Columns.parameter(one.interval().end()));
                insert.setString(8, one.missing());
                insert.setLong(9, one.milliGpuSeconds());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void setDays(PreparedStatement statement, List<Array> columns) throws SQLException {
        int index = 1;
        for (Array column : columns) {
            statement.setArray(index++, column);
        }
    }
}
