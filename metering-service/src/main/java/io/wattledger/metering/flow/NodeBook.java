package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.device.Node;
import io.wattledger.metering.energy.Counter;
import io.wattledger.metering.energy.CounterReading;
import io.wattledger.metering.energy.NodeShare;
import io.wattledger.metering.energy.NodeSlot;
import io.wattledger.metering.energy.NodeTimeline;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.NodeMeasurement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Port: what nodes measured, and whose it is, and what has changed about devices. Unless it says so, a method works in the caller's transaction. */
public interface NodeBook {

    /** Adds reports and takes away others, and has their times shared anew. */
    void change(Collection<NodeMeasurement> begun, Collection<NodeMeasurement> ended);

    /**
     * Some of what must be shared anew, the longest waiting first; reads over all tenants in a transaction of its own.
     *
     * @param aside keys of devices and nodes whose changes are passed over
     */
    Waiting waiting(int most, Collection<EventKey> aside);

    /**
     * Takes what waits, as far as nobody else is at work on its nodes. What was taken is done once the transaction commits,
     * and waits again if it does not.
     *
     * @return the times that were taken
     */
    Taken take(Waiting waiting);

    /**
     * All that the sharing of a node's energy in a time follows from.
     *
     * @throws TooManyReadings when there are more than may be in memory
     */
    Known known(NodeTime time);

    /**
     * Keeps what the quarter-hours of a time come to, in the place of what was kept of them.
     *
     * @return the slots whose figures are others than before
     */
    Set<SeriesSlot> keep(NodeTime time, Collection<NodeSlot> slots);

    /**
     * How much waits, over all tenants, in a transaction of its own.
     *
     * @param aside keys of devices and nodes whose changes are not counted
     */
    long waiting(Collection<EventKey> aside);

    /** How many changes of these devices and nodes wait, over all tenants, in a transaction of its own. */
    long waitingOf(Collection<EventKey> keys);

    /** The books of nodes in a time that begins and ends on quarter-hours, over all tenants, by site and node. */
    List<Books> books(Interval time, @Nullable String site, @Nullable Place after, int most);

    /** The books of all nodes since an instant, over all tenants. */
    Totals totals(Instant since);

    /**
     * A slot of a series.
     *
     * @param series whose
     * @param slot which
     */
    record SeriesSlot(UsageKey series, Slot slot) {}

    /**
     * A node in a time.
     *
     * @param node which
     * @param time full quarter-hours
     */
    record NodeTime(Node node, Interval time) {

        /** The same time in parts of at most a day: an allocation of months is not worked out in one piece. */
        List<NodeTime> days() {
            return NodeBook.days(time).stream()
                    .map(day -> new NodeTime(node, day))
                    .toList();
        }
    }

    /** A time in parts of at most a day. */
    static List<Interval> days(Interval time) {
        Duration day = Duration.ofDays(1);
        List<Interval> days = new ArrayList<>();
        for (Instant from = time.start(); from.isBefore(time.end()); from = from.plus(day)) {
            Instant until = from.plus(day).isBefore(time.end()) ? from.plus(day) : time.end();
            days.add(new Interval(from, until));
        }
        return days;
    }

    /**
     * What must be shared anew.
     *
     * @param changes what has changed
     * @param tenants everybody who has to do with it
     */
    record Waiting(List<Change> changes, Set<String> tenants) {

        /** The first changes, as many as concern no more days of nodes and devices, each day once; but at least one. */
        Waiting within(int most) {
            Map<Record, Set<LocalDate>> days = new HashMap<>();
            int count = 0;
            for (int i = 0; i < changes.size(); i++) {
                for (NodeTime time : changes.get(i).times()) {
                    count += more(days.computeIfAbsent(time.node(), absent -> new HashSet<>()), time.time());
                }
                for (DeviceTime time : changes.get(i).devices()) {
                    count += more(days.computeIfAbsent(time.device(), absent -> new HashSet<>()), time.time());
                }
                if (count > most && i > 0) {
                    return new Waiting(changes.subList(0, i), tenants);
                }
            }
            return this;
        }

        private static int more(Set<LocalDate> days, Interval time) {
            int before = days.size();
            NodeBook.days(time).forEach(day -> days.add(LocalDate.ofInstant(day.start(), ZoneOffset.UTC)));
            return days.size() - before;
        }
    }

    /**
     * What one copy of the service works on, each quarter-hour once.
     *
     * @param nodes whose energy is to be shared
     * @param devices of whose counters is to be left out what is not their readers'
     * @param isNothing whether nothing of what waits was taken
     */
    record Taken(List<NodeTime> nodes, List<DeviceTime> devices, boolean isNothing) {}

    /**
     * Something has changed.
     *
     * @param tenant who changed it
     * @param number counts up, over all tenants
     * @param key of the device or node that has changed; a node may have that of a device of the same name
     * @param times the nodes that it concerns; none where no meter of a node covers the device
     * @param devices the device that it concerns; none where no counter of it was ever read, or the node itself has changed
     */
    record Change(String tenant, long number, EventKey key, List<NodeTime> times, List<DeviceTime> devices) {}

    /**
     * What is known of a node around a time.
     *
     * @param reports those that reach into it, and those that overlap one of these
     * @param allocations who had its devices, as far as that counts
     * @param readings of the counters of its devices
     */
    record Known(List<NodeTimeline.Report> reports, List<NodeShare.Allocation> allocations, List<Reading> readings) {}

    /**
     * A reading of a counter.
     *
     * @param counter the tenant's counter
     * @param reading what it says
     */
    record Reading(Counter counter, CounterReading reading) {}

    /**
     * The place of a node in a list.
     *
     * @param site where
     * @param node its name
     */
    record Place(String site, String node) {}

    /**
     * The books of one node.
     *
     * @param place which
     * @param totals its figures
     * @param doubts quarter-hours in doubt, by kind and time
     */
    record Books(Place place, Totals totals, List<Doubt> doubts) {}

    /**
     * A quarter-hour in doubt.
     *
     * @param slot which
     * @param kind why
     * @param millijoules energy that is not given to anybody
     */
    record Doubt(Slot slot, String kind, long millijoules) {}

    /**
     * What became of energy.
     *
     * @param read by the meters of nodes
     * @param given to tenants
     * @param operator nobody's but the operator's
     * @param doubtful in doubt, and given to nobody
     */
    record Totals(long read, long given, long operator, long doubtful) {

        /** What is missing; 0 unless something is broken. */
        public long difference() {
            return read - given - operator - doubtful;
        }
    }

    /** Of a time there are more readings than may be in memory; of a shorter one there may not be. */
    final class TooManyReadings extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Says how many, and names one of them. */
        public TooManyReadings(String detail) {
            super(detail);
        }
    }
}
