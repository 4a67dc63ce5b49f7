package io.wattledger.metering.event;

import io.wattledger.contracts.event.AllocationInterval;

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
     * Data of a known type.
     *
     * @param allocation the members as sent, unchecked
     */
    public record Allocation(AllocationInterval allocation) implements Contents {}

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
