package io.wattledger.metering.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.device.ClaimPolicies;
import io.wattledger.metering.device.Device;
import io.wattledger.metering.device.DeviceCheck;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.slot.SlotFold;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks in the background for devices that several allocations claim at one time, holds what is too much and takes it
 * from the slots. Who claims a device is read over all tenants; holds and slots are written in the scope of these tenants
 * only. A check that dies repeats as if it had not begun, and several copies of the service share the devices.
 */
@ApplicationScoped
public class FindDoubleAllocations {

    private static final int MOST_DEVICES = 200;

    /** Times whose claims are in memory together: beside one that runs for a year are all others of that year. */
    private static final int AT_ONCE = 4;

    /** What is changed in so short a time is not looked at in parts: more claims of it than can be checked are not one after the other. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private final DeviceBook book;
    private final UsageLedger ledger;
    private final TenantScope scope;
    private final ClaimPolicies policies;
    private final Clock clock;
    private final PassingOver<EventKey> passingOver;

    FindDoubleAllocations(DeviceBook book, UsageLedger ledger, TenantScope scope, ClaimPolicies policies, Clock clock) {
        this.book = book;
        this.ledger = ledger;
        this.scope = scope;
        this.policies = policies;
        this.clock = clock;
        this.passingOver = new PassingOver<>(MOST_DEVICES, clock);
    }

    /**
     * Checks some of the devices whose claims have changed; true when there may be more. After a failure fewer at once, and one that
     * fails by itself is passed over for a while. For use by one thread.
     */
    public boolean run() {
        return passingOver.run((most, aside) -> new Check(book.waiting(most, aside)));
    }

    /** How many devices are passed over for now, since their check has failed. */
    public int aside() {
        return passingOver.aside().size();
    }

    /** How many devices wait to be checked, without those that are passed over. */
    public long waiting() {
        return book.waiting(passingOver.aside());
    }

    /** What is checked in one transaction. */
    private final class Check implements PassingOver.Work<EventKey> {
        private final List<DeviceBook.Waiting> waiting;

        Check(List<DeviceBook.Waiting> waiting) {
            this.waiting = waiting;
        }

        @Override
        public List<EventKey> parts() {
            return waiting.stream().map(one -> one.device().key()).toList();
        }

        @Override
        public String inWords() {
            return "the claims of " + waiting;
        }

        @Override
        public boolean run() {
            Set<String> tenants = new LinkedHashSet<>();
            waiting.forEach(one -> tenants.addAll(one.tenants()));
            List<Device> devices =
                    waiting.stream().map(DeviceBook.Waiting::device).toList();
            return scope.inTransaction(tenants, connection -> checkTaken(devices)) > 0;
        }
    }

    private int checkTaken(List<Device> devices) {
        List<DeviceTime> changed = book.take(devices);
        if (changed.isEmpty()) {
            return 0;
        }
        Findings findings = new Findings();
        for (int from = 0; from < changed.size(); from += AT_ONCE) {
            check(changed.subList(from, Math.min(changed.size(), from + AT_ONCE)), findings);
        }
        if (!findings.begun.isEmpty() || !findings.ended.isEmpty()) {
            boolean isDivisible =
                    changed.stream().map(DeviceTime::device).distinct().count() > 1;
            takeEffect(List.copyOf(findings.begun), List.copyOf(findings.ended), isDivisible);
        }
        return changed.size();
    }

    /** What must change; a claim that reaches into several times is found the same in each of them. */
    private static final class Findings {
        private final Set<DeviceBook.DeviceHold> begun = new LinkedHashSet<>();
        private final Set<DeviceBook.DeviceHold> ended = new LinkedHashSet<>();
    }

    /**
     * Checks several times together, or where around these are too many claims each by itself, and one in halves: what is held of a
     * claim follows from those that meet it, in whichever part of the time it is looked at.
     */
    private void check(List<DeviceTime> some, Findings findings) {
        List<DeviceBook.Around> around;
        try {
            around = book.around(some);
        } catch (DeviceBook.TooManyClaims e) {
            if (some.size() > 1) {
                some.forEach(one -> check(List.of(one), findings));
                return;
            }
            Interval time = some.getFirst().time();
            if (time.length().compareTo(SHORTEST) <= 0) {
                throw e;
            }
            Device device = some.getFirst().device();
            Instant middle = time.start().plus(time.length().dividedBy(2)).truncatedTo(ChronoUnit.MILLIS);
            check(List.of(new DeviceTime(device, new Interval(time.start(), middle))), findings);
            check(List.of(new DeviceTime(device, new Interval(middle, time.end()))), findings);
            return;
        }
        for (int i = 0; i < some.size(); i++) {
            Device device = some.get(i).device();
            DeviceBook.Around known = around.get(i);
            DeviceCheck.Changes changes = new DeviceCheck(
                            some.get(i).time(), known.claims(), policies.of(device.site()))
                    .changes(known.holds());
            changes.begun().forEach(hold -> findings.begun.add(new DeviceBook.DeviceHold(device, hold)));
            changes.ended().forEach(hold -> findings.ended.add(new DeviceBook.DeviceHold(device, hold)));
        }
    }

    private void takeEffect(List<DeviceBook.DeviceHold> begun, List<DeviceBook.DeviceHold> ended, boolean isDivisible) {
        Instant now = clock.instant();
        Slots slots = new Slots(isDivisible);
        List<DeviceBook.DeviceHold> confirmed = book.confirm(begun);
        for (DeviceBook.DeviceHold released : book.release(ended, now)) {
            released.hold().cut().parts().forEach(part -> {
                slots.fold.add(released.hold().key(), part);
                slots.handOn(Effects.MOST_SLOTS);
            });
        }
        for (DeviceBook.DeviceHold held : confirmed) {
            held.hold().cut().parts().forEach(part -> {
                slots.fold.subtract(held.hold().key(), part);
                slots.handOn(Effects.MOST_SLOTS);
            });
        }
        book.begin(confirmed, now);
        slots.handOn(0);
    }

    /** Slots on their way to the database. */
    private final class Slots {
        private final SlotFold fold = new SlotFold();
        private final SlotsAtOnce atOnce;

        Slots(boolean isDivisible) {
            this.atOnce = new SlotsAtOnce(isDivisible);
        }

        /** All that is released comes first, and what is held is in the slots: none goes below nothing. */
        void handOn(int unless) {
            if (fold.size() > unless) {
                atOnce.add(fold.size());
                ledger.settle(fold.drain());
            }
        }
    }
}
