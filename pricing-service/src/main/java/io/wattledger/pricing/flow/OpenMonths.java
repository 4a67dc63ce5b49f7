package io.wattledger.pricing.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.pricing.tariff.Tariff;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Marks the months that have begun and that no usage has marked: capacity, reservations and minimum charges are due
 * whether anything was used or not.
 */
@ApplicationScoped
public class OpenMonths {

    private final TenantScope scope;
    private final CatalogBook catalogs;
    private final AccountBook accounts;
    private final DirtyMonths dirtyMonths;
    private final Clock clock;

    OpenMonths(TenantScope scope, CatalogBook catalogs, AccountBook accounts, DirtyMonths dirtyMonths, Clock clock) {
        this.scope = scope;
        this.catalogs = catalogs;
        this.accounts = accounts;
        this.dirtyMonths = dirtyMonths;
        this.clock = clock;
    }

    /** Marks what has begun; always false, since there is nothing more until time has passed. */
    public boolean run() {
        Instant now = clock.instant();
        SortedSet<MonthKey> unknown = scope.asOperator(connection -> {
            Map<String, Tariff> tariffs = catalogs.load().tariffs();
            SortedSet<MonthKey> begun = new TreeSet<>();
            if (tariffs.values().stream().anyMatch(ContractMonths::hasMonths)) {
                for (AccountFacts account : accounts.all(connection)) {
                    begun.addAll(ContractMonths.begun(account, tariffs, now));
                }
            }
            return dirtyMonths.unknown(connection, begun);
        });
        if (!unknown.isEmpty()) {
            Set<String> tenants = new TreeSet<>();
            unknown.forEach(month -> tenants.add(month.tenant()));
            scope.inTransactionDo(tenants, connection -> dirtyMonths.mark(connection, unknown, now));
        }
        return false;
    }
}
