package io.wattledger.metering.event;

import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.vocabulary.Interval;
import java.time.Instant;
import java.util.List;

/**
 * The meter of a whole node measured energy over an interval. It is nobody's usage: what of it is whose follows from who
 * had the node's devices.
 *
 * @param identity by what the report is known; of nobody
 * @param site where the node stands
 * @param node its name, unique at the site
 * @param devices ids of the devices in it, in order, each once; never empty
 * @param gpuThousandths GPUs in it in thousandths; positive
 * @param interval when, to the whole millisecond
 * @param millijoules energy that it drew over the whole interval
 */
public record NodeMeasurement(
        EventIdentity identity,
        String site,
        String node,
        List<String> devices,
        long gpuThousandths,
        Interval interval,
        long millijoules)
        implements UsageReport {

    /** Puts the devices in order: in which order they are named does not matter. */
    public NodeMeasurement {
        devices = devices.stream().sorted().toList();
    }

    @Override
    public Instant until() {
        return interval.end();
    }

    @Override
    public byte[] contentHash() {
        Fingerprint fingerprint = new Fingerprint()
                .text(UsageEventTypes.NODE_ENERGY_INTERVAL)
                .text(site)
                .text(node)
                .number(gpuThousandths)
                .number(interval.start().toEpochMilli())
                .number(interval.end().toEpochMilli())
                .number(millijoules);
        devices.forEach(fingerprint::text);
        return fingerprint.whole();
    }
}
