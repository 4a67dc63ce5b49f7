package io.wattledger.metering.flow;

import io.wattledger.metering.event.EventIdentity;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.UsageReport;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Port: which events count no more, and because of which. Every method works in the caller's transaction. */
public interface CorrectionBook {

    /**
     * Keeps an event and its correction from being taken at the same moment by two batches, of which neither would see
     * the other. To be called before anything else of the batch, in which it must be the first lock.
     *
     * @param tenants of the batch
     * @param corrects whether the batch has corrections; those that have none do not wait for each other
     */
    void lock(Collection<String> tenants, boolean corrects);

    /**
     * Notes corrections, in the order given; where an event is corrected twice the first stands.
     *
     * @param entered corrections that are new
     * @param all those and others that are known already
     * @return for every target of {@code all} what stands as its correction
     */
    Map<EventKey, Standing> stand(Collection<Assessed.Fit> entered, Collection<Assessed.Fit> all, Instant receivedAt);

    /**
     * A correction that stands.
     *
     * @param key of the correcting event
     * @param state what it has hit
     */
    record Standing(EventKey key, CorrectionState state) {}

    /**
     * Those of the events, all of them new, that are corrected or withdrawn, whether before they came or after. What awaited them does
     * so no more.
     */
    Set<EventKey> corrected(Collection<Assessed.Fit> events);

    /** What the events say of these that have come and have counted until now, whatever this transaction has noted. */
    List<UsageReport> counted(Collection<EventIdentity> targets);
}
