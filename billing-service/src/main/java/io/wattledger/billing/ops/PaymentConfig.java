package io.wattledger.billing.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How bank transactions are worked on that an upload has left over. */
@ConfigMapping(prefix = "wattledger.billing.payments")
public interface PaymentConfig {

    /** False leaves them alone; for tests that take single steps. */
    @WithDefault("true")
    boolean enabled();

    /** How long the loop rests when nothing waits; an upload does its own work, so this is for what was broken off. */
    @WithDefault("PT10S")
    Duration idle();
}
