package io.wattledger.metering.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A report that may be metered, of one of the kinds that collectors send. What it does to the slots is the business of
 * its kind; what all have in common is that each is known by its identity and counts once.
 */
public sealed interface UsageReport
        permits AllocatedInterval,
                AllocationStart,
                AllocationStop,
                AllocationBeat,
                EnergyReading,
                MeasuredEnergy,
                NodeMeasurement,
                Withdrawal,
                CollectorBeat,
                MeterEvent {

    /** By what the report is known. */
    EventIdentity identity();

    /** The end of what it reports, by which it is late or not; null where it reports no usage of its own. */
    @Nullable
    Instant until();

    /**
     * SHA-256 over what the report says. Two reports of one identity are the same when this is the same, however they
     * were written: eight GPUs are 8000 thousandths, and an offset from UTC does not matter. The job and the node count:
     * reports that differ in them tell of different allocations, and a collector that gives both one id must be found.
     * Attributes of the envelope such as {@code time} do not count, since a sender may set them anew when it retries;
     * only the type and the subject of meter events, whose meaning they are, do.
     */
    byte[] contentHash();
}
