package io.wattledger.billing.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How deliveries are worked on. */
@ConfigMapping(prefix = "wattledger.billing.deliveries")
public interface DeliveryConfig {

    /** False sends nothing; for tests that take single steps. */
    @WithDefault("true")
    boolean enabled();

    /** How long the worker rests when nothing is due. */
    @WithDefault("PT2S")
    Duration idle();

    /** How often receipts are read. */
    @WithDefault("PT30S")
    Duration receiptsEvery();
}
