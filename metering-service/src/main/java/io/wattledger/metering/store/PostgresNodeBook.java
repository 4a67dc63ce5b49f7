package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.metering.device.Device;
import io.wattledger.metering.device.Node;
import io.wattledger.metering.energy.CounterRules;
import io.wattledger.metering.energy.NodeSlot;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.NodeMeasurement;
import io.wattledger.metering.flow.DeviceTime;
import io.wattledger.metering.flow.NodeBook;
import io.wattledger.metering.store.NodeRows.Share;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What nodes measured, and whose it is, in PostgreSQL. */
@ApplicationScoped
public class PostgresNodeBook implements NodeBook {

    private static final KeyLocks LOCKS = new KeyLocks(0x40DE);

    private final DataSource dataSource;
    private final TenantScope scope;
    private final CounterRules rules;

    PostgresNodeBook(DataSource dataSource, TenantScope scope, CounterRules rules) {
        this.dataSource = dataSource;
        this.scope = scope;
        this.rules = rules;
    }

    private record Member(Node node, Device device) {}

    @Override
    public void change(Collection<NodeMeasurement> begun, Collection<NodeMeasurement> ended) {
        List<NodeMeasurement> added = begun.stream()
                .filter(one -> !ended.contains(one))
                .sorted((one, other) -> node(one).key().compareTo(node(other).key()))
                .toList();
        List<NodeMeasurement> removed =
                ended.stream().filter(one -> !begun.contains(one)).toList();
        List<Member> members = new ArrayList<>();
        for (NodeMeasurement one : added) {
            one.devices().forEach(device -> members.add(new Member(node(one), new Device(one.site(), device))));
        }
        List<NodeMeasurement> changed = new ArrayList<>(added);
        changed.addAll(removed);
        try (Connection connection = dataSource.getConnection()) {
            Columns.write(
                    connection,
                    NodeSql.ADD_NODES,
                    added,
                    columns -> columns.bytes(one -> node(one).key().bytes())
                            .texts(NodeMeasurement::site)
                            .texts(NodeMeasurement::node));
            Columns.write(
                    connection,
                    NodeSql.ADD_DEVICES,
                    members,
                    columns -> columns.bytes(one -> one.device().key().bytes())
                            .bytes(one -> one.node().key().bytes())
                            .texts(one -> one.device().site())
                            .texts(one -> one.device().id()));
            Columns.write(
                    connection,
                    NodeSql.ADD_REPORTS,
                    added,
                    columns -> identify(columns)
                            .numbers(one -> one.interval().end().toEpochMilli())
                            .numbers(NodeMeasurement::millijoules)
                            .numbers(NodeMeasurement::gpuThousandths)
                            .texts(one -> String.join("\n", one.devices())));
            Columns.write(connection, NodeSql.REMOVE_REPORTS, removed, PostgresNodeBook::identify);
            Columns.write(
                    connection,
                    NodeSql.NOTE_CHANGES,
                    changed,
                    columns -> columns.bytes(one -> node(one).key().bytes())
                            .numbers(one -> one.interval().start().toEpochMilli())
                            .numbers(one -> one.interval().end().toEpochMilli()));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static Columns<NodeMeasurement> identify(Columns<NodeMeasurement> columns) throws SQLException {
        return columns.bytes(one -> node(one).key().bytes())
                .numbers(one -> one.interval().start().toEpochMilli())
                .bytes(one -> one.identity().key().bytes());
    }

    private static Node node(NodeMeasurement one) {
        return new Node(one.site(), one.node());
    }

    @Override
    public Waiting waiting(int most, Collection<EventKey> aside) {
        return scope.asOperator(connection -> {
            List<Change> changes = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(NodeSql.WAITING)) {
                select.setLong(1, rules.joinUpTo().toMillis());
                new Columns<>(connection, select, 2, List.copyOf(aside)).bytes(EventKey::bytes);
                select.setInt(3, most);
                for (Change one : Rows.read(select, NodeRows::change)) {
                    NodeRows.append(changes, one);
                }
            }
            Set<String> tenants = new HashSet<>();
            List<NodeTime> times =
                    changes.stream().flatMap(one -> one.times().stream()).toList();
            List<DeviceTime> devices =
                    changes.stream().flatMap(one -> one.devices().stream()).toList();
            changes.forEach(one -> tenants.add(one.tenant()));
            try (PreparedStatement select = connection.prepareStatement(NodeSql.TENANTS)) {
                times(connection, select, times);
                tenants.addAll(Rows.read(select, row -> row.getString(1)));
            }
            tenants.addAll(PostgresTenureBook.readers(connection, devices));
            return new Waiting(changes, tenants);
        });
    }

    private static void times(Connection connection, PreparedStatement statement, List<NodeTime> times)
            throws SQLException {
        new Columns<>(connection, statement, 1, times)
                .bytes(one -> one.node().key().bytes())
                .numbers(one -> one.time().start().toEpochMilli())
                .numbers(one -> one.time().end().toEpochMilli());
    }

    @Override
    public Taken take(Waiting waiting) {
        TreeSet<EventKey> keys = new TreeSet<>();
        waiting.changes().forEach(change -> keys.addAll(keys(change)));
        try (Connection connection = dataSource.getConnection()) {
            Set<EventKey> locked = LOCKS.take(connection, List.copyOf(keys));
            Map<List<Object>, Change> free = new LinkedHashMap<>();
            for (Change change : waiting.changes()) {
                if (locked.containsAll(keys(change))) {
                    free.put(List.of(change.tenant(), change.number()), change);
                }
            }
            Set<NodeTime> nodes = new LinkedHashSet<>();
            Set<DeviceTime> devices = new LinkedHashSet<>();
            boolean isNothing = true;
            try (PreparedStatement take = connection.prepareStatement(NodeSql.TAKE)) {
                new Columns<>(connection, take, 1, List.copyOf(free.values()))
                        .texts(Change::tenant)
                        .numbers(Change::number);
                for (List<Object> one : Rows.read(take, row -> List.<Object>of(row.getString(1), row.getLong(2)))) {
                    Change change = free.get(one);
                    if (change != null) {
                        isNothing = false;
                        nodes.addAll(change.times());
                        devices.addAll(change.devices());
                    }
                }
            }
            return new Taken(NodeRows.joined(nodes), NodeRows.joinedDevices(devices), isNothing);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static List<EventKey> keys(Change change) {
        List<EventKey> keys = new ArrayList<>();
        change.times().forEach(one -> keys.add(one.node().key()));
        change.devices().forEach(one -> keys.add(one.device().key()));
        return keys;
    }

    @Override
    public Known known(NodeTime time) {
        try (Connection connection = dataSource.getConnection()) {
            return new Known(
                    read(connection, NodeSql.REPORTS, time, NodeRows::report),
                    NodeRows.counting(
                            read(connection, NodeSql.CLAIMS, time, NodeRows::claim),
                            read(connection, NodeSql.HOLDS, time, NodeRows::hold)),
                    readings(connection, time));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static List<Reading> readings(Connection connection, NodeTime time) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NodeSql.READINGS)) {
            times(connection, select, List.of(time));
            return NodeRows.readings(select);
        }
    }

    private static <T> List<T> read(Connection connection, String sql, NodeTime time, Rows.Reading<T> reading)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            times(connection, select, List.of(time));
            return Rows.read(select, reading);
        }
    }

