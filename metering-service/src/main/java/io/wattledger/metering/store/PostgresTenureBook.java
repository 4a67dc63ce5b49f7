package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.device.Device;
import io.wattledger.metering.energy.NodeShare;
import io.wattledger.metering.energy.Tenure;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.flow.DeviceTime;
import io.wattledger.metering.flow.NodeBook.Reading;
import io.wattledger.metering.flow.NodeBook.SeriesSlot;
import io.wattledger.metering.flow.TenureBook;
import io.wattledger.metering.store.NodeRows.Claimed;
import io.wattledger.metering.store.NodeRows.Held;
import io.wattledger.metering.store.NodeRows.Share;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Who had devices, and what their counters show beyond that, in PostgreSQL. The latter are rows of {@code node_share} as a node
 * has them that brings nothing: they take away what counters say and put nothing in its place.
 */
@ApplicationScoped
public class PostgresTenureBook implements TenureBook {

    private static final String TIMES = """
            WITH times AS (
                SELECT given.*, timestamptz 'epoch' + start_milli * interval '1 millisecond' AS from_at,
                    timestamptz 'epoch' + end_milli * interval '1 millisecond' AS to_at
                FROM unnest(?::text[], ?::text[], ?::bytea[], ?::bytea[], ?::bigint[], ?::bigint[])
                    AS given (site, device, device_key, share_key, start_milli, end_milli))
            """;

    /** Everybody who reads one of the devices, of whom something is held, or of whose usage something is left out until now. */
    private static final String READERS = TIMES + """
            SELECT counter.tenant_id
            FROM times JOIN energy_counter AS counter USING (site, device)
            UNION
            SELECT hold.tenant_id
            FROM times JOIN device_hold AS hold ON hold.device_key = times.device_key AND hold.released_at IS NULL
                AND hold.ends_at > times.from_at AND hold.starts_at < times.to_at
            UNION
            SELECT share.tenant_id
            FROM times JOIN node_share AS share ON share.node_key = times.share_key
                AND share.slot_start >= times.from_at AND share.slot_start < times.to_at
            """;

    /** As {@link NodeSql#READINGS} for the devices of nodes. */
    private static final String READINGS = TIMES + """
            , counters AS (
                SELECT counter.*, times.from_at, times.to_at
                FROM times JOIN energy_counter AS counter USING (site, device)),
            """ + NodeSql.NEAR + """
            SELECT DISTINCT near.tenant_id, near.site, near.device, near.gpu_thousandths, reading.read_at,
                reading.event_key, reading.millijoules, reading.boot, reading.project, reading.sku, reading.is_weighed
            FROM near JOIN energy_reading AS reading USING (tenant_id, counter_key)
            WHERE reading.read_at >= near.since AND reading.read_at <= near.until
            LIMIT %d
            """.formatted(NodeSql.MOST_READINGS + 1);

    private static final String CLAIMS = TIMES + """
            SELECT times.device, claim.tenant_id, claim.contributor_key, claim.project, claim.site, claim.sku,
                claim.gpu_thousandths, claim.starts_at, claim.ends_at
            FROM times JOIN device_claim AS claim ON claim.device_key = times.device_key
                AND claim.ends_at > times.from_at AND claim.starts_at < times.to_at
            """;
    private static final String HOLDS = TIMES + """
            SELECT times.device, hold.tenant_id, hold.contributor_key, hold.site, hold.starts_at, hold.ends_at
            FROM times JOIN device_hold AS hold ON hold.device_key = times.device_key AND hold.released_at IS NULL
                AND hold.ends_at > times.from_at AND hold.starts_at < times.to_at
            """;
    private static final String HELD_GAPS = TIMES + """
            SELECT times.device, hold.tenant_id, hold.project, hold.site, hold.sku, hold.gpu_thousandths, claim.gaps,
                greatest(hold.starts_at, claim.starts_at, times.from_at) AS starts_at,
                least(hold.ends_at, claim.ends_at, times.to_at) AS ends_at
            FROM times JOIN device_hold AS hold ON hold.device_key = times.device_key AND hold.released_at IS NULL
                AND hold.ends_at > times.from_at AND hold.starts_at < times.to_at
            JOIN device_claim AS claim ON claim.tenant_id = hold.tenant_id AND claim.device_key = hold.device_key
                AND claim.contributor_key = hold.contributor_key AND claim.gaps IS NOT NULL
                AND claim.ends_at > greatest(hold.starts_at, times.from_at)
                AND claim.starts_at < least(hold.ends_at, times.to_at)
            """;
    private static final String STANDING = TIMES + """
            SELECT share.* FROM times JOIN node_share AS share ON share.node_key = times.share_key
                AND share.slot_start >= times.from_at AND share.slot_start < times.to_at
            """;

