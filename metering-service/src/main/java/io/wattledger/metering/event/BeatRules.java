package io.wattledger.metering.event;

import io.wattledger.contracts.event.AllocationHeartbeat;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Instant;
import java.util.List;

/** What the heartbeat of an allocation must be like. */
final class BeatRules {

    private final FieldChecks checks;

    BeatRules(FieldChecks checks) {
        this.checks = checks;
    }

    AllocationBeat report(EventIdentity identity, AllocationHeartbeat data) throws Broken {
        String allocation = MarkRules.allocation(data.allocation());
        UsageKey key = FieldChecks.key(identity, data.project(), data.site(), data.sku());
        List<String> devices = FieldChecks.devices(data.devices(), data.gpuCount());
        Placement placement = FieldChecks.placement(data.job(), data.node(), devices);
        long gpuThousandths = checks.gpuThousandths(data.gpuCount(), data.gpuThousandths());
        Instant at = checks.instant("data.at", data.at());
        boolean isWindowGiven = data.since() != null;
        Instant since = isWindowGiven
                ? data.since()
                : at.minus(checks.rules().gaps().of(key.sku()).period());
        Interval window = checks.interval("data.since", since, "data.at", at);
        checks.checkReferences(key, at);
        return new AllocationBeat(identity, key, allocation, gpuThousandths, window, isWindowGiven, placement);
    }
}
