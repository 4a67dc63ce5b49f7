package io.wattledger.billing.send;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where webhooks may go, and how long an endpoint may take. */
@ConfigMapping(prefix = "wattledger.billing.webhook-targets")
public interface WebhookConfig {

    /** Standard Webhooks 1.0 asks for 15 to 30 seconds. */
    @WithDefault("PT15S")
    Duration timeout();

    /** Networks such as {@code 10.20.0.0/16} that are taken though they are not public; by default none. */
    Optional<List<String>> allowedNetworks();

    /** Whether http is taken as well as https; for tests and closed networks. */
    @WithDefault("false")
    boolean plainHttp();
}
