package io.wattledger.metering.ops;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.ops.PendingWork;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.metering.flow.AllocationBook;
import io.wattledger.metering.flow.ExtendOpenAllocations;
import io.wattledger.metering.flow.SiteWatermarks.TenantSite;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** Meters open allocations up to the watermarks in the background, site by site and chunk by chunk. */
@ApplicationScoped
public class OpenAllocationsLoop implements PendingWork {

    private final ExtendOpenAllocations extendOpenAllocations;
    private final AllocationBook book;
    private final TenantScope scope;
    private final MeteringConfig config;
    private @Nullable Loop loop;

    OpenAllocationsLoop(
            ExtendOpenAllocations extendOpenAllocations,
            AllocationBook book,
            TenantScope scope,
            MeteringConfig config) {
        this.extendOpenAllocations = extendOpenAllocations;
        this.book = book;
        this.scope = scope;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("metering-open-allocations", config.openAllocations().every(), this::round);
    }

    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    /**
     * One chunk of every site that is behind, so that a large one does not keep the others waiting, and what was told of open
     * allocations rolled up.
     */
    private boolean round() {
        int chunk = config.openAllocations().chunk();
        boolean more = false;
        for (TenantSite site : book.behind()) {
            int extended = scope.inTransaction(site.tenant(), connection -> extendOpenAllocations.extend(site, chunk));
            more |= extended == chunk;
        }
        return more | book.rollUp();
    }

    @Override
    public String name() {
        return "openAllocations";
    }

    @Override
    public long pending() {
        return book.behind().size();
    }
}
