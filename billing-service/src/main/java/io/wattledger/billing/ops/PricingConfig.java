package io.wattledger.billing.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Where pricing is asked what rated records were made from, and for prices; nothing that moves money depends on it. */
@ConfigMapping(prefix = "wattledger.billing.pricing")
public interface PricingConfig {

    /** Its address, without a path. */
    @WithDefault("http://127.0.0.1:8082")
    URI url();

    /** How long an answer may take. */
    @WithDefault("PT60S")
    Duration timeout();
}