    @Override
    public Set<SeriesSlot> keep(NodeTime time, Collection<NodeSlot> slots) {
        EventKey node = time.node().key();
        Set<Share> due = new LinkedHashSet<>();
        slots.forEach(slot ->
                slot.parts().forEach((series, part) -> due.add(new Share(node, series, slot.slot(), part, 0))));
        try (Connection connection = dataSource.getConnection()) {
            Set<SeriesSlot> changed = replace(connection, standing(connection, time), due);
            try (PreparedStatement remove = connection.prepareStatement(NodeSql.REMOVE_SLOTS)) {
                bind(remove, time);
                remove.executeUpdate();
            }
            Columns.write(connection, NodeSql.ADD_SLOTS, slots, columns -> NodeRows.slots(columns, node));
            return changed;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Puts shares in the place of others; the slots whose figures are others than before. */
    static Set<SeriesSlot> replace(Connection connection, Collection<Share> standing, Set<Share> due)
            throws SQLException {
        Set<Share> present = new LinkedHashSet<>(standing);
        List<Share> ended = present.stream().filter(one -> !due.contains(one)).toList();
        List<Share> begun = due.stream().filter(one -> !present.contains(one)).toList();
        Columns.write(connection, NodeSql.REMOVE_SHARES, ended, NodeRows::identify);
        Columns.write(connection, NodeSql.ADD_SHARES, begun, NodeRows::figures);
        Set<SeriesSlot> changed = new HashSet<>();
        ended.forEach(one -> changed.add(new SeriesSlot(one.series(), one.slot())));
        begun.forEach(one -> changed.add(new SeriesSlot(one.series(), one.slot())));
        return changed;
    }

    private static List<Share> standing(Connection connection, NodeTime time) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NodeSql.STANDING)) {
            bind(select, time);
            return Rows.read(select, NodeRows::share);
        }
    }

    private static void bind(PreparedStatement statement, NodeTime time) throws SQLException {
        statement.setBytes(1, time.node().key().bytes());
        statement.setObject(2, time.time().start().atOffset(ZoneOffset.UTC));
        statement.setObject(3, time.time().end().atOffset(ZoneOffset.UTC));
    }

    @Override
    public long waiting(Collection<EventKey> aside) {
        return count(NodeSql.COUNT_OTHERS, aside);
    }

    @Override
    public long waitingOf(Collection<EventKey> keys) {
        return keys.isEmpty() ? 0 : count(NodeSql.COUNT_OF, keys);
    }

    private long count(String sql, Collection<EventKey> keys) {
        return scope.asOperator(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                new Columns<>(connection, select, 1, List.copyOf(keys)).bytes(EventKey::bytes);
                return Rows.read(select, row -> row.getLong(1)).getFirst();
            }
        });
    }

    @Override
    public List<Books> books(Interval time, @Nullable String site, @Nullable Place after, int most) {
        return scope.asOperator(connection -> {
            try (PreparedStatement select = connection.prepareStatement(NodeSql.BOOKS)) {
                select.setObject(1, time.start().atOffset(ZoneOffset.UTC));
                select.setObject(2, time.end().atOffset(ZoneOffset.UTC));
                select.setString(3, site);
                select.setString(4, site);
                select.setString(5, after == null ? "" : after.site());
                select.setString(6, after == null ? "" : after.node());
                select.setInt(7, most);
                return Rows.read(select, NodeRows::books);
            }
        });
    }

    @Override
    public Totals totals(Instant since) {
        Instant slot = Slot.containing(since).start();
        return scope.asOperator(connection -> {
            try (PreparedStatement select = connection.prepareStatement(NodeSql.TOTALS)) {
                select.setObject(1, slot.atOffset(ZoneOffset.UTC));
                return Rows.read(select, NodeRows::totals).getFirst();
            }
        });
    }
}
