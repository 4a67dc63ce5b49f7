package io.wattledger.metering.store;

import io.wattledger.chassis.kafka.MessagePublisher;
import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.message.MeteredUsage;
import io.wattledger.metering.flow.ChangedSlots;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The changed slots in PostgreSQL. A relay holds a lock on each shard that it takes until its transaction ends, so two relays
 * never publish one slot at the same time, where the older total could come out last. Under that lock changes stay where they
 * are, so they are deleted by place: by key, every one would be looked up under the policy of all tenants of the round.
 *
 * <p>All shards are read in one statement: the table holds next to nothing, and dead rows of what was published before, which
 * every statement passes over again.
 */
@ApplicationScoped
public class PostgresChangedSlots implements ChangedSlots {

    /** Tenants named in one transaction; more are a matter of the next round. */
    private static final int MOST_TENANTS = 500;

    /** First half of the locks' names, so that no other advisory lock of this database is hit. */
    private static final int LOCKS = 0x51075;

    /** After this many slots no further change is taken: a change may be a year of one series. */
    private static final int MOST_SLOTS = 20_000;

    /** The parts of the tenants that have waited longest, and whether there are other tenants. */
    private static final String NEXT = """
            SELECT tenant_id, array_agg(DISTINCT shard::int) FROM slot_change
            GROUP BY tenant_id ORDER BY min(change_id) LIMIT %d
            """.formatted(MOST_TENANTS + 1);

    private static final String LOCK = """
            SELECT array_agg(shard) FILTER (WHERE pg_try_advisory_xact_lock(?, shard)), %s FROM unnest(?::int[]) AS shard
            """.formatted(MessagePublisher.PATIENCE);
    private static final String PLACES = """
            SELECT array_agg(place) FILTER (WHERE fits)::text, count(*) FILTER (WHERE fits),
                coalesce(bool_and(fits), true) AND count(*) < ?
            FROM (SELECT place, sum(slots) OVER (ORDER BY change_id) - slots < %d AS fits
                FROM (SELECT ctid AS place, change_id, cardinality(slot_starts) AS slots
                    FROM slot_change
                    WHERE shard = ANY (?::int[]) AND tenant_id IN (SELECT unnest(app_tenants()))
                    ORDER BY change_id LIMIT ?) AS next) AS counted
            """.formatted(MOST_SLOTS);

    /**
     * Each change is looked up at its place by itself. Asked for in one condition on all places, they are compared with every
     * place after a vacuum has found the table empty: then one row is expected, and an index that brings it in order seems
     * cheapest. For 10,000 changes that took 8 s, and this takes 50 ms, whatever is expected.
     */
    static final String TOTALS = """
            WITH changed AS (
                SELECT DISTINCT change.tenant_id, change.project, change.site, change.sku, slot_start
                FROM unnest(?::tid[]) AS given (place)
                CROSS JOIN LATERAL (SELECT * FROM slot_change AS one WHERE one.ctid = given.place LIMIT 1) AS change
                CROSS JOIN LATERAL unnest(change.slot_starts) AS slot_start)
            SELECT slot.tenant_id, slot.project, slot.site, slot.sku, slot.slot_start, slot.revision,
                slot.milli_gpu_seconds, %s, %s,
                %s, %s
            FROM changed CROSS JOIN LATERAL (
                SELECT * FROM usage_slot AS one
                WHERE one.tenant_id = changed.tenant_id AND one.project = changed.project AND one.site = changed.site
                    AND one.sku = changed.sku AND one.slot_start = changed.slot_start
                LIMIT 1) AS slot
            %s
            ORDER BY changed.tenant_id, changed.project, changed.site, changed.sku, changed.slot_start
            """.formatted(
                    MeasuredPart.MILLI_GPU_SECONDS,
                    MeasuredPart.MILLIJOULES,
                    MeasuredPart.ESTIMATED_MILLI_GPU_SECONDS,
                    MeasuredPart.ESTIMATED_MILLIJOULES,
                    MeasuredPart.NODES);

    private static final String SHARD =
            "abs(hashtext(tenant_id || '/' || project) %% %d)".formatted(PostgresUsageLedger.SHARDS);

    /** Waits for relays that are at work on the same shards; those in turn wait for nobody. */
    private static final String AWAIT = """
            SELECT pg_advisory_xact_lock(%d, shard) FROM (
                SELECT DISTINCT %s AS shard FROM unnest(?::text[], ?::text[]) AS given (tenant_id, project)
                ORDER BY shard) AS shards
            """.formatted(LOCKS, SHARD);

