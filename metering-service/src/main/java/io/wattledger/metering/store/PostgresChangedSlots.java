package io.wattledger.metering.store;

import io.wattledger.chassis.kafka.MessagePublisher;
import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.message.MeteredUsage;
import io.wattledger.metering.flow.ChangedSlots;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * The changed slots in PostgreSQL. A relay holds a lock on its shard until its transaction ends, so two relays never
 * publish one slot at the same time, where the older total could come out last. Under that lock changes stay where they
 * are, so they are deleted by place: by key, every one would be looked up under the policy of all tenants of the round.
 */
@ApplicationScoped
public class PostgresChangedSlots implements ChangedSlots {

    /** Tenants named in one transaction; more are a matter of the next round. */
    private static final int MOST_TENANTS = 500;

    /** First half of the locks' names, so that no other advisory lock of this database is hit. */
    private static final int LOCKS = 0x51075;

    /** After this many slots no further change is taken: a change may be a year of one series. */
    private static final int MOST_SLOTS = 20_000;

    private static final String PARTS = """
            SELECT DISTINCT shard, tenant_id FROM slot_change ORDER BY shard, tenant_id
            """;
    private static final String PLACES = """
            SELECT array_agg(place)::text, count(*)
            FROM (SELECT place, sum(slots) OVER (ORDER BY change_id) - slots AS slots_before
                FROM (SELECT ctid AS place, change_id, cardinality(slot_starts) AS slots
                    FROM slot_change
                    WHERE shard = ? AND tenant_id IN (SELECT unnest(app_tenants()))
                    ORDER BY change_id LIMIT ?) AS next) AS counted
            WHERE slots_before < %d
            """.formatted(MOST_SLOTS);
    private static final String TOTALS = """
            WITH changed AS (
                SELECT DISTINCT tenant_id, project, site, sku, slot_start
                FROM slot_change CROSS JOIN LATERAL unnest(slot_starts) AS slot_start
                WHERE slot_change.ctid = ANY (?::tid[]))
            SELECT slot.tenant_id, slot.project, slot.site, slot.sku, slot.slot_start, slot.revision,
                slot.milli_gpu_seconds, %s, %s,
                least(slot.estimated_milli_gpu_seconds, slot.milli_gpu_seconds), %s
            FROM changed CROSS JOIN LATERAL (
                SELECT * FROM usage_slot AS one
                WHERE one.tenant_id = changed.tenant_id AND one.project = changed.project AND one.site = changed.site
                    AND one.sku = changed.sku AND one.slot_start = changed.slot_start
                LIMIT 1) AS slot
            %s
            ORDER BY slot.tenant_id, slot.project, slot.site, slot.sku, slot.slot_start
            """.formatted(
                    MeasuredPart.MILLI_GPU_SECONDS,
                    MeasuredPart.MILLIJOULES,
                    MeasuredPart.ESTIMATED_MILLIJOULES,
                    MeasuredPart.NODES);
    private static final String DELETE = "DELETE FROM slot_change WHERE ctid = ANY (?::tid[])";

    /**
     * As the operator, whose policy costs nothing: that of the tenants would be compared with every tenant of the round for
     * every change that waits and every slot that is read. Only the tenants of the transaction are asked for.
     */
    private static final String BEGIN_READING = "SET LOCAL ROLE metering_operator";

    private static final String END_READING = "SET LOCAL ROLE NONE";

    /** One look into the index for each changed slot must not become a look at all slots that there are. */
    private static final String BEGIN_LOOK = "SET LOCAL enable_seqscan = off";

    private static final String END_LOOK = "SET LOCAL enable_seqscan = on";

    private final TenantScope scope;
    private final DataSource dataSource;

    PostgresChangedSlots(TenantScope scope, DataSource dataSource) {
        this.scope = scope;
        this.dataSource = dataSource;
    }

    @Override
    public List<Part> parts() {
        return scope.asOperator(connection -> {
            Map<Integer, List<String>> tenants = new TreeMap<>();
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery(PARTS)) {
                while (row.next()) {
                    List<String> ofShard = tenants.computeIfAbsent(row.getInt(1), absent -> new ArrayList<>());
                    if (ofShard.size() < MOST_TENANTS) {
                        ofShard.add(row.getString(2));
                    }
                }
            }
            List<Part> parts = new ArrayList<>();
            tenants.forEach((shard, names) -> parts.add(new Part(shard, List.copyOf(names))));
            return parts;
        });
    }

    @Override
    public Taken take(int shard, int most) {
        try (Connection connection = dataSource.getConnection()) {
            return lock(connection, shard) ? take(connection, shard, most) : new Taken(0, List.of());
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static boolean lock(Connection connection, int shard) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT pg_try_advisory_xact_lock(?, ?), " + MessagePublisher.PATIENCE)) {
            lock.setInt(1, LOCKS);
            lock.setInt(2, shard);
            try (ResultSet row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static Taken take(Connection connection, int shard, int most) throws SQLException {
        execute(connection, BEGIN_READING);
        int changes;
        String places;
        try (PreparedStatement select = connection.prepareStatement(PLACES)) {
            select.setInt(1, shard);
            select.setInt(2, most);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                places = row.getString(1);
                changes = row.getInt(2);
            }
        }
        List<MeteredUsage> totals = changes == 0 ? List.of() : totals(connection, places);
        execute(connection, END_READING);
        if (changes > 0) {
            delete(connection, places, changes);
        }
        return new Taken(changes, totals);
    }

    private static List<MeteredUsage> totals(Connection connection, String places) throws SQLException {
        List<MeteredUsage> totals = new ArrayList<>();
        execute(connection, BEGIN_LOOK);
        try (PreparedStatement select = connection.prepareStatement(TOTALS)) {
            select.setString(1, places);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    totals.add(new MeteredUsage(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getObject(5, OffsetDateTime.class).toInstant(),
                            row.getLong(6),
                            row.getLong(7),
                            row.getLong(8),
                            row.getLong(9),
                            row.getLong(10),
                            row.getLong(11)));
                }
            }
        }
        execute(connection, END_LOOK);
        return totals;
    }

    private static void delete(Connection connection, String places, int changes) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setString(1, places);
            int deleted = delete.executeUpdate();
            if (deleted != changes) {
                throw new IllegalStateException(
                        "of " + changes + " changes of slots " + deleted + " were still there; they are taken again");
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public long waiting() {
        return scope.asOperator(connection -> {
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery("SELECT count(*) FROM slot_change")) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
