package io.wattledger.launcher.slurm;

import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.event.AllocationStarted;
import io.wattledger.contracts.event.AllocationStopped;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.launcher.usage.ReportedEvent;
import io.wattledger.launcher.usage.TenantSite;
import io.wattledger.launcher.usage.UsageEvents;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * GPUs of one kind that one run of a job had.
 *
 * @param name by which start and stop find each other: cluster, JobIDRaw, start or submission in seconds since 1970,
 *     kind of GPU. A requeued job keeps its JobIDRaw and has another start and submission
 * @param startId id of the event that says that it started
 * @param place whose usage it is, and where the GPUs stand
 * @param project the tenant's subdivision
 * @param sku what they are
 * @param count how many GPUs
 * @param thousandths instead, the share of a GPU; absent where they are whole
 * @param job JobIDRaw
 */
record GpuAllocation(
        String name,
        String startId,
        TenantSite place,
        String project,
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
                place.site(),
                sku,
                thousandths == null ? Long.valueOf(count) : null,
                thousandths,
                start,
                null,
                job,
                null);
        var startEvent = events.event(
                startId, UsageEventTypes.ALLOCATION_STARTED, place.tenant(), project, start, WireJson.write(started));
        reported.add(new ReportedEvent(file, line, place, project, startEvent));
        if (stop != null) {
            var stopEvent = events.event(
                    name + "/stop",
                    UsageEventTypes.ALLOCATION_STOPPED,
                    place.tenant(),
                    project,
                    stop,
                    WireJson.write(new AllocationStopped(name, place.site(), stop)));
            reported.add(new ReportedEvent(file, line, place, project, stopEvent));
        }
        return reported;
    }
}
