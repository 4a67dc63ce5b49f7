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

    /** How many are sent at a time, so that an endpoint that takes its time does not hold up the others. */
    @WithDefault("4")
    int workers();

    /** How long a worker rests when nothing is due. */
    @WithDefault("PT1S")
    Duration idle();

    /** How often invoices are looked through for overdue ones; they become so at midnight, in UTC. */
    @WithDefault("PT10M")
    Duration overdueEvery();
}
