package io.wattledger.metering.flow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what becomes of the events of a batch by tenant and source. Numbers are kept in place: a record for every event
 * would be most of the garbage of a batch.
 */
public final class TallyFold {

    /** The source under which events are counted that name none. */
    public static final String NO_SOURCE = "";

    private final Map<String, Map<String, Count>> counts = new HashMap<>();

    /** Counted before anything is decided, so that an event that gets lost on the way is missing in the books. */
    public void receive(String tenant, @Nullable String source) {
        count(tenant, source).received++;
    }

    /** Counts what became of an event that was received. */
    public void decide(String tenant, @Nullable String source, Outcome.Kind kind) {
        count(tenant, source).byKind[kind.ordinal()]++;
    }

    /** Counts an event, metered as well, that was reported long after the usage ended. */
    public void late(String tenant, @Nullable String source) {
        count(tenant, source).late++;
    }

    /** Adds GPU time that events brought, or with a negative number took back. */
    public void addGpuTime(String tenant, @Nullable String source, long milliGpuSeconds) {
        count(tenant, source).addGpuTime(milliGpuSeconds);
    }

    /**
     * The counts, for events received in {@code hour}; more than one of a source where its GPU time fits no single one. They add up.
     */
    public List<Tally> tallies(Instant hour) {
        List<Tally> tallies = new ArrayList<>();
        counts.forEach(
                (tenant, bySource) -> bySource.forEach((source, count) -> count.addTo(tallies, tenant, hour, source)));
        return tallies;
    }

    private Count count(String tenant, @Nullable String source) {
        return counts.computeIfAbsent(tenant, absent -> new HashMap<>())
                .computeIfAbsent(source == null ? NO_SOURCE : source, absent -> new Count());
    }

    private static final class Count {
        private final long[] byKind = new long[Outcome.Kind.values().length];
        private long received;
        private long late;
        private long milliGpuSeconds;

        /** What no longer fitted with the rest: a year of the largest allocation is a 2,900th of what 64 bits hold. */
        private @Nullable List<Long> apart;

        void addGpuTime(long more) {
            long sum = milliGpuSeconds + more;
            if (((milliGpuSeconds ^ sum) & (more ^ sum)) < 0) {
                apart = apart == null ? new ArrayList<>() : apart;
                apart.add(milliGpuSeconds);
                sum = more;
            }
            milliGpuSeconds = sum;
        }

        void addTo(List<Tally> tallies, String tenant, Instant hour, String source) {
            tallies.add(tally(tenant, hour, source));
            if (apart != null) {
                apart.forEach(gpuTime ->
                        tallies.add(new Tally(tenant, hour, source, new Tally.Counts(0, 0, 0, 0, 0, 0), gpuTime)));
            }
        }

        private Tally tally(String tenant, Instant hour, String source) {
            Tally.Counts all = new Tally.Counts(
                    received,
                    byKind[Outcome.Kind.METERED.ordinal()],
                    byKind[Outcome.Kind.DUPLICATE.ordinal()],
                    byKind[Outcome.Kind.CONFLICT.ordinal()],
                    byKind[Outcome.Kind.REFUSED.ordinal()],
                    late);
            return new Tally(tenant, hour, source, all, milliGpuSeconds);
        }
    }
}
