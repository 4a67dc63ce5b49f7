package io.wattledger.metering.event;

import io.wattledger.contracts.event.EnergyCounter;
import io.wattledger.contracts.event.EnergyInterval;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Instant;

/** What energy that is reported apart from an allocation must be like. */
final class EnergyRules {

    private final FieldChecks checks;

    EnergyRules(FieldChecks checks) {
        this.checks = checks;
    }

    EnergyReading report(EventIdentity identity, EnergyCounter data) throws Broken {
        UsageKey key = FieldChecks.key(identity, data.project(), data.site(), data.sku());
        String device = FieldChecks.name("data.device", data.device());
        String bootId = FieldChecks.optional("data.bootId", data.bootId());
        Long share = data.gpuThousandths();
        long gpuThousandths = share == null
                ? UsageRules.THOUSANDTHS
                : FieldChecks.inRange("data.gpuThousandths", share, UsageRules.THOUSANDTHS);
        Instant at = checks.instant("data.at", data.at());
        Long millijoules = data.millijoules();
        if (millijoules != null && millijoules < 0) {
            throw new Broken(RefusalCode.ENERGY_OUT_OF_RANGE, "data.millijoules", millijoules.toString(), "0 or more");
        }
        checks.checkReferences(key, at);
        return new EnergyReading(identity, key, device, gpuThousandths, at, millijoules, bootId);
    }

    MeasuredEnergy report(EventIdentity identity, EnergyInterval data) throws Broken {
        UsageKey key = FieldChecks.key(identity, data.project(), data.site(), data.sku());
        long gpuThousandths = checks.gpuThousandths(data.gpuCount(), data.gpuThousandths());
        Interval interval = checks.interval(data.start(), data.end());
        Long millijoules = data.millijoules();
        if (millijoules == null) {
            throw new Broken(RefusalCode.MISSING_FIELD, "data.millijoules", null, "must be given");
        }
        checks.checkEnergy("data.millijoules", millijoules, gpuThousandths, interval);
        checks.checkReferences(key, interval.end());
        return new MeasuredEnergy(identity, key, gpuThousandths, interval, millijoules);
    }
}
