package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.metering.flow.SiteWatermarks;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Watermarks of sites, from what their collectors have said. */
@ApplicationScoped
public class PostgresSiteWatermarks implements SiteWatermarks {

    /**
     * The watermark of {@code place.site} for {@code place.tenant_id}. Where all collectors are retired it stays where the
     * last of them left it; where the site is, it does not go beyond that: a collector may beat on, and nothing is used there any more.
     */
    static final String COMPLETE = """
            SELECT CASE WHEN said.complete_until > closed.retired_since THEN closed.retired_since ELSE said.complete_until END
                AS complete_until
            FROM (
                SELECT coalesce(min(mark.complete_until) FILTER (WHERE NOT mark.retired), max(mark.complete_until))
                    AS complete_until
                FROM collector_watermark AS mark
                WHERE mark.site = place.site AND mark.tenant_id IN (place.tenant_id, '-')) AS said
            LEFT JOIN site_copy AS closed ON closed.site = place.site
            """;

    private static final String OF = """
            SELECT place.tenant_id, place.site, complete_until
            FROM unnest(?::text[], ?::text[]) AS place (tenant_id, site)
            CROSS JOIN LATERAL (%s) AS mark
            WHERE complete_until IS NOT NULL
            """.formatted(COMPLETE);

    private final DataSource dataSource;

    PostgresSiteWatermarks(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Map<TenantSite, Instant> of(Collection<TenantSite> sites) {
        Map<TenantSite, Instant> watermarks = new HashMap<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(OF)) {
            new Columns<>(connection, select, 1, List.copyOf(sites))
                    .texts(TenantSite::tenant)
                    .texts(TenantSite::site);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    watermarks.put(new TenantSite(row.getString(1), row.getString(2)), Rows.instant(row, 3));
                }
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
        return watermarks;
    }
}
