package io.wattledger.metering.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.metering.energy.NodeShare;
import io.wattledger.metering.energy.NodeSlot;
import io.wattledger.metering.energy.NodeTimeline;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.flow.NodeBook.NodeTime;
import io.wattledger.metering.flow.NodeBook.SeriesSlot;
import io.wattledger.metering.slot.SlotDelta;
import io.wattledger.metering.slot.SlotFigures;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Shares the energy of nodes in the background, whenever a report of a node has changed, or who had its devices, or what
 * their counters say; and leaves out of what counters say what is not their readers'. The quarter-hours that this touches are worked
 * out anew from all that is known, and slots whose figures are others than before get a new revision. What dies in between repeats, and
 * several copies of the service share the nodes.
 */
@ApplicationScoped
public class ShareNodeEnergy {

    private static final int MOST_CHANGES = 200;

    /** Days of nodes worked out in one transaction, which may not take for ever; no change is of more than a month. */
    private static final int MOST_DAYS = 1_000;

    /** Days of devices whose readings are in memory together. */
    private static final int DEVICE_DAYS_AT_ONCE = 100;

    private static final Comparator<SeriesSlot> ORDER =
            Comparator.comparing(SeriesSlot::series).thenComparing(SeriesSlot::slot);

    private final NodeBook book;
    private final UsageLedger ledger;
    private final TenantScope scope;
    private final LeaveOutForeignEnergy counters;
    private final PassingOver<EventKey> passingOver;

    ShareNodeEnergy(NodeBook book, UsageLedger ledger, TenantScope scope, LeaveOutForeignEnergy counters, Clock clock) {
        this.book = book;
        this.ledger = ledger;
        this.scope = scope;
        this.counters = counters;
        this.passingOver = new PassingOver<>(MOST_CHANGES, clock);
    }

    /**
     * Shares some of what waits; true when there may be more. After a failure less at once, and a device or node of which a change fails by
     * itself is passed over for a while with all of its changes. For use by one thread.
     */
    public boolean run() {
        return passingOver.run(
                (most, aside) -> new Sharing(book.waiting(most, aside).within(MOST_DAYS)));
    }

    /** How many changes are passed over for now: those of devices and nodes of which one could not be worked out. */
    public long aside() {
        return book.waitingOf(passingOver.aside());
    }

    /** How many changes wait, without those that are passed over. */
    public long waiting() {
        return book.waiting(passingOver.aside());
    }

    /** What is shared in one transaction. */
    private final class Sharing implements PassingOver.Work<EventKey> {
        private final NodeBook.Waiting waiting;

        Sharing(NodeBook.Waiting waiting) {
            this.waiting = waiting;
        }

        @Override
        public List<EventKey> parts() {
            return waiting.changes().stream().map(NodeBook.Change::key).toList();
        }

        @Override
        public String inWords() {
            return "the energy of " + waiting.changes();
        }

        @Override
        public boolean run() {
            Set<String> tenants = new HashSet<>(waiting.tenants());
            tenants.add(TenantScope.NO_TENANT);
            return scope.inTransaction(tenants, connection -> share(waiting));
        }
    }

    private boolean share(NodeBook.Waiting waiting) {
        Set<SeriesSlot> changed = new HashSet<>();
        NodeBook.Taken taken = book.take(waiting);
        for (NodeTime time : taken.nodes()) {
            time.days().forEach(day -> share(day, changed));
        }
        List<DeviceTime> days = new ArrayList<>();
        for (DeviceTime time : taken.devices()) {
            for (DeviceTime day : time.days()) {
                days.add(day);
                if (days.size() == DEVICE_DAYS_AT_ONCE) {
                    leaveOut(days, changed);
                    days.clear();
                }
            }
        }
        leaveOut(days, changed);
        if (!changed.isEmpty()) {
            // Nothing is added to the slots themselves: they are to be published with another part of their nodes'
            // energy, or with less of what counters say.
            ledger.settle(changed.stream()
                    .sorted(ORDER)
                    .map(one -> new SlotDelta(one.series(), one.slot(), SlotFigures.NONE))
                    .toList());
        }
        // Where others were at work on all of it there is nothing to do but to wait for them.
        return !taken.isNothing();
    }

    private void share(NodeTime time, Set<SeriesSlot> changed) {
        try {
            changed.addAll(book.keep(time, slots(time)));
        } catch (NodeBook.TooManyReadings e) {
            halves(time.time(), e).forEach(half -> share(new NodeTime(time.node(), half), changed));
        }
    }

    private void leaveOut(List<DeviceTime> times, Set<SeriesSlot> changed) {
        try {
            changed.addAll(counters.leaveOut(times));
        } catch (NodeBook.TooManyReadings e) {
            if (times.size() > 1) {
                leaveOut(times.subList(0, times.size() / 2), changed);
                leaveOut(times.subList(times.size() / 2, times.size()), changed);
                return;
            }
            DeviceTime only = times.getFirst();
            halves(only.time(), e).forEach(half -> leaveOut(List.of(new DeviceTime(only.device(), half)), changed));
        }
    }

    /** A time of which there was too much, in two parts of full quarter-hours. */
    private static List<Interval> halves(Interval time, NodeBook.TooManyReadings tooMany) {
        long half = time.length().dividedBy(Slot.LENGTH) / 2;
        if (half == 0) {
            throw tooMany;
        }
        Instant middle = time.start().plus(Slot.LENGTH.multipliedBy(half));
        return List.of(new Interval(time.start(), middle), new Interval(middle, time.end()));
    }

    private List<NodeSlot> slots(NodeTime time) {
        NodeBook.Known known = book.known(time);
        List<NodeShare.DeviceEnergy> energies = counters.energies(known.readings()).values().stream()
                .flatMap(List::stream)
                .toList();
        return new NodeTimeline(known.reports()).slots(time.time(), known.allocations(), energies);
    }
}
