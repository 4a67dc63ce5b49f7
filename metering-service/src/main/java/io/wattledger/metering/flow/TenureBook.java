package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.device.Device;
import io.wattledger.metering.energy.NodeShare.Counted;
import io.wattledger.metering.energy.Tenure;
import io.wattledger.metering.flow.NodeBook.Reading;
import io.wattledger.metering.flow.NodeBook.SeriesSlot;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Port: who had devices, and what their counters show beyond that. Every method works in the caller's transaction. */
public interface TenureBook {

    /** The readings from which follows what the counters of these devices say of these times, of the caller's tenants. */
    List<Reading> readings(Collection<DeviceTime> times);

    /** Who had each of the devices around a time, over all tenants. */
    Map<Device, Tenure> tenures(Map<Device, Interval> around);

    /**
     * Keeps what counters show beyond what their readers had in these times, in the place of what was kept of them.
     *
     * @return the slots whose figures are others than before
     */
    Set<SeriesSlot> keep(Collection<DeviceTime> times, Collection<Excess> excesses);

    /**
     * A device in a time.
     *
     * @param device which
     * @param time full quarter-hours
     */
    record DeviceTime(Device device, Interval time) {

        /** The same time in parts of at most a day. */
        List<DeviceTime> days() {
            return NodeBook.days(time).stream()
                    .map(day -> new DeviceTime(device, day))
                    .toList();
        }
    }

    /**
     * What the counters of a device show in a slot that does not count for the series.
     *
     * @param device which
     * @param slot whose
     * @param counted what does not count
     */
    record Excess(Device device, SeriesSlot slot, Counted counted) {}
}
