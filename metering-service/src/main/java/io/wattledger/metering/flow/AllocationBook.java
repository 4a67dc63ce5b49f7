package io.wattledger.metering.flow;

import io.wattledger.chassis.tenancy.Contended;
import io.wattledger.metering.allocation.Marks;
import io.wattledger.metering.event.AllocationName;
import io.wattledger.metering.event.BeyondBound;
import io.wattledger.metering.event.RefusalCode;
import io.wattledger.metering.flow.SiteWatermarks.TenantSite;
import java.time.Instant;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Port: allocations that are reported by start and stop. */
public interface AllocationBook {

    /**
     * Bytes that the starts and stops of one allocation may take, or the gaps between its heartbeats. All of them are read and
     * written with each that comes: some 100,000 starts and stops without devices, or 8,000 starts of eight GPUs each.
     */
    long MOST_BYTES = 8L * 1024 * 1024;

    /**
     * Refuses that more is kept of one allocation than can be.
     *
     * @param before bytes that it took
     * @param after bytes that it is to take
     * @param most {@link #MOST_BYTES}, or twice as many where nothing begins: what has begun must be able to end
     * @throws BeyondBound where they grow beyond that
     */
    static void requireRoom(long before, long after, long most) {
        if (after > most && after > before) {
            throw new BeyondBound(
                    RefusalCode.ALLOCATION_OVERFULL,
                    "data.allocation",
                    "more starts, stops and gaps between heartbeats than can be worked on together. Stops are still taken, and"
                            + " so are heartbeats that come in turn where this one reaches back too far; where they are not,"
                            + " report what comes from now on under another name");
        }
    }

    /**
     * Takes allocations to be written in the caller's transaction.
     *
     * @param names each once
     * @param isLikelyNew whether the one at a place of {@code names} is likely to be heard of for the first time: a hint
     */
    Taken take(List<AllocationName> names, IntPredicate isLikelyNew);

    /** Sites of tenants with open allocations that are not metered up to the site's watermark. */
    List<TenantSite> behind();

    /**
     * Locks open allocations of a site, in the caller's transaction, that are not metered up to {@code watermark}.
     *
     * @param most how many at most
     */
    List<Open> takeOpen(TenantSite site, Instant watermark, int most);

    /** Keeps up to when open allocations that were taken in the same transaction are metered. */
    void extend(TenantSite site, List<Open> open, Instant meteredUntil);

    /** Rolls up what transactions have told of open allocations since; true when there may be more to do at once. */
    boolean rollUp();

    /** Allocations in a reader's sight, by tenant and key, for one page. */
    List<Listed> list(Sight sight, boolean isOpen, @Nullable Place after, int most);

    /** Allocations that are about to be written, by their places in the list of those that were taken. */
    interface Taken {

        /** What is known of the one at a place; null where nothing is. Whether it is still so, {@link #keep} finds out. */
        @Nullable
        Known known(int place);

        /**
         * Keeps what is to be known of them from now on.
         *
         * @param states of all of them, by place
         * @throws Contended when something else was known of one of them than {@link #known} told
         */
        void keep(List<State> states);
    }

    /**
     * What is known of an allocation.
     *
     * @param marks its starts and stops
     * @param meteredUntil up to when it is metered while open; null where it is not
     */
    record Known(Marks marks, @Nullable Instant meteredUntil) {}

    /**
     * What is to be known of an allocation from now on.
     *
     * @param name which
     * @param marks its starts and stops
     * @param latest its last run; null where it never ran
     * @param isRunAsBefore whether the last run is the one that it was before, which at most has ended or goes on
     * @param meteredUntil up to when it is metered while open; null where it is not
     */
    record State(
            AllocationName name,
            Marks marks,
            @Nullable Latest latest,
            boolean isRunAsBefore,
            @Nullable Instant meteredUntil) {}

    /**
     * The last run of an allocation.
     *
     * @param project whose
     * @param sku what
     * @param gpuThousandths GPUs in thousandths
     * @param startedAt since when
     * @param stoppedAt until when; null while it is open
     * @param devices ids of the devices; empty where unknown
     */
    record Latest(
            String project,
            String sku,
            long gpuThousandths,
            Instant startedAt,
            @Nullable Instant stoppedAt,
            List<String> devices) {

        /** Copies the list. */
        public Latest {
            devices = List.copyOf(devices);
        }
    }

    /**
     * An open allocation.
     *
     * @param name which
     * @param latest its run
     * @param meteredUntil up to when it is metered; null where it is not
     */
    record Open(
            AllocationName name, Latest latest, @Nullable Instant meteredUntil) {}

    /**
     * An allocation in a list.
     *
     * @param name which
     * @param place where the list goes on after it
     * @param latest its last run
     * @param meteredUntil up to when it is metered while open; null where it is not
     */
    record Listed(
            AllocationName name,
            Place place,
            Latest latest,
            @Nullable Instant meteredUntil) {}

    /**
     * A place in the list of allocations.
     *
     * @param tenant whose allocation stands there
     * @param key its key in hexadecimal
     */
    record Place(String tenant, String key) {}
}
