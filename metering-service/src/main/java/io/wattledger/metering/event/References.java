package io.wattledger.metering.event;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sites and SKUs known at one moment.
 *
 * @param sites by id
 * @param skus ids
 */
public record References(Map<String, Site> sites, Set<String> skus) {

    /** Copies both, so that a snapshot stays one. */
    public References {
        sites = Map.copyOf(sites);
        skus = Set.copyOf(skus);
    }

    /** When a site can be used. */
    public sealed interface Site {}

    /** The site is built but not open: nothing can have been used there. */
    public record Planned() implements Site {}

    /** The site is open. */
    public record Live() implements Site {}

    /**
     * The site is closed; usage before it was closed may still be reported.
     *
     * @param since when its retirement was published
     */
    public record Retired(Instant since) implements Site {}

    @Nullable
    Site site(String id) {
        return sites.get(id);
    }

    boolean hasSku(String id) {
        return skus.contains(id);
    }
}
