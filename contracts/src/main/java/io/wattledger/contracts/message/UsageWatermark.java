package io.wattledger.contracts.message;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Until when the usage of a site has been reported, as the collectors of one tenant say, or those of all tenants. Usage of a
 * tenant is complete until the earlier of two such messages: that of the tenant, and that of {@code -}. A site without a
 * message has no collector that speaks of completeness, and nobody waits for it.
 *
 * @param tenant whose collectors, {@code -} for those that report for all tenants
 * @param site id of the site
 * @param completeUntil the earliest instant that an active collector names; absent when all are retired
 * @param revision counts up with every change; a reader keeps the highest per key
 * @param activeCollectors how many collectors are waited for
 * @param collectors the slowest of them, the slowest first, at most {@value #MOST_COLLECTORS}
 */
public record UsageWatermark(
        String tenant,
        String site,
        @Nullable Instant completeUntil,
        long revision,
        int activeCollectors,
        List<Collector> collectors) {

    /** The most collectors that a message names. */
    public static final int MOST_COLLECTORS = 20;

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException when the revision is below 1, or somebody is waited for until no instant
     */
    public UsageWatermark {
        collectors = List.copyOf(collectors);
        if (revision < 1) {
            throw new IllegalArgumentException("revision " + revision + " is below 1");
        }
        if ((completeUntil == null) != collectors.isEmpty() || activeCollectors < collectors.size()) {
            throw new IllegalArgumentException("site " + site + ": the instant is that of the slowest collector");
        }
    }

    /** The record key. */
    public String recordKey() {
        return tenant + "/" + site;
    }

    /**
     * A collector that is waited for.
     *
     * @param collector the source of its events
     * @param completeUntil until when it has reported all usage
     */
    public record Collector(String collector, Instant completeUntil) {}
}
