package io.wattledger.pricing.flow;

import io.wattledger.pricing.ops.PricingConfig;
import java.time.Instant;

/**
 * When something that waits to be rated is ripe: it has rested, and was left alone for a while or has waited for long.
 *
 * @param restedBy what rests no longer than this has rested
 * @param quietSince what was last touched before this was left alone for long enough
 * @param waitingSince what waits since before this is rated even if it is still being touched
 */
public record Ripeness(Instant restedBy, Instant quietSince, Instant waitingSince) {

    /**
     * What is ripe.
     *
     * @param behind whether many slots have still to be read: then nothing counts as left alone, since more of the same day is
     *     probably among them, and rating would keep them waiting
     */
    static Ripeness at(Instant now, PricingConfig.Rating rating, boolean behind) {
        Instant longAgo = now.minus(rating.longestWait());
        return new Ripeness(now, behind ? longAgo : now.minus(rating.quiet()), longAgo);
    }
}
