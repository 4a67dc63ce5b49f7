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

    /** What is ripe at {@code now}. */
    Ripeness ripeAt(Instant now) {
        return new Ripeness(
                now,
                now.minus(config.rating().quiet()),
                now.minus(config.rating().longestWait()));
    }

    /** How days rest that still run. */
    Rest restOfDays() {
        return new Rest(config.rating().rest(), config.rating().longestRestOfDay());
    }

    /** How months rest that still run. */
    Rest restOfMonths() {
        return new Rest(config.rating().rest(), config.rating().longestRestOfMonth());
    }

    /** Most things rated at once. */
    int bunch() {
        return config.rating().bunch();
    }
}
