package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.device.Claim;
import io.wattledger.metering.device.Claimant;
import io.wattledger.metering.device.Device;
import io.wattledger.metering.device.Hold;
import io.wattledger.metering.event.UsageRules;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Notes which devices allocations claim, so that {@link FindDoubleAllocations} can look for claims of one device that
 * meet. The usage itself counts at once; what is held is taken back later.
 */
@ApplicationScoped
public class ClaimDevices {

    private final DeviceBook book;

    ClaimDevices(DeviceBook book) {
        this.book = book;
    }

    /**
     * An allocation of known devices.
     *
     * @param claimant the event or the allocation
     * @param key whose usage of what
     * @param gpuThousandths of all devices together
     * @param devices ids, each once
     * @param interval when
     * @param gaps times within it that nobody has told of, and that are estimated; in order
     */
    public record Claimed(
            Claimant claimant,
            UsageKey key,
            long gpuThousandths,
            List<String> devices,
            Interval interval,
            List<Interval> gaps) {

        /** Copies the lists. */
        public Claimed {
            devices = List.copyOf(devices);
            gaps = List.copyOf(gaps);
        }

        /** An allocation of which all is told. */
        public Claimed(Claimant claimant, UsageKey key, long gpuThousandths, List<String> devices, Interval interval) {
            this(claimant, key, gpuThousandths, devices, interval, List.of());
        }

        /** Whole GPUs are a device each; a share of a GPU is one device. */
        private List<DeviceBook.DeviceClaim> ofEach() {
            long each = devices.size() == 1 ? gpuThousandths : UsageRules.THOUSANDTHS;
            Claim claim = new Claim(claimant, interval, key, each);
            return devices.stream()
                    .map(device -> new DeviceBook.DeviceClaim(new Device(key.site(), device), claim, gaps))
                    .toList();
        }
    }

    /** Claims that a batch brings and takes away. */
    public static final class Batch {
        private final List<DeviceBook.DeviceClaim> begun = new ArrayList<>();
        private final List<DeviceBook.DeviceClaim> ended = new ArrayList<>();

        /** The devices are claimed from now on. */
        public void begin(Claimed claimed) {
            begun.addAll(claimed.ofEach());
        }

        /** The devices are claimed no more. */
        public void end(Claimed claimed) {
            ended.addAll(claimed.ofEach());
        }

        private void clear() {
            begun.clear();
            ended.clear();
        }

        /** What an allocation claims has changed; what both have is left alone. */
        public void change(Collection<Claimed> before, Collection<Claimed> after) {
            before.stream().filter(one -> !after.contains(one)).forEach(this::end);
            after.stream().filter(one -> !before.contains(one)).forEach(this::begin);
        }
    }

    /**
     * What {@link Effects#claims} has gathered takes effect in the caller's transaction, once for a batch of reports and
     * after all rows of allocations are locked, so that copies lock claims in one order; only where a batch changes more slots
     * than are held at once, part of it before. Holds of claims that are no more are given back to the slots.
     */
    public void apply(Effects effects) {
        Batch batch = effects.claims();
        if (batch.begun.isEmpty() && batch.ended.isEmpty()) {
            return;
        }
        List<Hold> released = book.change(batch.begun, batch.ended, effects.now());
        batch.clear();
        released.forEach(hold -> effects.giveBack(hold.key(), hold.cut()));
    }
}