    /** What waits already is handed on anyway. */
    private static final String AGAIN = """
            INSERT INTO slot_change (tenant_id, shard, project, site, sku, slot_starts)
            SELECT tenant_id, %s, project, site, sku, array_agg(slot_start)
            FROM (
                SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[])
                    AS given (tenant_id, project, site, sku, slot_start)
                EXCEPT SELECT tenant_id, project, site, sku, unnest(slot_starts) FROM slot_change) AS given
            GROUP BY tenant_id, project, site, sku
            """.formatted(SHARD);

    static final String DELETE = "DELETE FROM slot_change WHERE ctid = ANY (?::tid[])";

    /**
     * As the operator, whose policy costs nothing: that of the tenants would be compared with every tenant of the round for
     * every change that waits and every slot that is read. Only the tenants of the transaction are asked for.
     *
     * <p>Every round is planned anew: the table is empty at one moment and holds thousands of changes at the next.
     */
    private static final String BEGIN_READING =
            "SET LOCAL ROLE metering_operator; SET LOCAL plan_cache_mode = force_custom_plan";

    private static final String END_READING = "SET LOCAL ROLE NONE";

    /** One look for each change, and into the index for each changed slot, must not become a look at all that there are. */
    static final String BEGIN_LOOK = "SET LOCAL enable_seqscan = off";

    private static final String END_LOOK = "SET LOCAL enable_seqscan = on";

    private final TenantScope scope;
    private final DataSource dataSource;

    PostgresChangedSlots(TenantScope scope, DataSource dataSource) {
        this.scope = scope;
        this.dataSource = dataSource;
    }

    @Override
    public Work next() {
        return scope.asOperator(connection -> {
            Set<Integer> parts = new TreeSet<>();
            List<String> tenants = new ArrayList<>();
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery(NEXT)) {
                while (row.next()) {
                    if (tenants.size() == MOST_TENANTS) {
                        return new Work(parts, tenants, false);
                    }
                    tenants.add(row.getString(1));
                    parts.addAll(List.of((Integer[]) row.getArray(2).getArray()));
                }
            }
            return new Work(parts, tenants, true);
        });
    }

    @Override
    public Passed pass(Collection<Integer> parts, int most, Consumer<List<MeteredUsage>> onward) {
        try (Connection connection = dataSource.getConnection()) {
            Array locked = lock(connection, parts);
            return locked == null ? new Passed(0, true) : pass(connection, locked, most, onward);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** The parts that no other relay has; null when others have them all. */
    private static @Nullable Array lock(Connection connection, Collection<Integer> parts) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setInt(1, LOCKS);
            lock.setArray(2, connection.createArrayOf("int4", parts.toArray()));
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                return row.getArray(1);
            }
        }
    }

    private static Passed pass(Connection connection, Array parts, int most, Consumer<List<MeteredUsage>> onward)
            throws SQLException {
        execute(connection, BEGIN_READING);
        int changes;
        boolean isAll;
        String places;
        try (PreparedStatement select = connection.prepareStatement(PLACES)) {
            select.setInt(1, most);
            select.setArray(2, parts);
            select.setInt(3, most);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                places = row.getString(1);
                changes = row.getInt(2);
                isAll = row.getBoolean(3);
            }
        }
        List<MeteredUsage> totals = changes == 0 ? List.of() : totals(connection, places);
        execute(connection, END_READING);
        if (changes > 0) {
            onward.accept(totals);
            delete(connection, places, changes);
        }
        return new Passed(totals.size(), isAll);
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
                            Rows.instant(row, 5),
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
        execute(connection, BEGIN_LOOK);
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setString(1, places);
            int deleted = delete.executeUpdate();
            if (deleted != changes) {
                throw new IllegalStateException(
                        "of " + changes + " changes of slots " + deleted + " were still there; they are taken again");
            }
        }
        execute(connection, END_LOOK);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void again(Collection<MeteredUsage> totals) {
        try (Connection connection = dataSource.getConnection()) {
            try (PreparedStatement await = connection.prepareStatement(AWAIT)) {
                new Columns<>(connection, await, 1, List.copyOf(totals))
                        .texts(MeteredUsage::tenant)
                        .texts(MeteredUsage::project);
                await.execute();
            }
            Columns.write(
                    connection,
                    AGAIN,
                    totals,
                    columns -> columns.texts(MeteredUsage::tenant)
                            .texts(MeteredUsage::project)
                            .texts(MeteredUsage::site)
                            .texts(MeteredUsage::sku)
                            .instants(MeteredUsage::slotStart));
        } catch (SQLException e) {
            throw new DatabaseException(e);
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
