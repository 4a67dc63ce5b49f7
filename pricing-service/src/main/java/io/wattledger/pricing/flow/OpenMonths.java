package io.wattledger.pricing.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.tariff.TariffOverride;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Marks the months that have begun and that no usage has marked: capacity, reservations and minimum charges are due
 * whether anything was used or not. Accounts are read when one of them or the catalog has changed or a month begins, and
 * left alone in between.
 */
@ApplicationScoped
public class OpenMonths {

    private static final Logger LOG = Logger.getLogger(OpenMonths.class);

    private final TenantScope scope;
    private final CatalogBook catalogs;
    private final AccountBook accounts;
    private final DirtyMonths dirtyMonths;
    private final Clock clock;

    /** What the last round saw; nothing before the first and after one that failed. */
    private volatile @Nullable Seen seen;

    OpenMonths(TenantScope scope, CatalogBook catalogs, AccountBook accounts, DirtyMonths dirtyMonths, Clock clock) {
        this.scope = scope;
        this.catalogs = catalogs;
        this.accounts = accounts;
        this.dirtyMonths = dirtyMonths;
        this.clock = clock;
    }

    /**
     * What months were told from.
     *
     * @param catalog as it was
     * @param accountChanges of the account book
     * @param until when the next month begins, if nothing changes
     */
    private record Seen(Catalog catalog, long accountChanges, Instant until) {

        boolean stillHolds(Catalog now, long changes, Instant at) {
            return at.isBefore(until) && changes == accountChanges && now.equals(catalog);
        }
    }

    /**
     * Months that have begun and are not known yet.
     *
     * @param months to be marked
     * @param seen what they were told from
     */
    private record Found(SortedSet<MonthKey> months, Seen seen) {}

    /** Marks what has begun; always false, since there is nothing more until time has passed. */
    public boolean run() {
        Instant now = clock.instant();
        Found found = scope.asOperator(connection -> find(connection, now));
        if (!found.months().isEmpty()) {
            Set<String> tenants = new TreeSet<>();
            found.months().forEach(month -> tenants.add(month.tenant()));
            scope.inTransactionDo(tenants, connection -> dirtyMonths.mark(connection, found.months(), now));
        }
        seen = found.seen();
        return false;
    }

    private Found find(Connection connection, Instant now) throws SQLException {
        Catalog catalog = catalogs.load();
        long changes = accounts.changes(connection);
        Seen last = seen;
        if (last != null && last.stillHolds(catalog, changes, now)) {
            return new Found(new TreeSet<>(), last);
        }
        SortedSet<MonthKey> begun = new TreeSet<>();
        Instant until = Instant.MAX;
        List<TariffOverride> overrides = List.copyOf(catalog.overrides().values());
        if (catalog.tariffs().values().stream().anyMatch(tariff -> ContractMonths.hasMonths(tariff, overrides))) {
            AccountBook.Kept all = accounts.all(connection);
            for (String tenant : all.unreadable()) {
                LOG.errorf(
                        "the stored account of tenant %s cannot be read; its months without usage are not marked until"
                                + " billing states it again",
                        tenant);
            }
            for (AccountFacts account : all.readable().values()) {
                begun.addAll(ContractMonths.begun(account, catalog, now));
                Instant next = ContractMonths.nextBegin(account, now);
                until = next.isBefore(until) ? next : until;
            }
        }
        return new Found(dirtyMonths.unknown(connection, begun), new Seen(catalog, changes, until));
    }
}
