package io.wattledger.contracts.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Data of an {@link UsageEventTypes#ENERGY_COUNTER} event as it is on the wire: a reading of a device's cumulative energy
 * counter. Nothing is checked here.
 *
 * @param project the tenant's subdivision; absent means none
 * @param site id of a site of the catalog
 * @param sku id of a SKU of the catalog
 * @param device id of the device that was read
 * @param at when it was read
 * @param millijoules the counter; absent, null or a blank value of DCGM where there was no reading
 * @param gpuThousandths share of the device that the tenant has; absent means the whole of it
 * @param bootId names the run of the driver, so that a reset is known for one; absent where unknown
 */
public record EnergyCounter(
        @Nullable String project,
        @Nullable String site,
        @Nullable String sku,
        @Nullable String device,
        @Nullable Instant at,
        @Nullable Long millijoules,
        @Nullable Long gpuThousandths,
        @Nullable String bootId) {}
