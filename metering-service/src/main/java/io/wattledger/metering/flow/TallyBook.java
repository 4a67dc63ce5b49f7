package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.Interval;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Port: the counts of what became of everything received, and metering's side of law 8. */
public interface TallyBook {

    /**
     * What became of the events received in {@code hours}; a sum over tenants and hours, hence cheap.
     *
     * @param hours whole hours of receipt; null for all time
     */
    Totals totals(Sight sight, @Nullable Interval hours);

    /** The books of law 8 over all time, all figures of one moment. */
    Balance balance(Sight sight);

    /**
     * The counts by some of tenant, source and hour, in the order of hour, tenant and source.
     *
     * @param hours whole hours of receipt; null for all time
     * @param after the group after which the answer begins; null for the first page
     * @param most how many groups
     */
    List<Group> groups(Sight sight, @Nullable Interval hours, Set<By> by, @Nullable Group after, int most);

    /** Rolls up by hour what batches have told since; true when there may be more to do at once. */
    boolean rollUp();

    /** By what counts are kept apart. */
    enum By {
        /** Whose events. */
        TENANT,
        /** Who sent them. */
        SOURCE,
        /** When they were received. */
        HOUR
    }

    /**
     * Counts and GPU time of events.
     *
     * @param events deliveries by what became of them
     * @param milliGpuSeconds GPU time of the events metered
     */
    record Totals(Tally.Counts events, BigInteger milliGpuSeconds) {}

    /**
     * What became of everything received, and whether the slots hold what the events brought.
     *
     * @param events deliveries by what became of them, with the GPU time of those metered
     * @param slotMilliGpuSeconds GPU time in the slots
     * @param heldMilliGpuSeconds GPU time that was claimed twice and counts for nobody
     */
    record Balance(Totals events, BigInteger slotMilliGpuSeconds, BigInteger heldMilliGpuSeconds) {

        /** GPU time of the events that is neither in a slot nor held; 0 unless something is broken. */
        public BigInteger differenceMilliGpuSeconds() {
            return events.milliGpuSeconds().subtract(slotMilliGpuSeconds).subtract(heldMilliGpuSeconds);
        }
    }

    /**
     * The counts of one group.
     *
     * @param hour start of the hour of receipt; null where hours are added up
     * @param tenant whose; null where tenants are added up
     * @param source who sent them, empty for events that name none; null where sources are added up
     * @param totals counts and GPU time
     */
    record Group(
            @Nullable Instant hour,
            @Nullable String tenant,
            @Nullable String source,
            Totals totals) {}
}
