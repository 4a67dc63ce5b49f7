package io.wattledger.metering.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.metering.energy.Counter;
import io.wattledger.metering.energy.CounterReading;
import io.wattledger.metering.energy.CounterRules;
import io.wattledger.metering.energy.CounterStream;
import io.wattledger.metering.energy.NodeShare;
import io.wattledger.metering.energy.NodeSlot;
import io.wattledger.metering.energy.NodeTimeline;
import io.wattledger.metering.flow.NodeBook.NodeTime;
import io.wattledger.metering.flow.NodeBook.SeriesSlot;
import io.wattledger.metering.slot.SlotDelta;
import io.wattledger.metering.slot.SlotFigures;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Shares the energy of nodes in the background, whenever a report of a node has changed, or who had its devices, or what
 * their counters say. The quarter-hours that this touches are worked out anew from all that is known, and slots whose
 * figures are others than before get a new revision. What dies in between repeats, and several copies of the service share
 * the nodes.
 */
@ApplicationScoped
public class ShareNodeEnergy {

    private static final int MOST_CHANGES = 200;

    /** Days of nodes worked out in one transaction, which may not take for ever; what one change concerns is not divided. */
    private static final int MOST_DAYS = 1_000;

    private static final Comparator<SeriesSlot> ORDER =
            Comparator.comparing(SeriesSlot::series).thenComparing(SeriesSlot::slot);

    private final NodeBook book;
    private final UsageLedger ledger;
    private final TenantScope scope;
    private final CounterRules rules;

    ShareNodeEnergy(NodeBook book, UsageLedger ledger, TenantScope scope, CounterRules rules) {
        this.book = book;
        this.ledger = ledger;
        this.scope = scope;
        this.rules = rules;
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
        List<NodeTime> taken = book.take(waiting);
        for (NodeTime time : taken) {
            for (NodeTime day : time.days()) {
                changed.addAll(book.keep(day, slots(day)));
            }
        }
        if (!changed.isEmpty()) {
            // Nothing is added to the slots themselves: they are to be published with another part of their nodes'
            // energy.
            ledger.settle(changed.stream()
                    .sorted(ORDER)
                    .map(one -> new SlotDelta(one.series(), one.slot(), SlotFigures.NONE))
                    .toList());
        }
        // Where others were at work on all of it there is nothing to do but to wait for them.
        return !taken.isEmpty();
    }

    private List<NodeSlot> slots(NodeTime time) {
        NodeBook.Known known = book.known(time);
        Map<Counter, List<CounterReading>> readings = new TreeMap<>();
        known.readings()
                .forEach(one -> readings.computeIfAbsent(one.counter(), absent -> new ArrayList<>())
                        .add(one.reading()));
        List<NodeShare.DeviceEnergy> energies = new ArrayList<>();
        readings.forEach((counter, ofCounter) -> new CounterStream(counter.gpuThousandths(), rules)
                .stretches(ofCounter)
                .forEach(stretch ->
                        energies.add(new NodeShare.DeviceEnergy(counter.device(), counter.gpuThousandths(), stretch))));
        return new NodeTimeline(known.reports()).slots(time.time(), known.allocations(), energies);
    }
}
