package io.wattledger.billing.store;

import io.wattledger.billing.flow.PeriodKey;
import io.wattledger.billing.flow.WatermarkBook;
import io.wattledger.billing.period.SiteWatermark;
import io.wattledger.contracts.message.UsageWatermark;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Watermarks of sites in one table. */
@ApplicationScoped
public class PostgresWatermarkBook implements WatermarkBook {

    private static final String RECORD = """
            INSERT INTO usage_watermark AS known (tenant_id, site, revision, complete_until, collector)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (tenant_id, site) DO UPDATE SET revision = excluded.revision,
                complete_until = excluded.complete_until, collector = excluded.collector
            WHERE excluded.revision > known.revision
            """;
    private static final String WATERMARKS = """
            SELECT site, CASE WHEN tenant_id IN (?, '-') THEN collector ELSE collector || ' of ' || tenant_id END,
                   complete_until
            FROM usage_watermark
            WHERE (tenant_id IN (?, '-') OR tenant_id IN (
                      SELECT tenant_id FROM resale WHERE reseller = ? AND contract_id = ?
                      AND starts_at <= ? AND (ends_at IS NULL OR ends_at > ?)))
                AND complete_until IS NOT NULL
            ORDER BY site, tenant_id
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
    public List<SiteWatermark> watermarks(Connection connection, PeriodKey key, Instant start) throws SQLException {
        List<SiteWatermark> watermarks = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(WATERMARKS)) {
            OffsetDateTime month = start.atOffset(ZoneOffset.UTC);
            select.setString(1, key.tenant());
            select.setString(2, key.tenant());
            select.setString(3, key.tenant());
            select.setString(4, key.contract());
            select.setObject(5, month);
            select.setObject(6, month);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    watermarks.add(new SiteWatermark(
                            row.getString(1),
                            row.getString(2),
                            row.getObject(3, OffsetDateTime.class).toInstant()));
                }
            }
        }
        return watermarks;
    }
}
