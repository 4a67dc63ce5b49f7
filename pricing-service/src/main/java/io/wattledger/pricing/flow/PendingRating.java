package io.wattledger.pricing.flow;

import io.wattledger.chassis.ops.PendingWork;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Days and months that wait to be rated, without those that rest, and changes that wait to be spread. */
@ApplicationScoped
public class PendingRating implements PendingWork {

    private final TenantScope scope;
    private final DirtyDays dirtyDays;
    private final DirtyMonths dirtyMonths;
    private final InputChanges changes;
    private final RatingClock clock;

    PendingRating(
            TenantScope scope, DirtyDays dirtyDays, DirtyMonths dirtyMonths, InputChanges changes, RatingClock clock) {
        this.scope = scope;
        this.dirtyDays = dirtyDays;
        this.dirtyMonths = dirtyMonths;
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "rating";
    }

    @Override
    public long pending() {
        // Changes first, then days: what they mark afterwards is then counted as a dirty day or month.
        Instant now = clock.now();
        return scope.asOperator(connection ->
                changes.count(connection) + dirtyDays.waiting(connection, now) + dirtyMonths.waiting(connection, now));
    }
}
