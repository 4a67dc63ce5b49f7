package io.wattledger.pricing.flow;

import io.wattledger.pricing.ops.PricingConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Tells when something that waits to be rated is ripe. */
@ApplicationScoped
class RatingClock {

    private final Clock clock;
    private final PricingConfig config;

    RatingClock(Clock clock, PricingConfig config) {
        this.clock = clock;
        this.config = config;
    }

    Instant now() {
        return clock.instant();
    }

    /** What was last touched before this has been left alone for long enough. */
    Instant quietSince(Instant now) {
        return now.minus(config.rating().quiet());
    }

    /** What waits since before this is rated even if it is still being touched. */
    Instant waitingSince(Instant now) {
        return now.minus(config.rating().longestWait());
    }

    /** Most things rated at once. */
    int bunch() {
        return config.rating().bunch();
    }
}
