package io.wattledger.metering.event;

import io.wattledger.contracts.event.AllocationInterval;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.util.List;

/** What an allocation interval must be like. */
final class IntervalRules {

    private final FieldChecks checks;

    IntervalRules(FieldChecks checks) {
        this.checks = checks;
    }

    AllocatedInterval report(EventIdentity identity, AllocationInterval data) throws Broken {
        UsageKey key = FieldChecks.key(identity, data.project(), data.site(), data.sku());
        List<String> devices = FieldChecks.devices(data.devices(), data.gpuCount());
        Placement placement = FieldChecks.placement(data.job(), data.node(), devices, data.migProfile());
        long gpuThousandths = checks.gpuThousandths(data.gpuCount(), data.gpuThousandths());
        Interval interval = checks.interval(data.start(), data.end());
        Long energy = data.energyMillijoules();
        if (energy != null) {
            checks.checkEnergy("data.energyMillijoules", energy, gpuThousandths, interval);
        }
        checks.checkReferences(key, interval.end());
        return new AllocatedInterval(identity, key, gpuThousandths, interval, energy, placement);
    }
}
