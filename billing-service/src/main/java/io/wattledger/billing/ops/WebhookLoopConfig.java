package io.wattledger.billing.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How webhooks are worked on. */
@ConfigMapping(prefix = "wattledger.billing.webhooks")
public interface WebhookLoopConfig {

    /** False sends nothing; for tests that take single steps. */
    @WithDefault("true")
    boolean enabled();

    /**
     * How many are sent at a time, at least 2: every other one of them sends only to endpoints that answered soon the last time, so
     * that those that take their time do not hold up the others.
     */
    @WithDefault("8")
    int workers();

    /** How long a worker rests when nothing is due. */
    @WithDefault("PT1S")
    Duration idle();

    /** How often invoices are looked through for overdue ones; they become so at midnight, in UTC. */
    @WithDefault("PT10M")
    Duration overdueEvery();
}
