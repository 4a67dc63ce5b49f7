package io.wattledger.billing.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the sums of law 8 are kept. */
@ConfigMapping(prefix = "wattledger.billing.balance")
public interface BalanceConfig {

    /** Rest between two rounds of rolling up: many changes come together, and the journal stays short. */
    @WithDefault("PT10S")
    Duration rollUpEvery();
}
