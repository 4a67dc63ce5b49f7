package io.wattledger.metering.event;

import io.wattledger.contracts.event.AllocationHeartbeat;
import io.wattledger.contracts.event.AllocationInterval;
import io.wattledger.contracts.event.AllocationStarted;
import io.wattledger.contracts.event.AllocationStopped;
import io.wattledger.contracts.event.CollectorHeartbeat;
import io.wattledger.contracts.event.EnergyCounter;
import io.wattledger.contracts.event.EnergyInterval;
import io.wattledger.contracts.event.NodeEnergyInterval;
import io.wattledger.contracts.event.UsageWithdrawn;

/**
 * One event as it came in by any door: what could be read of it, and the bytes as evidence.
 *
 * @param envelope its attributes
 * @param contents what its data says, or why that could not be read
 * @param data the bytes of the data alone; the whole body where no data could be told apart. Not copied: whoever makes
 *     an arrival gives the array away
 */
public record Arrival(Envelope envelope, Contents contents, byte[] data) {

    /** Data that was read, or was not. */
    public sealed interface Contents {}

    /**
     * Data of an allocation interval.
     *
     * @param data the members as sent, unchecked
     */
    public record Interval(AllocationInterval data) implements Contents {}

    /**
     * Data of a start.
     *
     * @param data the members as sent, unchecked
     */
    public record Start(AllocationStarted data) implements Contents {}

    /**
     * Data of a stop.
     *
     * @param data the members as sent, unchecked
     */
    public record Stop(AllocationStopped data) implements Contents {}

    /**
     * Data of a heartbeat of an allocation.
     *
     * @param data the members as sent, unchecked
     */
    public record Beat(AllocationHeartbeat data) implements Contents {}

    /**
     * Data of a reading of an energy counter.
     *
     * @param data the members as sent, unchecked
     */
    public record Counter(EnergyCounter data) implements Contents {}

    /**
     * Data of energy measured over an interval.
     *
     * @param data the members as sent, unchecked
     */
    public record Energy(EnergyInterval data) implements Contents {}

    /**
     * Data of the energy of a node.
     *
     * @param data the members as sent, unchecked
     */
    public record Node(NodeEnergyInterval data) implements Contents {}

    /**
     * Data of a withdrawal.
     *
     * @param data the members as sent, unchecked
     */
    public record Withdrawn(UsageWithdrawn data) implements Contents {}

    /**
     * Data of a heartbeat of a collector.
     *
     * @param data the members as sent, unchecked
     */
    public record Collector(CollectorHeartbeat data) implements Contents {}

    /**
     * Data of a type that is not ours.
     *
     * @param json its JSON in the one form that the same data has, however it was written; {@code null} for none
     */
    public record Other(String json) implements Contents {}

    /**
     * Data that could not be read.
     *
     * @param refusal why
     */
    public record Unreadable(Verdict.Refused refusal) implements Contents {

        /** Whether all but the data could be read, so that a fault of the attributes is the nearer reason. */
        boolean isInData() {
            return refusal.field().startsWith("data");
        }
    }

    /** An event that could not be read. */
    public static Arrival unreadable(Envelope envelope, Verdict.Refused refusal, byte[] data) {
        return new Arrival(envelope, new Unreadable(refusal), data);
    }

    /** This arrival with the tenant for which its sender was authenticated. */
    public Arrival ofTenant(String authenticated) {
        return new Arrival(envelope.ofTenant(authenticated), contents, data);
    }
}
