package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.device.Device;
import io.wattledger.metering.device.Node;
import io.wattledger.metering.energy.Counter;
import io.wattledger.metering.energy.NodeShare;
import io.wattledger.metering.energy.NodeSlot;
import io.wattledger.metering.energy.NodeTimeline;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.flow.DeviceTime;
import io.wattledger.metering.flow.NodeBook;
import io.wattledger.metering.flow.NodeBook.Change;
import io.wattledger.metering.flow.NodeBook.NodeTime;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of {@link PostgresNodeBook} from and to what they mean. */
final class NodeRows {

    private NodeRows() {}

    /** Whose allocation of which device. */
    record Holder(String device, String tenant, EventKey contributor) {}

    /** A claim of a device, by whom. */
    record Claimed(Holder holder, NodeShare.Allocation allocation) {}

    /** A time of a device that does not count, for whom. */
    record Held(Holder holder, Interval time) {}

    /** What a node, or what stands for a device, brings to a slot. */
    record Share(EventKey node, UsageKey series, Slot slot, NodeShare.Part part, long heldEstimate) {}

    static Change change(ResultSet row) throws SQLException {
        String node = row.getString("node");
        List<NodeTime> times = node == null
                ? List.of()
                : List.of(new NodeTime(
                        new Node(row.getString("node_site"), node),
                        new Interval(Rows.instant(row, "from_at"), Rows.instant(row, "to_at"))));
        String site = row.getString("device_site");
        List<DeviceTime> devices = site == null
                ? List.of()
                : List.of(new DeviceTime(
                        new Device(site, row.getString("device")),
                        new Interval(Rows.instant(row, "device_from_at"), Rows.instant(row, "device_to_at"))));
        return new Change(
                row.getString("tenant_id"),
                row.getLong("change_id"),
                EventKey.of(row.getBytes("changed_key")),
                times,
                devices);
    }

    /** A device may have been in several nodes: then there are several rows for one change. */
    static void append(List<Change> changes, Change next) {
        if (!changes.isEmpty()
                && changes.getLast().number() == next.number()
                && changes.getLast().tenant().equals(next.tenant())) {
            List<NodeTime> times = new ArrayList<>(changes.removeLast().times());
            times.addAll(next.times());
            changes.add(new Change(next.tenant(), next.number(), next.key(), times, next.devices()));
        } else {
            changes.add(next);
        }
    }

    /** The times of each node as long as they can be, so that no quarter-hour is worked out twice. */
    static List<NodeTime> joined(Collection<NodeTime> times) {
        Map<Node, List<Interval>> byNode = new LinkedHashMap<>();
        times.forEach(one ->
                byNode.computeIfAbsent(one.node(), absent -> new ArrayList<>()).add(one.time()));
        List<NodeTime> joined = new ArrayList<>();
        byNode.forEach((node, ofNode) -> hulls(ofNode).forEach(time -> joined.add(new NodeTime(node, time))));
        return joined;
    }

    /** The same of devices. */
    static List<DeviceTime> joinedDevices(Collection<DeviceTime> times) {
        Map<Device, List<Interval>> byDevice = new LinkedHashMap<>();
        times.forEach(one -> byDevice.computeIfAbsent(one.device(), absent -> new ArrayList<>())
                .add(one.time()));
        List<DeviceTime> joined = new ArrayList<>();
        byDevice.forEach(
                (device, ofDevice) -> hulls(ofDevice).forEach(time -> joined.add(new DeviceTime(device, time))));
        return joined;
    }

    private static List<Interval> hulls(List<Interval> times) {
        List<Interval> hulls = new ArrayList<>();
        times.stream().sorted(Comparator.comparing(Interval::start)).forEach(next -> {
            Interval last = hulls.isEmpty() ? null : hulls.getLast();
            if (last != null && !next.start().isAfter(last.end())) {
                Instant end = last.end().isAfter(next.end()) ? last.end() : next.end();
                hulls.removeLast();
                hulls.add(new Interval(last.start(), end));
            } else {
                hulls.add(next);
            }
        });
        return hulls;
    }

    static NodeTimeline.Report report(ResultSet row) throws SQLException {
        return new NodeTimeline.Report(
                interval(row),
                row.getLong("millijoules"),
                row.getLong("gpu_thousandths"),
                List.of(row.getString("devices").split("\n", -1)));
    }

    static Interval interval(ResultSet row) throws SQLException {
        return new Interval(Rows.instant(row, "starts_at"), Rows.instant(row, "ends_at"));
    }

    static UsageKey series(ResultSet row) throws SQLException {
        return new UsageKey(
                row.getString("tenant_id"), row.getString("project"), row.getString("site"), row.getString("sku"));
    }

    private static Holder holder(ResultSet row) throws SQLException {
        return new Holder(
                row.getString("device"), row.getString("tenant_id"), EventKey.of(row.getBytes("contributor_key")));
    }

    static Claimed claim(ResultSet row) throws SQLException {
        Holder holder = holder(row);
        return new Claimed(
                holder,
                new NodeShare.Allocation(holder.device(), series(row), row.getLong("gpu_thousandths"), interval(row)));
    }

    static Held hold(ResultSet row) throws SQLException {
        return new Held(holder(row), interval(row));
    }

