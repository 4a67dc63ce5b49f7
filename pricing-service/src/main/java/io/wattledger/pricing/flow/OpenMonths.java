package io.wattledger.pricing.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.tariff.TariffOverride;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
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
            Catalog catalog = catalogs.load();
            SortedSet<MonthKey> begun = new TreeSet<>();
            List<TariffOverride> overrides = List.copyOf(catalog.overrides().values());
            if (catalog.tariffs().values().stream().anyMatch(tariff -> ContractMonths.hasMonths(tariff, overrides))) {
                for (AccountFacts account : accounts.all(connection)) {
                    begun.addAll(ContractMonths.begun(account, catalog, now));
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
