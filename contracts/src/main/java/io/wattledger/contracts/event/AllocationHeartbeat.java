package io.wattledger.contracts.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data of an {@link UsageEventTypes#ALLOCATION_HEARTBEAT} event as it is on the wire: so many GPUs were allocated since the
 * last beat. Nothing is checked here.
 *
 * @param allocation name of the allocation, the same in all of its beats; unique per source and site
 * @param project the tenant's subdivision; absent means none
 * @param site id of a site of the catalog
 * @param sku id of a SKU of the catalog
 * @param gpuCount whole GPUs; absent where {@code gpuThousandths} is given
 * @param gpuThousandths share in thousandths of a GPU; absent where {@code gpuCount} is given
 * @param at end of the window that this beat vouches for
 * @param since start of that window; absent means one period before {@code at}, as the gap policy says
 * @param devices ids of the devices allocated; absent where they are not known
 * @param job the scheduler's name of the job, kept for explanation only
 * @param node where it runs, kept for explanation only
 */
public record AllocationHeartbeat(
        @Nullable String allocation,
        @Nullable String project,
        @Nullable String site,
        @Nullable String sku,
        @Nullable Long gpuCount,
        @Nullable Long gpuThousandths,
        @Nullable Instant at,
        @Nullable Instant since,
        @Nullable List<String> devices,
        @Nullable String job,
        @Nullable String node) {}
