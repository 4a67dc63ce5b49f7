package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.device.Device;
import io.wattledger.metering.energy.Counter;
import io.wattledger.metering.energy.CounterExcess;
import io.wattledger.metering.energy.CounterReading;
import io.wattledger.metering.energy.CounterRules;
import io.wattledger.metering.energy.CounterStream;
import io.wattledger.metering.energy.NodeShare.Counted;
import io.wattledger.metering.energy.NodeShare.DeviceEnergy;
import io.wattledger.metering.energy.Stretch;
import io.wattledger.metering.energy.Tenure;
import io.wattledger.metering.flow.NodeBook.Reading;
import io.wattledger.metering.flow.NodeBook.SeriesSlot;
import io.wattledger.metering.flow.TenureBook.Excess;
import io.wattledger.metering.flow.TenureBook.HeldGap;
import io.wattledger.metering.slot.IntervalCut;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Leaves out of what counters say the time for which their readers did not have the device. Readings count at once and claims
 * may come before or after them, so this is worked out behind them, anew from all that is known of the times that change.
 */
@ApplicationScoped
public class LeaveOutForeignEnergy {

    private final TenureBook book;
    private final CounterRules rules;

    LeaveOutForeignEnergy(TenureBook book, CounterRules rules) {
        this.book = book;
        this.rules = rules;
    }

    /**
     * Works out the devices in these times; in the caller's transaction.
     *
     * @param times of one device none overlap
     * @return the slots whose figures are others than before
     */
    Set<SeriesSlot> leaveOut(Collection<DeviceTime> times) {
        if (times.isEmpty()) {
            return Set.of();
        }
        Map<List<Record>, Excess> excesses = new LinkedHashMap<>();
        Map<Device, List<DeviceEnergy>> energies = energies(book.readings(times));
        for (DeviceTime time : times) {
            CounterExcess excess = new CounterExcess(time.time());
            energies.getOrDefault(time.device(), List.of()).forEach(excess::add);
            excess.bySlot()
                    .forEach((number, bySeries) -> bySeries.forEach((series, counted) ->
                            add(excesses, new Excess(time.device(), slot(series, number), counted, 0))));
        }
        for (HeldGap gap : book.heldGaps(times)) {
            new IntervalCut(gap.gpuThousandths(), gap.interval(), null)
                    .pieces((number, figures) -> add(
                            excesses,
                            new Excess(
                                    gap.device(),
                                    slot(gap.series(), number),
                                    Counted.NOTHING,
                                    figures.milliGpuSeconds())));
        }
        return book.keep(times, excesses.values());
    }

    private static void add(Map<List<Record>, Excess> excesses, Excess one) {
        excesses.merge(List.of(one.device(), one.slot()), one, Excess::plus);
    }

    private static SeriesSlot slot(UsageKey series, long number) {
        return new SeriesSlot(series, new Slot(Instant.ofEpochSecond(number * Slot.SECONDS)));
    }

    /** What readings say, by device, each stretch with the times in it that are not its reader's. */
    Map<Device, List<DeviceEnergy>> energies(List<Reading> readings) {
        Map<Counter, List<CounterReading>> byCounter = new TreeMap<>();
        readings.forEach(one -> byCounter
                .computeIfAbsent(one.counter(), absent -> new ArrayList<>())
                .add(one.reading()));
        Map<Counter, List<Stretch>> stretches = new TreeMap<>();
        byCounter.forEach((counter, ofCounter) ->
                stretches.put(counter, new CounterStream(counter.gpuThousandths(), rules).stretches(ofCounter)));
        Map<Device, Tenure> tenures = book.tenures(around(stretches));
        Map<Device, List<DeviceEnergy>> energies = new HashMap<>();
        stretches.forEach((counter, ofCounter) -> {
            Tenure tenure = tenures.getOrDefault(device(counter), Tenure.UNKNOWN);
            List<DeviceEnergy> ofDevice = energies.computeIfAbsent(device(counter), absent -> new ArrayList<>());
            ofCounter.forEach(stretch -> ofDevice.add(
                    new DeviceEnergy(counter.device(), counter.gpuThousandths(), stretch, tenure.notHad(stretch))));
        });
        return energies;
    }

    /** Of each device the time of which it matters who had it, and a little on both sides, where claims may begin and end. */
    private static Map<Device, Interval> around(Map<Counter, List<Stretch>> stretches) {
        Map<Device, Interval> around = new HashMap<>();
        stretches.forEach((counter, ofCounter) -> {
            for (Stretch stretch : ofCounter) {
                if (stretch.kind().isCounted()) {
                    Interval time = new Interval(
                            stretch.start().minusMillis(1), stretch.end().plusMillis(1));
                    around.merge(device(counter), time, LeaveOutForeignEnergy::hull);
                }
            }
        });
        return around;
    }

    private static Device device(Counter counter) {
        return new Device(counter.site(), counter.device());
    }

    private static Interval hull(Interval one, Interval other) {
        return new Interval(
                one.start().isBefore(other.start()) ? one.start() : other.start(),
                one.end().isAfter(other.end()) ? one.end() : other.end());
    }
}
