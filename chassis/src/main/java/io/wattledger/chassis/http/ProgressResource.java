package io.wattledger.chassis.http;

import io.wattledger.chassis.kafka.ConsumedPositions;
import io.wattledger.chassis.kafka.ConsumedPositions.Position;
import io.wattledger.chassis.ops.PendingWork;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** How far the service has come. */
@Path("/api/v1/progress")
public class ProgressResource {

    private final TenantScope scope;
    private final ConsumedPositions positions;
    private final Instance<PendingWork> work;

    ProgressResource(TenantScope scope, ConsumedPositions positions, @Any Instance<PendingWork> work) {
        this.scope = scope;
        this.positions = positions;
        this.work = work;
    }

    /**
     * How far the service has come.
     *
     * @param consumed the first offset not yet read, per topic partition
     * @param pending items taken in and not finished, in all
     * @param pendingByName the same by kind of work
     */
    public record Progress(List<Position> consumed, long pending, Map<String, Long> pendingByName) {}

    /** Consumed positions and pending work; with positions at the ends of the topics and nothing pending, all is done. */
    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "getProgress", summary = "How far the service has come")
    public Progress progress() {
        // Positions first: work that they caused afterwards is then counted as pending.
        List<Position> consumed = scope.asOperator(positions::all);
        Map<String, Long> byName = new TreeMap<>();
        work.forEach(one -> byName.merge(one.name(), one.pending(), Long::sum));
        long pending = byName.values().stream().mapToLong(Long::longValue).sum();
        return new Progress(consumed, pending, byName);
    }
}
