package io.wattledger.metering.event;

import java.time.Duration;
import java.time.Instant;

/**
 * The limits beyond which a report is taken for a mistake.
 *
 * @param tolerance how far an end may lie after now, because clocks differ
 * @param earliestStart first instant at which usage can start; anything later is accepted however late it comes
 * @param longest the longest interval one report may cover
 * @param mostGpus the most GPUs one report may count
 * @param mostWattsPerGpu the most power, averaged over the interval, that one GPU with its share of the node can draw
 * @param gaps how heartbeats become usage
 * @param lateAfter how long after its end a report is marked as late; accepted it is however late it comes
 */
public record UsageRules(
        Duration tolerance,
        Instant earliestStart,
        Duration longest,
        long mostGpus,
        long mostWattsPerGpu,
        GapPolicy.BySku gaps,
        Duration lateAfter) {

    /** Thousandths of a GPU in one GPU. */
    public static final long THOUSANDTHS = 1000;

    /** The count times a time in seconds must stay inside 64 bits, hence a bound on the bound. */
    private static final long GPUS_THAT_FIT = 1_000_000;

    /** Refuses limits under which the arithmetic of slots would leave 64 bits. */
    public UsageRules {
        if (mostGpus < 1 || mostGpus > GPUS_THAT_FIT) {
            throw new IllegalArgumentException("mostGpus is " + mostGpus + ": between 1 and " + GPUS_THAT_FIT);
        }
        if (mostWattsPerGpu < 1 || tolerance.isNegative() || !longest.isPositive()) {
            throw new IllegalArgumentException("limits of usage must be positive");
        }
    }
}
