package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.device.Device;
import java.util.List;

/**
 * A device in a time.
 *
 * @param device which
 * @param time when, to the millisecond; full quarter-hours where energy is worked out
 */
public record DeviceTime(Device device, Interval time) {

    /** The same time in parts of at most a day. */
    List<DeviceTime> days() {
        return NodeBook.days(time).stream()
                .map(day -> new DeviceTime(device, day))
                .toList();
    }
}
