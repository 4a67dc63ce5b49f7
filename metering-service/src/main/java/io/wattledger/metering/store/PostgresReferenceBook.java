package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.message.SiteFacts;
import io.wattledger.contracts.message.SkuFacts;
import io.wattledger.metering.event.References;
import io.wattledger.metering.flow.ReferenceBook;
import io.wattledger.metering.ops.MeteringConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The copies of sites and SKUs in PostgreSQL, shared by all copies of the service, with a snapshot in memory for the hot
 * path. The snapshot is renewed when it is a few seconds old, so that a retirement is noticed, and at once when an event
 * seems to name an unknown site or SKU.
 */
@ApplicationScoped
public class PostgresReferenceBook implements ReferenceBook {

    private static final String KEEP_SITE = """
            INSERT INTO site_copy AS known (site, name, country, bidding_zone, time_zone, state, retired_since, revision)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (site) DO UPDATE
            SET name = excluded.name, country = excluded.country, bidding_zone = excluded.bidding_zone,
                time_zone = excluded.time_zone, state = excluded.state, revision = excluded.revision,
                retired_since = CASE WHEN excluded.state = 'RETIRED'
                    THEN coalesce(known.retired_since, excluded.retired_since) END
            WHERE excluded.revision > known.revision
            """;
    private static final String KEEP_SKU = """
            INSERT INTO sku_copy AS known (sku, name, gpu_model, memory_gib, revision)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (sku) DO UPDATE
            SET name = excluded.name, gpu_model = excluded.gpu_model, memory_gib = excluded.memory_gib,
                revision = excluded.revision
            WHERE excluded.revision > known.revision
            """;

    private final TenantScope scope;
    private final DataSource dataSource;
    private final Clock clock;
    private final MeteringConfig config;
    private volatile @Nullable Snapshot snapshot;

    PostgresReferenceBook(TenantScope scope, DataSource dataSource, Clock clock, MeteringConfig config) {
        this.scope = scope;
        this.dataSource = dataSource;
        this.clock = clock;
        this.config = config;
    }

    private record Snapshot(References references, Instant taken) {}

    @Override
    public References recent() {
        Snapshot known = snapshot;
        boolean isRecent = known != null
                && clock.instant()
                        .isBefore(known.taken().plus(config.references().maxAge()));
        return isRecent && known != null ? known.references() : fresh();
    }

    @Override
    public References fresh() {
        Instant now = clock.instant();
        References references = scope.asOperator(connection -> new References(sites(connection), skus(connection)));
        snapshot = new Snapshot(references, now);
        return references;
    }

    private static Map<String, References.Site> sites(Connection connection) throws SQLException {
        Map<String, References.Site> sites = new HashMap<>();
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT site, state, retired_since FROM site_copy")) {
            while (row.next()) {
                sites.put(row.getString(1), site(row));
            }
        }
        return sites;
    }

    private static References.Site site(ResultSet row) throws SQLException {
        return switch (row.getString("state")) {
            case "LIVE" -> new References.Live();
            case "RETIRED" -> new References.Retired(Rows.instant(row, "retired_since"));
            default -> new References.Planned();
        };
    }

    private static Set<String> skus(Connection connection) throws SQLException {
        Set<String> skus = new HashSet<>();
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT sku FROM sku_copy")) {
            while (row.next()) {
                skus.add(row.getString(1));
            }
        }
        return skus;
    }

    @Override
    public void keepSites(Map<SiteFacts, Instant> sites) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement keep = connection.prepareStatement(KEEP_SITE)) {
            for (Map.Entry<SiteFacts, Instant> one : sites.entrySet()) {
                SiteFacts site = one.getKey();
                boolean isRetired = site.state().equals("RETIRED");
                keep.setString(1, site.site());
                keep.setString(2, site.name());
                keep.setString(3, site.country());
                keep.setString(4, site.biddingZone());
                keep.setString(5, site.timeZone());
                keep.setString(6, site.state());
                keep.setObject(7, isRetired ? one.getValue().atOffset(ZoneOffset.UTC) : null);
                keep.setLong(8, site.revision());
                keep.addBatch();
            }
            keep.executeBatch();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @Override
    public void keepSkus(Collection<SkuFacts> skus) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement keep = connection.prepareStatement(KEEP_SKU)) {
            for (SkuFacts sku : skus) {
                keep.setString(1, sku.sku());
                keep.setString(2, sku.name());
                keep.setString(3, sku.gpuModel());
                keep.setInt(4, sku.memoryGib());
                keep.setLong(5, sku.revision());
                keep.addBatch();
            }
            keep.executeBatch();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}
