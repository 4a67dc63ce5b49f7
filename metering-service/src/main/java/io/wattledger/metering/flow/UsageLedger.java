package io.wattledger.metering.flow;

import io.wattledger.metering.event.BeyondBound;
import io.wattledger.metering.event.Correction;
import io.wattledger.metering.event.EventIdentity;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.slot.SlotDelta;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Port: the events that were metered and the slots they add up to. Every method works in the caller's transaction. */
public interface UsageLedger {

    /**
     * Enters events that were not entered before.
     *
     * @param events with different keys
     * @param receivedAt when they came
     * @param lateBefore what ended before is marked as late
     * @return those of the keys that were taken already, with what stands there; all others are entered now
     */
    Map<EventKey, Standing> enter(Collection<Assessed.Fit> events, Instant receivedAt, Instant lateBefore);

    /** Keeps events that contradict others that stand, together with a copy of those. */
    void keepConflicts(Collection<Conflict> conflicts, Instant receivedAt);

    /**
     * Adds to slots, in the order given, and notes that they have changed and must be published.
     *
     * @throws BeyondBound where a slot that rises would have more than {@link io.wattledger.metering.slot.SlotBound} says
     */
    void add(List<SlotDelta> deltas);

    /** The same without a bound, for what was taken in before: nobody could be refused for it any more. */
    void settle(List<SlotDelta> deltas);

    /**
     * Does a step of the caller's transaction, and takes it back where it goes beyond a bound.
     *
     * @return why it was taken back; null where it stands
     */
    @Nullable
    BeyondBound attempt(Runnable step);

    /** Notes what became of the events, for {@link TallyBook}. */
    void tally(Collection<Tally> tallies);

    /**
     * An event that contradicts another.
     *
     * @param event what is not metered
     * @param standing key of what stands
     */
    record Conflict(Assessed.Fit event, EventKey standing) {}

    /**
     * An event that was entered before.
     *
     * @param identity by what it is known
     * @param contentHash SHA-256 of what it says
     */
    record Standing(EventIdentity identity, byte[] contentHash) {

        /** Whether an event is the same and says the same. */
        boolean says(Assessed.Fit event) {
            return identity.equals(event.report().identity())
                    && (Arrays.equals(contentHash, event.contentHash())
                            || Arrays.equals(contentHash, Correction.hashAsSent(event.report(), event.correction())));
        }
    }
}
