package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
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

    /**
     * The readings from which follows what the counters of these devices say of these times, of the caller's tenants.
     *
     * @throws NodeBook.TooManyReadings when there are more than may be in memory
     */
    List<Reading> readings(Collection<DeviceTime> times);

    /** Who had each of the devices around a time, over all tenants. */
    Map<Device, Tenure> tenures(Map<Device, Interval> around);

    /** Of filled gaps in the claims of these devices, in these times, what is held; of the caller's tenants. */
    List<HeldGap> heldGaps(Collection<DeviceTime> times);

    /**
     * Keeps what counters show beyond what their readers had in these times, in the place of what was kept of them.
     *
     * @return the slots whose figures are others than before
     */
    Set<SeriesSlot> keep(Collection<DeviceTime> times, Collection<Excess> excesses);

    /**
     * A gap between heartbeats that was filled and does not count.
     *
     * @param device of which it is held
     * @param series whose
     * @param gpuThousandths how much of a GPU the device counts for, in thousandths
     * @param interval when
     */
    record HeldGap(Device device, UsageKey series, long gpuThousandths, Interval interval) {}

    /**
     * What is in a slot of a series because of a device and does not count.
     *
     * @param device which
     * @param slot whose
     * @param counted what the counters of the device show of time for which the series did not have it
     * @param heldEstimate estimated GPU time that is held, in milli-GPU-seconds
     */
    record Excess(Device device, SeriesSlot slot, Counted counted, long heldEstimate) {

        /** Both together. */
        Excess plus(Excess other) {
            return new Excess(
                    device, slot, counted.plus(other.counted), Math.addExact(heldEstimate, other.heldEstimate));
        }
    }
}
