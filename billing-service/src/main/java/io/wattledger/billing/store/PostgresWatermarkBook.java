package io.wattledger.billing.store;

import io.wattledger.billing.flow.PeriodKey;
import io.wattledger.billing.flow.WatermarkBook;
import io.wattledger.billing.period.SiteWatermark;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.message.UsageWatermark;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Watermarks of sites in one table. */
@ApplicationScoped
public class PostgresWatermarkBook implements WatermarkBook {

    private static final String RECORD = """
            INSERT INTO usage_watermark AS known (tenant_id, site, revision, complete_until, collector, rated)
            VALUES (?, ?, ?, ?, ?, true)
            ON CONFLICT (tenant_id, site) DO UPDATE SET revision = excluded.revision,
                complete_until = excluded.complete_until, collector = excluded.collector, rated = true
            WHERE excluded.revision > known.revision OR NOT known.rated
            """;
    /**
     * A tenant's own collector speaks because there may be usage. One of all tenants may have missed usage of those who used the site
     * in the month before it fell silent, or since; it is looked at only where it has not come beyond the month.
     */
    private static final String WATERMARKS = """
            SELECT ordinality, site,
                   CASE WHEN known.tenant_id IN (tenant, '-') THEN collector
                        ELSE collector || ' of ' || known.tenant_id END,
                   complete_until,
                   known.tenant_id <> '-' OR complete_until < start + interval '32 days' AND EXISTS (
                       SELECT FROM rated_usage rated
                       WHERE rated.tenant_id = tenant AND rated.contract_id = contract AND rated.site = known.site
                           AND period_start >= least(start, complete_until) - interval '31 days' AND period_start < start)
            FROM unnest(?::text[], ?::text[], ?::timestamptz[]) WITH ORDINALITY
                AS asked (tenant, contract, start, ordinality)
            CROSS JOIN LATERAL (
                SELECT tenant_id, site,
                    CASE WHEN rated THEN collector
                         ELSE collector || ' (pricing has not passed it on since the update, which it does by itself)'
                         END AS collector,
                    CASE WHEN rated THEN complete_until ELSE 'epoch' END AS complete_until
                FROM usage_watermark
                WHERE (tenant_id IN (tenant, '-') OR tenant_id IN (
                          SELECT tenant_id FROM resale WHERE reseller = tenant AND contract_id = contract
                          AND starts_at <= start AND (ends_at IS NULL OR ends_at > start)))
                    AND complete_until IS NOT NULL) known
            ORDER BY ordinality, site, known.tenant_id
            """;

    @Override
    public void record(Connection connection, Collection<UsageWatermark> watermarks) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(RECORD)) {
            for (UsageWatermark watermark : watermarks) {
                insert.setString(1, watermark.tenant());
                insert.setString(2, watermark.site());
                insert.setLong(3, watermark.revision());
                insert.setObject(
                        4,
                        watermark.completeUntil() == null
                                ? null
                                : watermark.completeUntil().atOffset(ZoneOffset.UTC));
                insert.setString(
                        5,
                        watermark.collectors().isEmpty()
                                ? null
                                : watermark.collectors().getFirst().collector());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @Override
    public Map<PeriodKey, List<SiteWatermark>> watermarks(Connection connection, Map<PeriodKey, Instant> starts)
            throws SQLException {
        List<PeriodKey> asked = List.copyOf(starts.keySet());
        Map<PeriodKey, List<SiteWatermark>> watermarks = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(WATERMARKS)) {
            MonthRows.setStarts(connection, select, asked, starts);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    watermarks
                            .computeIfAbsent(asked.get(row.getInt(1) - 1), key -> new ArrayList<>())
                            .add(new SiteWatermark(
                                    row.getString(2), row.getString(3), Rows.instant(row, 4), row.getBoolean(5)));
                }
            }
        }
        return watermarks;
    }
}
