package io.wattledger.metering.event;

import io.wattledger.contracts.event.AllocationStarted;
import io.wattledger.contracts.event.AllocationStopped;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the start and the stop of an allocation must be like. */
final class MarkRules {

    private final FieldChecks checks;

    MarkRules(FieldChecks checks) {
        this.checks = checks;
    }

    AllocationStart report(EventIdentity identity, AllocationStarted data) throws Broken {
        String allocation = allocation(data.allocation());
        UsageKey key = FieldChecks.key(identity, data.project(), data.site(), data.sku());
        List<String> devices = FieldChecks.devices(data.devices(), data.gpuCount());
        Placement placement = FieldChecks.placement(data.job(), data.node(), devices);
        long gpuThousandths = checks.gpuThousandths(data.gpuCount(), data.gpuThousandths());
        Instant at = checks.instant("data.at", data.at());
        checks.checkReferences(key, at);
        return new AllocationStart(identity, key, allocation, gpuThousandths, at, placement);
    }

    /**
     * A stop is taken from a site in whatever state: refused, it would leave the allocation open for ever. One after the site was retired
     * counts as it says: somebody tells of that use, as nobody does of an allocation that is open.
     */
    AllocationStop report(EventIdentity identity, AllocationStopped data) throws Broken {
        String allocation = allocation(data.allocation());
        String site = FieldChecks.name("data.site", data.site());
        Instant at = checks.instant("data.at", data.at());
        checks.knownSite(site);
        return new AllocationStop(identity, site, allocation, at);
    }

    static String allocation(@Nullable String name) throws Broken {
        return FieldChecks.required("data.allocation", name, WireText.LONGEST_ATTRIBUTE);
    }
}
