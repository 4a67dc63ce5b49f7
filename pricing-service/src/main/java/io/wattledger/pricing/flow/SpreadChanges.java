package io.wattledger.pricing.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.pricing.ops.PricingConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Finds the days that a changed price, rate, tariff, site, SKU or contract matters for and marks exactly those.
 *
 * <p>This runs after the change was committed, not with it: only then does every rating that begins see the change, so
 * that the days to mark are those rated before and those being rated now. Marking waits for the latter.
 */
@ApplicationScoped
public class SpreadChanges {

    private static final int MOST = 200;

    /** Months of one transaction. */
    private static final int MONTHS_TOGETHER = 10_000;

    private final TenantScope scope;
    private final InputChanges changes;
    private final DirtyDays dirtyDays;
    private final DirtyMonths dirtyMonths;
    private final Clock clock;
    private final int mostDays;

    SpreadChanges(
            TenantScope scope,
            InputChanges changes,
            DirtyDays dirtyDays,
            DirtyMonths dirtyMonths,
            Clock clock,
            PricingConfig config) {
        this.scope = scope;
        this.changes = changes;
        this.dirtyDays = dirtyDays;
        this.dirtyMonths = dirtyMonths;
        this.clock = clock;
        this.mostDays = config.rating().spreadTogether();
    }

    /**
     * Changes with the days they matter for.
     *
     * @param changes what is worked off
     * @param days what must be rated again
     * @param months billing months that must be rated again whatever their days come to
     * @param isLarge whether it is a single change that matters for more days than are taken together
     */
    private record Spread(
            List<InputChanges.Waiting> changes, SortedSet<DayKey> days, SortedSet<MonthKey> months, boolean isLarge) {}

    /** Works off changes that wait: as many as do not matter for too many days together, or one that does so alone. True when there may be more. */
    public boolean run() {
        List<InputChanges.Waiting> waiting = scope.asOperator(connection -> changes.waiting(connection, MOST));
        if (waiting.isEmpty()) {
            return false;
        }
        // Once for all changes of this round, and before rated days are looked at: what is being rated now by the old
        // inputs is still dirty here or rated there.
        byTenants(
                scope.asOperator(dirtyDays::dirtyByTenant),
                tenants -> scope.inTransactionDo(
                        tenants, connection -> dirtyDays.markDirty(connection, tenants, clock.instant())));
        // A month that is being rated is known to be affected only once that is done; what is rated from now on is by
        // the new inputs.
        List<String> rating = scope.asOperator(dirtyMonths::tenants);
        scope.inTransactionDo(rating, connection -> dirtyMonths.awaitRated(connection, rating));
        Spread spread = scope.asOperator(connection -> find(connection, waiting));
        if (spread.isLarge()) {
            markByTenants(spread.changes().getFirst());
            return true;
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

    private Spread find(Connection connection, List<InputChanges.Waiting> waiting) throws SQLException {
        List<InputChanges.Waiting> found = new ArrayList<>();
        SortedSet<DayKey> days = new TreeSet<>();
        SortedSet<MonthKey> months = new TreeSet<>();
        for (InputChanges.Waiting one : waiting) {
            SortedSet<DayKey> more = changes.affected(connection, one.change(), mostDays - days.size());
            if (more == null) {
                // The others wait for the next round.
                return found.isEmpty()
                        ? new Spread(List.of(one), days, months, true)
                        : new Spread(found, days, months, false);
            }
            found.add(one);
            days.addAll(more);
            months.addAll(dirtyMonths.affected(connection, one.change()));
        }
        return new Spread(found, days, months, false);
    }

    /**
     * As many tenants in a transaction as have not more days than are taken together, at least one. A copy that dies in between
     * begins again: what is marked twice is rated once.
     */
    private void byTenants(SortedMap<String, Long> daysByTenant, Consumer<List<String>> mark) {
        List<String> tenants = new ArrayList<>();
        long days = 0;
        for (Map.Entry<String, Long> tenant : daysByTenant.entrySet()) {
            if (!tenants.isEmpty() && days + tenant.getValue() > mostDays) {
                mark.accept(List.copyOf(tenants));
                tenants.clear();
                days = 0;
            }
            tenants.add(tenant.getKey());
            days += tenant.getValue();
        }
        if (!tenants.isEmpty()) {
            mark.accept(List.copyOf(tenants));
        }
    }

    private void markByTenants(InputChanges.Waiting large) {
        byTenants(
                scope.asOperator(connection -> changes.affectedByTenant(connection, large.change())),
                tenants -> scope.inTransactionDo(
                        tenants, connection -> changes.mark(connection, large.change(), tenants, clock.instant())));
        List<MonthKey> months =
                List.copyOf(scope.asOperator(connection -> dirtyMonths.affected(connection, large.change())));
        for (int first = 0; first < months.size(); first += MONTHS_TOGETHER) {
            SortedSet<MonthKey> some =
                    new TreeSet<>(months.subList(first, Math.min(months.size(), first + MONTHS_TOGETHER)));
            scope.inTransactionDo(
                    some.stream().map(MonthKey::tenant).collect(Collectors.toSet()),
                    connection -> dirtyMonths.mark(connection, some, clock.instant()));
        }
        scope.inTransactionDo(List.of(large.tenant()), connection -> changes.done(connection, List.of(large)));
    }
}
