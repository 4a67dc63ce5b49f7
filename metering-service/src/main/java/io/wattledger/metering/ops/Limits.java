package io.wattledger.metering.ops;

import io.wattledger.chassis.ops.NamedSettings;
import io.wattledger.metering.device.ClaimPolicies;
import io.wattledger.metering.device.ClaimPolicy;
import io.wattledger.metering.energy.CounterRules;
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
                gaps(config.heartbeats()),
                rules.lateAfter());
    }

    @Produces
    @Singleton
    CounterRules counterRules(MeteringConfig config) {
        return new CounterRules(
                config.rules().mostWattsPerGpu(), config.energy().joinUpTo());
    }

    @Produces
    @Singleton
    ClaimPolicies claimPolicies(MeteringConfig config) {
        Map<String, ClaimPolicy> bySite = new HashMap<>();
        config.devices().site().forEach((site, own) -> bySite.put(site, own.policy()));
        return new ClaimPolicies(config.devices().policy(), site -> NamedSettings.find(bySite, site));
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
        return new GapPolicy.BySku(
                new GapPolicy(heartbeats.period(), heartbeats.fillUpTo()), sku -> NamedSettings.find(bySku, sku));
    }
}
