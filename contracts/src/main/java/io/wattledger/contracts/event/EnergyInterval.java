package io.wattledger.contracts.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Data of an {@link UsageEventTypes#ENERGY_INTERVAL} event as it is on the wire: energy measured over an interval for so
 * many GPUs, reported apart from their allocation. Nothing is checked here.
 *
 * @param project the tenant's subdivision; absent means none
 * @param site id of a site of the catalog
 * @param sku id of a SKU of the catalog
 * @param gpuCount whole GPUs; absent where {@code gpuThousandths} is given
 * @param gpuThousandths share in thousandths of a GPU; absent where {@code gpuCount} is given
 * @param start first instant of the measurement
 * @param end first instant after it
 * @param millijoules energy measured over the whole interval for these GPUs
 */
public record EnergyInterval(
        @Nullable String project,
        @Nullable String site,
        @Nullable String sku,
        @Nullable Long gpuCount,
        @Nullable Long gpuThousandths,
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable Long millijoules) {}
