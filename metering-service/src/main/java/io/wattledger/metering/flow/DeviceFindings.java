package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.energy.Counter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Port: what was found out about devices, for people and for metrics. */
public interface DeviceFindings {

    /** Claims that are or were held, latest found first. Who stands in the way is told to readers of every tenant only. */
    List<DoubleAllocation> doubleAllocations(Sight sight, Query query);

    /** Readings of counters that cannot be true together, latest found first. */
    List<EnergyDoubt> energyDoubts(Sight sight, Query query);

    /** How much is open, over all tenants. */
    Open open();

    /**
     * Which findings are wanted.
     *
     * @param site only of this site; null for all
     * @param device only of this device; null for all
     * @param from only what ends after this instant; null for all
     * @param to only what begins before this instant; null for all
     * @param isOpen true for what is open, false for what is no more; null for both
     * @param before only findings with a lower number than this; the number counts up with every finding
     * @param most how many
     */
    record Query(
            @Nullable String site,
            @Nullable String device,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Boolean isOpen,
            long before,
            int most) {}

    /**
     * A claim of a device that does not count for a time.
     *
     * @param number counts up with every finding
     * @param key whose claim of what
     * @param device id of the device
     * @param interval the time that does not count
     * @param milliGpuSeconds GPU time held
     * @param claim who reported it
     * @param against whose claim stands in the way; null where the reader may not know
     * @param state since when it is held
     */
    record DoubleAllocation(
            long number,
            UsageKey key,
            String device,
            Interval interval,
            long milliGpuSeconds,
            Reported claim,
            @Nullable Reported against,
            State state) {}

    /**
     * A report of an allocation.
     *
     * @param tenant whose
     * @param source who reported it
     * @param name what the source calls it: the id of the event, or the allocation
     */
    record Reported(String tenant, String source, String name) {}

    /**
     * Since when something is found, and whether it still is so.
     *
     * @param foundAt when it was found
     * @param endedAt when it was released or resolved; null while it is open
     */
    record State(Instant foundAt, @Nullable Instant endedAt) {}

    /**
     * Readings that cannot be true together.
     *
     * @param number counts up with every finding
     * @param counter what is read, and whose readings
     * @param kind {@code contradicting-readings}, {@code impossible-rise}, {@code out-of-line} or {@code step-back}
     * @param from the earlier reading
     * @param to the later reading; equal to {@code from} where readings of one instant contradict each other
     * @param millijoules energy that is not charged; 0 where readings contradict each other
     * @param state since when it is in doubt
     */
    record EnergyDoubt(
            long number, Counter counter, String kind, Instant from, Instant to, long millijoules, State state) {}

    /**
     * How much is open.
     *
     * @param doubleAllocations claims held
     * @param heldMilliGpuSeconds GPU time held
     * @param energyDoubts doubts about readings
     */
    record Open(long doubleAllocations, long heldMilliGpuSeconds, long energyDoubts) {}
}
