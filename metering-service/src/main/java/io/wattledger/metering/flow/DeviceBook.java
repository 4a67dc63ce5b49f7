package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.device.Claim;
import io.wattledger.metering.device.Device;
import io.wattledger.metering.device.Hold;
import io.wattledger.metering.event.EventKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Port: what is claimed of devices, and what of it is held. Unless it says so, a method works in the caller's transaction. */
public interface DeviceBook {

    /**
     * Changes claims and notes their devices to be checked. A claim that only ends later than one of the same claimant and
     * start, or has other gaps, takes its place; it need not be among those that end.
     *
     * @param begun claims from now on
     * @param ended claims that are no more
     * @return the holds of claims that are no more; they are released with them
     */
    List<Hold> change(Collection<DeviceClaim> begun, Collection<DeviceClaim> ended, Instant now);

    /**
     * Some of the devices whose claims have changed, the longest waiting first; reads over all tenants in a transaction of
     * its own.
     *
     * @param most of how many changes
     * @param aside devices that are passed over
     */
    List<Waiting> waiting(int most, Collection<EventKey> aside);

    /**
     * Takes devices to be checked, as far as nobody else is checking them: the times in which their claims have changed, at least a day
     * apart where one device has several. What was taken is done once the transaction commits, and waits again if it does not.
     */
    List<DeviceTime> take(Collection<Device> devices);

    /**
     * The claims and holds around the times at which claims have changed, in the order of these.
     *
     * @throws TooManyClaims when around one of them there are more than can be checked together
     */
    List<Around> around(List<DeviceTime> changed);

    /**
     * Keeps the claims of holds that are to begin from ending before the transaction does. Holds whose claim has changed in
     * the meantime are not among the result; their devices wait to be checked again.
     */
    List<DeviceHold> confirm(Collection<DeviceHold> begun);

    /** Releases holds; those that somebody else has released in the meantime are not among the result. */
    List<DeviceHold> release(Collection<DeviceHold> ended, Instant now);

    /** Begins holds that were confirmed. */
    void begin(Collection<DeviceHold> confirmed, Instant now);

    /**
     * How many devices wait to be checked, over all tenants, in a transaction of its own.
     *
     * @param aside devices that are not counted
     */
    long waiting(Collection<EventKey> aside);

    /**
     * A claim of a device.
     *
     * @param device which
     * @param claim by whom and when
     * @param gaps times within it that are estimated; in order
     */
    record DeviceClaim(Device device, Claim claim, List<Interval> gaps) {}

    /**
     * A hold of a device.
     *
     * @param device which
     * @param hold of whom and when
     */
    record DeviceHold(Device device, Hold hold) {}

    /**
     * A device whose claims have changed.
     *
     * @param device which
     * @param tenants everybody who claims it around that time
     */
    record Waiting(Device device, Collection<String> tenants) {}

    /**
     * What is known of a device around a time.
     *
     * @param claims that meet it, and those that meet one of these
     * @param holds that stand at the same times
     */
    record Around(List<Claim> claims, List<Hold> holds) {}

    /** Of a device more claims meet than can be checked together. */
    final class TooManyClaims extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Says of which device, and names one of the claims. */
        public TooManyClaims(String detail) {
            super(detail);
        }
    }
}
