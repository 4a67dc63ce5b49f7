package io.wattledger.metering.store;

import io.wattledger.chassis.kafka.Outbox;
import io.wattledger.chassis.kafka.OutgoingMessage;
import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.UsageWatermark;
import io.wattledger.metering.event.BeyondBound;
import io.wattledger.metering.event.CollectorBeat;
import io.wattledger.metering.event.RefusalCode;
import io.wattledger.metering.flow.AcceptUsage;
import io.wattledger.metering.flow.Sight;
import io.wattledger.metering.flow.WatermarkBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The watermarks in PostgreSQL. Whoever moves a collector of a site holds the site's lock to the end of the transaction, so
 * that each message is made from what all before it have done; the revision is the sum of those of the collectors.
 */
@ApplicationScoped
public class PostgresWatermarkBook implements WatermarkBook {

    private static final Comparator<CollectorBeat> BY_KEY = Comparator.comparing(
                    (CollectorBeat beat) -> beat.identity().tenant())
            .thenComparing(CollectorBeat::site)
            .thenComparing(beat -> beat.identity().source());

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(?, 4711))";
    private static final String ADVANCE = """
            INSERT INTO collector_watermark AS known (tenant_id, site, collector, complete_until, retired, revision,
                updated_at)
            SELECT tenant_id, site, collector, timestamptz 'epoch' + until_milli * interval '1 millisecond', retired = 1, 1, ?
            FROM unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[])
                AS given (tenant_id, site, collector, until_milli, retired)
            ON CONFLICT (tenant_id, site, collector) DO UPDATE
            SET complete_until = excluded.complete_until, retired = excluded.retired, revision = known.revision + 1,
                updated_at = excluded.updated_at
            WHERE (excluded.complete_until, excluded.retired) > (known.complete_until, known.retired)
            RETURNING tenant_id, site, revision = 1
            """;
    private static final String SITE = """
            SELECT collector, complete_until, count(*) OVER () AS active,
                (SELECT sum(revision) FROM collector_watermark WHERE tenant_id = ? AND site = ?)::bigint AS revision
            FROM collector_watermark WHERE tenant_id = ? AND site = ? AND NOT retired
            ORDER BY complete_until, collector LIMIT
            """ + UsageWatermark.MOST_COLLECTORS;
    private static final String COUNT = "SELECT count(*) FROM collector_watermark WHERE tenant_id = ? AND site = ?";
    private static final String SLOWEST = """
            SELECT site, min(complete_until) AS complete_until FROM collector_watermark WHERE NOT retired
            GROUP BY site
            """;
    private static final String REVISION = """
            SELECT sum(revision)::bigint FROM collector_watermark WHERE tenant_id = ? AND site = ?
            """;
    private static final String MARKS = """
            SELECT tenant_id, site, collector, complete_until, retired, updated_at FROM collector_watermark
            WHERE ? OR tenant_id = ANY (?) OR tenant_id = '-'
            ORDER BY site, tenant_id, collector
            """;

    private final DataSource dataSource;
    private final TenantScope scope;
    private final Outbox outbox;

    PostgresWatermarkBook(DataSource dataSource, TenantScope scope, Outbox outbox) {
        this.dataSource = dataSource;
        this.scope = scope;
        this.outbox = outbox;
    }

    @Override
    public void advance(Collection<CollectorBeat> beats, Instant receivedAt) {
        List<CollectorBeat> ordered = beats.stream().sorted(BY_KEY).toList();
        TreeSet<Key> keys = new TreeSet<>();
        ordered.forEach(beat -> keys.add(new Key(beat.identity().tenant(), beat.site())));
        try (Connection connection = dataSource.getConnection()) {
            for (Key key : keys) {
                lock(connection, key);
            }
            List<OutgoingMessage> messages = new ArrayList<>();
            for (Key key : advanced(connection, ordered, receivedAt)) {
                UsageWatermark watermark = watermark(connection, key);
                messages.add(OutgoingMessage.of(
                        key.tenant(),
                        Topics.USAGE_WATERMARKS,
                        watermark.recordKey(),
                        watermark.recordKey(),
                        WireJson.write(watermark)));
            }
            outbox.state(connection, messages);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static void lock(Connection connection, Key key) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setString(1, key.tenant() + "/" + key.site());
            lock.execute();
        }
    }

    /** Those that have moved. */
    private static TreeSet<Key> advanced(Connection connection, List<CollectorBeat> beats, Instant receivedAt)
            throws SQLException {
        try (PreparedStatement advance = connection.prepareStatement(ADVANCE)) {
            advance.setObject(1, receivedAt.atOffset(ZoneOffset.UTC));
            new Columns<>(connection, advance, 2, beats)
                    .texts(beat -> beat.identity().tenant())
                    .texts(CollectorBeat::site)
                    .texts(beat -> beat.identity().source())
                    .numbers(beat -> beat.completeUntil().toEpochMilli())
                    .numbers(beat -> beat.isRetired() ? 1 : 0);
            TreeSet<Key> moved = new TreeSet<>();
            TreeSet<Key> joined = new TreeSet<>();
            try (ResultSet row = advance.executeQuery()) {
                while (row.next()) {
                    Key key = new Key(row.getString(1), row.getString(2));
                    moved.add(key);
                    if (row.getBoolean(3)) {
                        joined.add(key);
                    }
                }
            }
            for (Key key : joined) {
                requireRoom(connection, key);
            }
            return moved;
        }
    }

    private static void requireRoom(Connection connection, Key key) throws SQLException {
        if (number(connection, COUNT, key) > MOST_COLLECTORS) {
            throw new BeyondBound(
                    RefusalCode.TOO_MANY_COLLECTORS,
                    "source",
                    "more than " + MOST_COLLECTORS
                            + " collectors have reported for this site: give all heartbeats of a collector"
                            + " the same source, whatever it reports");
        }
    }

    private static UsageWatermark watermark(Connection connection, Key key) throws SQLException {
        List<UsageWatermark.Collector> collectors = new ArrayList<>();
        int active = 0;
        long revision = 0;
        try (PreparedStatement select = connection.prepareStatement(SITE)) {
            for (int i = 1; i <= 4; i += 2) {
                select.setString(i, key.tenant());
                select.setString(i + 1, key.site());
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    collectors.add(new UsageWatermark.Collector(row.getString(1), Rows.instant(row, "complete_until")));
                    active = row.getInt("active");
                    revision = row.getLong("revision");
                }
            }
        }
        if (collectors.isEmpty()) {
            revision = number(connection, REVISION, key);
        }
        @Nullable
        Instant until = collectors.isEmpty() ? null : collectors.getFirst().completeUntil();
        return new UsageWatermark(key.tenant(), key.site(), until, revision, active, collectors);
    }

    private static long number(Connection connection, String sql, Key key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, key.tenant());
            select.setString(2, key.site());
            return Rows.read(select, row -> row.getLong(1)).getFirst();
        }
    }

    @Override
    public SortedMap<String, Instant> slowest() {
        return scope.asOperator(connection -> {
            SortedMap<String, Instant> slowest = new TreeMap<>();
            try (PreparedStatement select = connection.prepareStatement(SLOWEST);
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    slowest.put(row.getString("site"), Rows.instant(row, "complete_until"));
                }
            }
            return slowest;
        });
    }

    @Override
    public List<CollectorMark> marks(Sight sight) {
        return switch (sight) {
            // A tenant sees the collectors that speak for everybody too: it waits for them as well.
            case Sight.Own(String tenant) ->
                scope.inTransaction(List.of(tenant, AcceptUsage.NOBODY), connection -> marks(connection, sight));
            case Sight.Every every -> scope.asOperator(connection -> marks(connection, sight));
        };
    }

    private static List<CollectorMark> marks(Connection connection, Sight sight) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(MARKS)) {
            SightReading.bind(connection, select, 1, sight);
            return Rows.read(
                    select,
                    row -> new CollectorMark(
                            row.getString("tenant_id"),
                            row.getString("site"),
                            row.getString("collector"),
                            Rows.instant(row, "complete_until"),
                            row.getBoolean("retired"),
                            Rows.instant(row, "updated_at")));
        }
    }

    private record Key(String tenant, String site) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byTenant = tenant.compareTo(other.tenant);
            return byTenant != 0 ? byTenant : site.compareTo(other.site);
        }
    }
}