    /** Whose a device is is read over all tenants, in the middle of a transaction for some of them. */
    private static final String BEGIN_LOOK = "SET LOCAL ROLE metering_operator";

    private static final String END_LOOK = "SET LOCAL ROLE NONE";

    private final DataSource dataSource;

    PostgresTenureBook(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Tenants of whom there may be something to leave out, or to leave in again; over all tenants. */
    static List<String> readers(Connection connection, List<DeviceTime> times) throws SQLException {
        if (times.isEmpty()) {
            return List.of();
        }
        try (PreparedStatement select = connection.prepareStatement(READERS)) {
            times(connection, select, times);
            return Rows.read(select, row -> row.getString(1));
        }
    }

    private static void times(Connection connection, PreparedStatement statement, List<DeviceTime> times)
            throws SQLException {
        new Columns<>(connection, statement, 1, times)
                .texts(one -> one.device().site())
                .texts(one -> one.device().id())
                .bytes(one -> one.device().key().bytes())
                .bytes(one -> key(one.device()).bytes())
                .numbers(one -> one.time().start().toEpochMilli())
                .numbers(one -> one.time().end().toEpochMilli());
    }

    /** The key of the device with the bits of its first byte turned: no node has it, though one may be called as a device is. */
    private static EventKey key(Device device) {
        EventKey key = device.key();
        return new EventKey(key.high() ^ 0xFFL << Long.SIZE - Byte.SIZE, key.low());
    }

    @Override
    public List<Reading> readings(Collection<DeviceTime> times) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(READINGS)) {
            times(connection, select, List.copyOf(times));
            return NodeRows.readings(select);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @Override
    public Map<Device, Tenure> tenures(Map<Device, Interval> around) {
        if (around.isEmpty()) {
            return Map.of();
        }
        List<DeviceTime> times = around.entrySet().stream()
                .map(one -> new DeviceTime(one.getKey(), one.getValue()))
                .toList();
        Map<Device, List<Claimed>> claims = new HashMap<>();
        Map<Device, List<Held>> holds = new HashMap<>();
        try (Connection connection = dataSource.getConnection()) {
            execute(connection, BEGIN_LOOK);
            try (PreparedStatement select = connection.prepareStatement(CLAIMS)) {
                times(connection, select, times);
                Rows.read(
                        select,
                        row -> claims.computeIfAbsent(
                                        new Device(row.getString("site"), row.getString("device")),
                                        absent -> new ArrayList<>())
                                .add(NodeRows.claim(row)));
            }
            try (PreparedStatement select = connection.prepareStatement(HOLDS)) {
                times(connection, select, times);
                Rows.read(
                        select,
                        row -> holds.computeIfAbsent(
                                        new Device(row.getString("site"), row.getString("device")),
                                        absent -> new ArrayList<>())
                                .add(NodeRows.hold(row)));
            }
            execute(connection, END_LOOK);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
        Map<Device, Tenure> tenures = new HashMap<>();
        claims.forEach((device, ofDevice) -> tenures.put(
                device,
                new Tenure(
                        ofDevice.stream().map(Claimed::allocation).toList(),
                        NodeRows.counting(ofDevice, holds.getOrDefault(device, List.of())))));
        return tenures;
    }

    @Override
    public List<HeldGap> heldGaps(Collection<DeviceTime> times) {
        List<HeldGap> gaps = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(HELD_GAPS)) {
            times(connection, select, List.copyOf(times));
            Rows.read(select, row -> {
                        Device device = new Device(row.getString("site"), row.getString("device"));
                        UsageKey series = NodeRows.series(row);
                        long gpuThousandths = row.getLong("gpu_thousandths");
                        Interval held = NodeRows.interval(row);
                        return Gaps.of(row.getString("gaps")).stream()
                                .filter(held::overlaps)
                                .map(gap -> new HeldGap(device, series, gpuThousandths, common(gap, held)))
                                .toList();
                    })
                    .forEach(gaps::addAll);
            return gaps;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static Interval common(Interval one, Interval other) {
        return new Interval(
                one.start().isAfter(other.start()) ? one.start() : other.start(),
                one.end().isBefore(other.end()) ? one.end() : other.end());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public Set<SeriesSlot> keep(Collection<DeviceTime> times, Collection<Excess> excesses) {
        Set<Share> due = new LinkedHashSet<>();
        for (Excess one : excesses) {
            NodeShare.Part nothing = new NodeShare.Part(0, 0, 0, one.counted());
            due.add(new Share(key(one.device()), one.slot().series(), one.slot().slot(), nothing, one.heldEstimate()));
        }
        try (Connection connection = dataSource.getConnection()) {
            List<Share> standing;
            try (PreparedStatement select = connection.prepareStatement(STANDING)) {
                times(connection, select, List.copyOf(times));
                standing = Rows.read(select, NodeRows::share);
            }
            return PostgresNodeBook.replace(connection, standing, due);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}
