package io.wattledger.metering.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.metering.energy.NodeShare;
import io.wattledger.metering.energy.NodeSlot;
import io.wattledger.metering.energy.NodeTimeline;
import io.wattledger.metering.flow.NodeBook.NodeTime;
import io.wattledger.metering.flow.NodeBook.SeriesSlot;
import io.wattledger.metering.flow.TenureBook.DeviceTime;
import io.wattledger.metering.slot.SlotDelta;
import io.wattledger.metering.slot.SlotFigures;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Shares the energy of nodes in the background, whenever a report of a node has changed, or who had its devices, or what
 * their counters say; and leaves out of what counters say what is not their readers'. The quarter-hours that this touches are worked out anew from all that is known, and slots whose
 * figures are others than before get a new revision. What dies in between repeats, and several copies of the service share
 * the nodes.
 */
@ApplicationScoped
public class ShareNodeEnergy {

    private static final int MOST_CHANGES = 200;

    /** Days of nodes worked out in one transaction, which may not take for ever; what one change concerns is not divided. */
    private static final int MOST_DAYS = 1_000;

    /** Days of devices whose readings are in memory together. */
    private static final int DEVICE_DAYS_AT_ONCE = 100;

    private static final Comparator<SeriesSlot> ORDER =
            Comparator.comparing(SeriesSlot::series).thenComparing(SeriesSlot::slot);

    private final NodeBook book;
    private final UsageLedger ledger;
    private final TenantScope scope;
    private final LeaveOutForeignEnergy counters;

    ShareNodeEnergy(NodeBook book, UsageLedger ledger, TenantScope scope, LeaveOutForeignEnergy counters) {
        this.book = book;
        this.ledger = ledger;
        this.scope = scope;
        this.counters = counters;
    }

    /** Shares some of what waits; true when there may be more. */
    public boolean run() {
        NodeBook.Waiting waiting = book.waiting(MOST_CHANGES).within(MOST_DAYS);
        if (waiting.changes().isEmpty()) {
            return false;
        }
        Set<String> tenants = new HashSet<>(waiting.tenants());
        tenants.add(TenantScope.NO_TENANT);
        return scope.inTransaction(tenants, connection -> share(waiting));
    }

    private boolean share(NodeBook.Waiting waiting) {
        Set<SeriesSlot> changed = new HashSet<>();
        NodeBook.Taken taken = book.take(waiting);
        for (NodeTime time : taken.nodes()) {
            for (NodeTime day : time.days()) {
                changed.addAll(book.keep(day, slots(day)));
            }
        }
        List<DeviceTime> days = new ArrayList<>();
        for (DeviceTime time : taken.devices()) {
            for (DeviceTime day : time.days()) {
                days.add(day);
                if (days.size() == DEVICE_DAYS_AT_ONCE) {
                    changed.addAll(counters.leaveOut(days));
                    days.clear();
                }
            }
        }
        changed.addAll(counters.leaveOut(days));
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

    private List<NodeSlot> slots(NodeTime time) {
        NodeBook.Known known = book.known(time);
        List<NodeShare.DeviceEnergy> energies = counters.energies(known.readings()).values().stream()
                .flatMap(List::stream)
                .toList();
        return new NodeTimeline(known.reports()).slots(time.time(), known.allocations(), energies);
    }
}
