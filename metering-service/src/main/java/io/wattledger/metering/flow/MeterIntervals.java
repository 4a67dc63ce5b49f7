package io.wattledger.metering.flow;

import io.wattledger.metering.device.Claimant;
import io.wattledger.metering.event.AllocatedInterval;
import io.wattledger.metering.event.EventIdentity;
import io.wattledger.metering.event.UsageReport;
import io.wattledger.metering.slot.IntervalCut;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Meters allocation intervals: each brings its GPU time and its measured energy, whatever others say, and claims its
 * devices where it names them.
 */
@ApplicationScoped
public class MeterIntervals implements MeterKind {

    @Override
    public void apply(Changes changes, Effects effects) {
        for (UsageReport report : changes.begun()) {
            AllocatedInterval interval = (AllocatedInterval) report;
            effects.add(interval.identity().source(), interval.key(), cut(interval));
            if (!interval.placement().devices().isEmpty()) {
                effects.claims().begin(claim(interval));
            }
        }
        for (UsageReport report : changes.ended()) {
            AllocatedInterval interval = (AllocatedInterval) report;
            if (!interval.placement().devices().isEmpty()) {
                effects.claims().end(claim(interval));
            }
            effects.subtract(interval.identity().source(), interval.key(), cut(interval));
        }
    }

    private static ClaimDevices.Claimed claim(AllocatedInterval interval) {
        EventIdentity identity = interval.identity();
        return new ClaimDevices.Claimed(
                new Claimant(identity.tenant(), identity.key(), identity.source(), identity.id()),
                interval.key(),
                interval.gpuThousandths(),
                interval.placement().devices(),
                interval.interval());
    }

    private static IntervalCut cut(AllocatedInterval interval) {
        return new IntervalCut(interval.gpuThousandths(), interval.interval(), interval.energyMillijoules());
    }
}
