package io.wattledger.metering.event;

import static io.wattledger.metering.event.UsageRules.THOUSANDTHS;

import io.wattledger.contracts.event.NodeEnergyInterval;
import io.wattledger.contracts.vocabulary.Interval;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the energy of a node must be like. */
final class NodeRules {

    /** A longer time does not say how the draw followed the tenants that came and went. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final int MOST_DEVICES = 1_000;

    private final FieldChecks checks;

    NodeRules(FieldChecks checks) {
        this.checks = checks;
    }

    NodeMeasurement report(EventIdentity identity, NodeEnergyInterval data) throws Broken {
        String site = FieldChecks.name("data.site", data.site());
        String node = FieldChecks.name("data.node", data.node());
        List<String> devices = devices(data.devices());
        Long count = data.gpuCount();
        long gpus = count == null ? devices.size() : FieldChecks.inRange("data.gpuCount", count, devices.size());
        Interval interval = checks.interval(data.start(), data.end());
        if (interval.length().compareTo(LONGEST) > 0) {
            throw new Broken(
                    RefusalCode.INTERVAL_TOO_LONG,
                    "data.end",
                    interval.end().toString(),
                    "at most " + LONGEST + " after the start; report it in pieces");
        }
        Long millijoules = data.millijoules();
        if (millijoules == null) {
            throw new Broken(RefusalCode.MISSING_FIELD, "data.millijoules", null, "must be given");
        }
        checks.checkEnergy("data.millijoules", millijoules, gpus * THOUSANDTHS, interval);
        checks.siteInService(site, interval.end());
        return new NodeMeasurement(identity, site, node, devices, gpus * THOUSANDTHS, interval, millijoules);
    }

    private static List<String> devices(@Nullable List<String> devices) throws Broken {
        if (devices == null || devices.isEmpty()) {
            throw new Broken(
                    RefusalCode.MISSING_FIELD, "data.devices", null, "the ids of all GPUs in the node must be given");
        }
        if (devices.size() > MOST_DEVICES || new HashSet<>(devices).size() != devices.size()) {
            throw new Broken(
                    RefusalCode.DEVICE_COUNT_MISMATCH,
                    "data.devices",
                    String.join(" ", devices),
                    "each device of the node once, at most " + MOST_DEVICES);
        }
        for (String device : devices) {
            FieldChecks.name("data.devices", device);
        }
        return devices;
    }
}