    /** The claims without the times for which they are held. */
    static List<NodeShare.Allocation> counting(List<Claimed> claims, List<Held> holds) {
        Map<Holder, List<Interval>> held = new HashMap<>();
        holds.forEach(one ->
                held.computeIfAbsent(one.holder(), absent -> new ArrayList<>()).add(one.time()));
        List<NodeShare.Allocation> counting = new ArrayList<>();
        for (Claimed claim : claims) {
            List<Interval> without = held.getOrDefault(claim.holder(), List.of()).stream()
                    .sorted(Comparator.comparing(Interval::start))
                    .toList();
            NodeShare.Allocation all = claim.allocation();
            Instant from = all.interval().start();
            for (Interval time : without) {
                Instant until = earlier(time.start(), all.interval().end());
                if (until.isAfter(from)) {
                    counting.add(part(all, from, until));
                }
                from = time.end().isAfter(from) ? time.end() : from;
            }
            if (all.interval().end().isAfter(from)) {
                counting.add(part(all, from, all.interval().end()));
            }
        }
        return counting;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static NodeShare.Allocation part(NodeShare.Allocation all, Instant from, Instant until) {
        return new NodeShare.Allocation(all.device(), all.series(), all.gpuThousandths(), new Interval(from, until));
    }

    static NodeBook.Reading reading(ResultSet row) throws SQLException {
        Counter counter = new Counter(
                row.getString("tenant_id"),
                row.getString("site"),
                row.getString("device"),
                row.getLong("gpu_thousandths"));
        return new NodeBook.Reading(counter, PostgresCounterBook.reading(row, series(row)));
    }

    /** What a statement finds that stops a little beyond as many as may be in memory. */
    static List<NodeBook.Reading> readings(PreparedStatement select) throws SQLException {
        List<NodeBook.Reading> readings = Rows.read(select, NodeRows::reading);
        if (readings.size() > NodeSql.MOST_READINGS) {
            Counter counter = readings.getLast().counter();
            throw new NodeBook.TooManyReadings("more than " + NodeSql.MOST_READINGS
                    + " readings of counters would be in memory; one of them is of tenant " + counter.tenant()
                    + ", site "
                    + counter.site() + ", device " + counter.device());
        }
        return readings;
    }

    static Share share(ResultSet row) throws SQLException {
        NodeShare.Counted counted = new NodeShare.Counted(
                row.getLong("counted_milli_gpu_seconds"),
                row.getLong("counted_millijoules"),
                row.getLong("counted_estimated_millijoules"));
        return new Share(
                EventKey.of(row.getBytes("node_key")),
                series(row),
                new Slot(Rows.instant(row, "slot_start")),
                new NodeShare.Part(
                        row.getLong("milli_gpu_seconds"),
                        row.getLong("millijoules"),
                        row.getLong("estimated_millijoules"),
                        counted),
                row.getLong("held_estimated_milli_gpu_seconds"));
    }

    static Columns<Share> identify(Columns<Share> columns) throws SQLException {
        return columns.texts(one -> one.series().tenant())
                .texts(one -> one.series().project())
                .texts(one -> one.series().site())
                .texts(one -> one.series().sku())
                .numbers(one -> one.slot().start().getEpochSecond())
                .bytes(one -> one.node().bytes());
    }

    static void figures(Columns<Share> columns) throws SQLException {
        identify(columns)
                .numbers(one -> one.part().milliGpuSeconds())
                .numbers(one -> one.part().millijoules())
                .numbers(one -> one.part().estimatedMillijoules())
                .numbers(one -> one.part().counted().milliGpuSeconds())
                .numbers(one -> one.part().counted().millijoules())
                .numbers(one -> one.part().counted().estimatedMillijoules())
                .numbers(Share::heldEstimate);
    }

    static void slots(Columns<NodeSlot> columns, EventKey node) throws SQLException {
        columns.bytes(one -> node.bytes())
                .numbers(one -> one.slot().start().getEpochSecond())
                .numbers(NodeSlot::millijoules)
                .numbers(NodeSlot::operatorMillijoules)
                .numbers(NodeSlot::doubtfulMillijoules)
                .texts(one -> {
                    NodeSlot.Doubt doubt = one.doubt();
                    return doubt == null ? null : doubt.code();
                });
    }

    static NodeBook.Books books(ResultSet row) throws SQLException {
        List<NodeBook.Doubt> doubts = new ArrayList<>();
        Array seconds = row.getArray("doubt_seconds");
        if (seconds != null) {
            Long[] starts = (Long[]) seconds.getArray();
            String[] kinds = (String[]) row.getArray("doubt_kinds").getArray();
            Long[] millijoules = (Long[]) row.getArray("doubt_millijoules").getArray();
            for (int i = 0; i < starts.length; i++) {
                doubts.add(new NodeBook.Doubt(new Slot(Instant.ofEpochSecond(starts[i])), kinds[i], millijoules[i]));
            }
        }
        return new NodeBook.Books(
                new NodeBook.Place(row.getString("site"), row.getString("node")), totals(row), doubts);
    }

    static NodeBook.Totals totals(ResultSet row) throws SQLException {
        return new NodeBook.Totals(
                row.getLong("read"), row.getLong("given"), row.getLong("operator"), row.getLong("doubtful"));
    }
}
