package io.wattledger.metering.allocation;

import io.wattledger.contracts.vocabulary.UsageKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a start to a stop.
 *
 * @param start what was started
 * @param since when, in milliseconds since the epoch
 * @param until when it stopped, in milliseconds since the epoch; {@link #OPEN} while nobody has said so
 */
public record Run(Mark start, long since, long until) {

    /** The end of a run that has none. */
    public static final long OPEN = Long.MAX_VALUE;

    /** Whether nobody has said that it ended. */
    public boolean isOpen() {
        return until == OPEN;
    }

    /**
     * What runs come to.
     *
     * @param tenant whose they are
     * @param site where
     * @param meteredUntil up to when an open run is metered, in milliseconds since the epoch; null for not at all
     */
    public static List<Stretch> stretches(List<Run> runs, String tenant, String site, @Nullable Long meteredUntil) {
        List<Stretch> stretches = new ArrayList<>(runs.size());
        for (Run run : runs) {
            long end = run.isOpen() ? (meteredUntil == null ? run.since : meteredUntil) : run.until;
            if (end > run.since) {
                UsageKey key = new UsageKey(tenant, run.start.project(), site, run.start.sku());
                stretches.add(new Stretch(new Stretch.What(key, run.start.gpuThousandths(), false), run.since, end));
            }
        }
        return stretches;
    }
}
