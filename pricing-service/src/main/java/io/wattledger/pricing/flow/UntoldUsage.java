package io.wattledger.pricing.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Marks the days with usage under a contract that was told to nobody. This version tells of it, but a copy of an older one that
 * still runs rates days as it used to, also those that were marked when this one was started.
 */
@ApplicationScoped
public class UntoldUsage {

    private static final int MOST = 1000;

    private final TenantScope scope;
    private final DirtyDays dirtyDays;
    private final Clock clock;

    UntoldUsage(TenantScope scope, DirtyDays dirtyDays, Clock clock) {
        this.scope = scope;
        this.dirtyDays = dirtyDays;
        this.clock = clock;
    }

    /** Marks some; true when there may be more. */
    public boolean run() {
        SortedSet<DayKey> days = scope.asOperator(connection -> dirtyDays.untold(connection, MOST));
        if (days.isEmpty()) {
            return false;
        }
        Set<String> tenants = new TreeSet<>();
        days.forEach(day -> tenants.add(day.key().tenant()));
        scope.inTransactionDo(tenants, connection -> dirtyDays.mark(connection, days, clock.instant()));
        return days.size() == MOST;
    }
}
