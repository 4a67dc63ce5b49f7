package io.wattledger.pricing.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds the days that a changed price, rate, tariff, site, SKU or contract matters for and marks exactly those.
 *
 * <p>This runs after the change was committed, not with it: only then does every rating that begins see the change, so
 * that the days to mark are those rated before and those being rated now. Marking waits for the latter.
 */
@ApplicationScoped
public class SpreadChanges {

    private static final int MOST = 200;

    private final TenantScope scope;
    private final InputChanges changes;
    private final DirtyDays dirtyDays;
    private final DirtyMonths dirtyMonths;
    private final Clock clock;

    SpreadChanges(TenantScope scope, InputChanges changes, DirtyDays dirtyDays, DirtyMonths dirtyMonths, Clock clock) {
        this.scope = scope;
        this.changes = changes;
        this.dirtyDays = dirtyDays;
        this.dirtyMonths = dirtyMonths;
        this.clock = clock;
    }

    /**
     * Changes with the days they matter for.
     *
     * @param changes what was worked off
     * @param days what must be rated again
     * @param months billing months that must be rated again whatever their days come to
     */
    private record Spread(List<InputChanges.Waiting> changes, SortedSet<DayKey> days, SortedSet<MonthKey> months) {}

    /** Works off what waits; true when there may be more. */
    public boolean run() {
        Spread spread = scope.asOperator(this::find);
        if (spread.changes().isEmpty()) {
            return false;
        }
        Set<String> tenants = new TreeSet<>();
        spread.changes().forEach(change -> tenants.add(change.tenant()));
        spread.days().forEach(day -> tenants.add(day.key().tenant()));
        spread.months().forEach(month -> tenants.add(month.tenant()));
        scope.inTransactionDo(tenants, connection -> {
            dirtyDays.mark(connection, spread.days(), clock.instant());
            dirtyMonths.mark(connection, spread.months(), clock.instant());
            changes.done(connection, spread.changes());
        });
        return true;
    }

    private Spread find(Connection connection) throws SQLException {
        List<InputChanges.Waiting> waiting = changes.waiting(connection, MOST);
        SortedSet<DayKey> days = new TreeSet<>();
        SortedSet<MonthKey> months = new TreeSet<>();
        for (InputChanges.Waiting one : waiting) {
            days.addAll(changes.affected(connection, one.change()));
            months.addAll(dirtyMonths.affected(connection, one.change()));
        }
        return new Spread(waiting, days, months);
    }
}
