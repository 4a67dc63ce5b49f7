package io.wattledger.metering.flow;

import io.wattledger.metering.event.AllocatedInterval;
import io.wattledger.metering.event.UsageReport;
import io.wattledger.metering.slot.IntervalCut;
import jakarta.enterprise.context.ApplicationScoped;

/** Meters allocation intervals: each brings its GPU time and its measured energy, whatever others say. */
@ApplicationScoped
public class MeterIntervals implements MeterKind {

    @Override
    public void apply(Changes changes, Effects effects) {
        for (UsageReport report : changes.begun()) {
            AllocatedInterval interval = (AllocatedInterval) report;
            effects.add(interval.identity().source(), interval.key(), cut(interval));
        }
        for (UsageReport report : changes.ended()) {
            AllocatedInterval interval = (AllocatedInterval) report;
            effects.subtract(interval.identity().source(), interval.key(), cut(interval));
        }
    }

    private static IntervalCut cut(AllocatedInterval interval) {
        return new IntervalCut(interval.gpuThousandths(), interval.interval(), interval.energyMillijoules());
    }
}
