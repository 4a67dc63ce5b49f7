package io.wattledger.pricing.flow;

import io.wattledger.chassis.kafka.TopicReaders;
import io.wattledger.contracts.Topics;
import io.wattledger.pricing.ops.PricingConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Tells when something that waits to be rated is ripe. */
@ApplicationScoped
class RatingClock {

    private final Clock clock;
    private final PricingConfig config;
    private final TopicReaders readers;

    RatingClock(Clock clock, PricingConfig config, TopicReaders readers) {
        this.clock = clock;
        this.config = config;
        this.readers = readers;
    }

    Instant now() {
        return clock.instant();
    }

    /** What is ripe at {@code now}. This copy is behind while more slots have still to be read than are taken in at once. */
    Ripeness ripeAt(Instant now) {
        boolean behind = readers.unread(Topics.METERED_USAGE) > config.topics().meteredUsageBatch();
        return Ripeness.at(now, config.rating(), behind);
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
