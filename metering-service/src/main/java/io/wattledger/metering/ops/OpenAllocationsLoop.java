package io.wattledger.metering.ops;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.ops.PendingWork;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.tenancy.TooMuchAtOnce;
import io.wattledger.metering.flow.AllocationBook;
import io.wattledger.metering.flow.ExtendOpenAllocations;
import io.wattledger.metering.flow.SiteWatermarks.TenantSite;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Meters open allocations up to the watermarks in the background, site by site and chunk by chunk. */
@ApplicationScoped
public class OpenAllocationsLoop implements PendingWork {

    private final ExtendOpenAllocations extendOpenAllocations;
    private final AllocationBook book;
    private final TenantScope scope;
    private final MeteringConfig config;
    private final Map<TenantSite, Integer> chunks = new HashMap<>();
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
     * allocations rolled up. Neither does one that fails: the first failure is thrown when all have had their turn, with the others.
     */
    private boolean round() {
        boolean more = false;
        RuntimeException first = null;
        for (TenantSite site : book.behind()) {
            try {
                more |= extend(site);
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        more |= book.rollUp();
        if (first != null) {
            throw first;
        }
        return more;
    }

    /** Fewer at a time where it has failed, and more again: what takes too long at once goes through in parts. */
    private boolean extend(TenantSite site) {
        int usual = config.openAllocations().chunk();
        int chunk = Math.min(usual, chunks.getOrDefault(site, usual));
        try {
            int extended = scope.inTransaction(site.tenant(), connection -> extendOpenAllocations.extend(site, chunk));
            chunks.computeIfPresent(site, (one, few) -> few < usual / 2 ? few * 2 : null);
            return extended == chunk;
        } catch (TooMuchAtOnce e) {
            chunks.put(site, TooMuchAtOnce.fewer(chunk));
            return true;
        } catch (RuntimeException e) {
            chunks.put(site, Math.max(1, chunk / 2));
            throw e;
        }
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
