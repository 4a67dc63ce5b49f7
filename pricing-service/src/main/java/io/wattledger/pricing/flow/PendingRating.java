package io.wattledger.pricing.flow;

import io.wattledger.chassis.ops.PendingWork;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;

/** Days and months that wait to be rated and changes that wait to be spread. */
@ApplicationScoped
public class PendingRating implements PendingWork {

    private final TenantScope scope;
    private final DirtyDays dirtyDays;
    private final DirtyMonths dirtyMonths;
    private final InputChanges changes;

    PendingRating(TenantScope scope, DirtyDays dirtyDays, DirtyMonths dirtyMonths, InputChanges changes) {
        this.scope = scope;
        this.dirtyDays = dirtyDays;
        this.dirtyMonths = dirtyMonths;
        this.changes = changes;
    }

    @Override
    public String name() {
        return "rating";
    }

    @Override
    public long pending() {
        // Changes first, then days: what they mark afterwards is then counted as a dirty day or month.
        return scope.asOperator(connection ->
                changes.count(connection) + dirtyDays.waiting(connection) + dirtyMonths.waiting(connection));
    }
}
