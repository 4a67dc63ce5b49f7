package io.wattledger.billing.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How rated usage is taken in. */
@ConfigMapping(prefix = "wattledger.billing.intake")
public interface IntakeConfig {

    /** Most records worked on in one transaction; one is about 2 kB. */
    @WithDefault("1000")
    int batchRecords();

    /** Consumer threads in this copy of the service. */
    @WithDefault("2")
    int readers();
}
