package io.wattledger.launcher.slurm;

import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.event.AllocationStarted;
import io.wattledger.contracts.event.AllocationStopped;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.launcher.usage.ReportedEvent;
import io.wattledger.launcher.usage.UsageEvents;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * GPUs of one kind that one run of a job had.
 *
 * @param name by which start and stop find each other: cluster, JobIDRaw, start in seconds since 1970, kind of GPU.
 *     A requeued job keeps its JobIDRaw and has another start
 * @param tenant whose usage it is
 * @param project the tenant's subdivision
 * @param site where the GPUs stand
 * @param sku what they are
 * @param count how many GPUs
 * @param thousandths instead, the share of a GPU; absent where they are whole
 * @param job JobIDRaw
 */
record GpuAllocation(
        String name,
        String tenant,
        String project,
        String site,
        String sku,
        long count,
        @Nullable Long thousandths,
        String job) {

    /** Its start, and its stop where it has ended. */
    List<ReportedEvent> events(String file, long line, URI source, Instant start, @Nullable Instant stop) {
        var events = new UsageEvents(source);
        List<ReportedEvent> reported = new ArrayList<>();
        var started = new AllocationStarted(
                name,
                project,
                site,
                sku,
                thousandths == null ? Long.valueOf(count) : null,
                thousandths,
                start,
                null,
                job,
                null);
        reported.add(new ReportedEvent(
                file,
                line,
                tenant,
                project,
                events.event(
                        name + "/start",
                        UsageEventTypes.ALLOCATION_STARTED,
                        tenant,
                        project,
                        start,
                        WireJson.write(started))));
        if (stop != null) {
            reported.add(new ReportedEvent(
                    file,
                    line,
                    tenant,
                    project,
                    events.event(
                            name + "/stop",
                            UsageEventTypes.ALLOCATION_STOPPED,
                            tenant,
                            project,
                            stop,
                            WireJson.write(new AllocationStopped(name, site, stop)))));
        }
        return reported;
    }
}
