package io.wattledger.metering.ops;

import io.wattledger.metering.event.GapPolicy;
import io.wattledger.metering.event.UsageRules;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/** Gives the configured limits to the rooms that decide, which know no configuration. */
public class Limits {

    @Produces
    @Singleton
    UsageRules usageRules(MeteringConfig config) {
        MeteringConfig.Rules rules = config.rules();
        return new UsageRules(
                rules.tolerance(),
                rules.earliestStart(),
                rules.longest(),
                rules.mostGpus(),
                rules.mostWattsPerGpu(),
                gaps(config.heartbeats()));
    }

    private static GapPolicy.BySku gaps(MeteringConfig.Heartbeats heartbeats) {
        Map<String, GapPolicy> bySku = new HashMap<>();
        heartbeats
                .sku()
                .forEach((sku, own) -> bySku.put(
                        sku,
                        new GapPolicy(
                                own.period().orElse(heartbeats.period()),
                                own.fillUpTo().orElse(heartbeats.fillUpTo()))));
        return new GapPolicy.BySku(new GapPolicy(heartbeats.period(), heartbeats.fillUpTo()), bySku);
    }
}
