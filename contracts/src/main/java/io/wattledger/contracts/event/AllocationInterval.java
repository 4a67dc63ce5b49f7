package io.wattledger.contracts.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data of an {@link UsageEventTypes#ALLOCATION_INTERVAL} event as it is on the wire: so many GPUs of a SKU at a site
 * were allocated from start to end. Nothing is checked here; metering says what it accepts.
 *
 * @param project the tenant's subdivision; absent means none
 * @param site id of a site of the catalog
 * @param sku id of a SKU of the catalog
 * @param gpuCount whole GPUs; absent where {@code gpuThousandths} is given
 * @param gpuThousandths share in thousandths of a GPU; absent where {@code gpuCount} is given
 * @param start first instant of the allocation
 * @param end first instant after it
 * @param energyMillijoules energy measured over the whole interval for these GPUs; absent where it was not measured
 * @param job the scheduler's name of the job, kept for explanation only
 * @param node where it ran, kept for explanation only
 * @param devices ids of the devices allocated; absent where they are not known
 * @param migProfile the profile of a MIG instance, kept for explanation only: the share is {@code gpuThousandths}
 */
public record AllocationInterval(
        @Nullable String project,
        @Nullable String site,
        @Nullable String sku,
        @Nullable Long gpuCount,
        @Nullable Long gpuThousandths,
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable Long energyMillijoules,
        @Nullable String job,
        @Nullable String node,
        @Nullable List<String> devices,
        @Nullable String migProfile) {}
