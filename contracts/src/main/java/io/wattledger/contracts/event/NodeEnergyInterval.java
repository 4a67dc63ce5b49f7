package io.wattledger.contracts.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data of a {@link UsageEventTypes#NODE_ENERGY_INTERVAL} event as it is on the wire: energy that the meter of a whole node
 * measured over an interval. It belongs to no tenant, since a node may carry several. Nothing is checked here.
 *
 * @param site id of a site of the catalog
 * @param node name of the node, unique at the site
 * @param devices ids of the GPUs in the node, or of the instances into which they are parted, as allocations name them
 * @param gpuCount GPUs in the node; absent means one for each device
 * @param start first instant of the measurement
 * @param end first instant after it
 * @param millijoules energy that the node drew over the whole interval
 */
public record NodeEnergyInterval(
        @Nullable String site,
        @Nullable String node,
        @Nullable List<String> devices,
        @Nullable Long gpuCount,
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable Long millijoules) {}
