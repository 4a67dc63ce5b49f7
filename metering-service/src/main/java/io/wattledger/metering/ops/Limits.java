package io.wattledger.metering.ops;

import io.wattledger.metering.event.UsageRules;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives the configured limits to the rooms that decide, which know no configuration. */
public class Limits {

    @Produces
    @Singleton
    UsageRules usageRules(MeteringConfig config) {
        MeteringConfig.Rules rules = config.rules();
        return new UsageRules(
                rules.tolerance(), rules.earliestStart(), rules.longest(), rules.mostGpus(), rules.mostWattsPerGpu());
    }
}
