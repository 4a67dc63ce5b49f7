package io.wattledger.billing.flow;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.Flaw;
import io.wattledger.billing.account.Resale;
import io.wattledger.billing.account.ResaleRules;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks accounts of a catalog against those that they are invoiced to and those that are invoiced to them, which the catalog
 * need not name.
 */
@Singleton
class CheckResales {

    private final TenantScope scope;
    private final AccountBook accounts;
    private final ResaleBook resales;
    private final Clock clock;

    CheckResales(TenantScope scope, AccountBook accounts, ResaleBook resales, Clock clock) {
        this.scope = scope;
        this.accounts = accounts;
        this.resales = resales;
        this.clock = clock;
    }

    /** What is wrong; to be asked while the catalog is locked. */
    List<Flaw> flaws(List<Account> stated) {
        Map<String, Account> known = known(stated);
        Map<String, Account> all = new HashMap<>(known);
        stated.forEach(account -> all.put(account.tenant(), account));
        Instant now = clock.instant();
        List<Flaw> flaws = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (int i = 0; i < stated.size(); i++) {
            Account account = stated.get(i);
            String pointer = "/accounts/" + i;
            named.add(account.tenant());
            ResaleRules.flaws(account, all, known.get(account.tenant()), now)
                    .forEach(flaw -> flaws.add(flaw.under(pointer)));
        }
        for (Account other : known.values()) {
            if (!named.contains(other.tenant())) {
                for (Flaw flaw : ResaleRules.flaws(other, all, other, now)) {
                    flaws.add(new Flaw(
                            "/accounts",
                            "account '" + other.tenant() + "', which is invoiced to one of these, " + flaw.pointer()
                                    + ": " + flaw.detail()));
                }
            }
        }
        return flaws;
    }

    /** The accounts as they are: those stated, those invoiced to them, and those that either is invoiced to. */
    private Map<String, Account> known(List<Account> stated) {
        Set<String> tenants = new HashSet<>();
        stated.forEach(account -> tenants.add(account.tenant()));
        return scope.asOperator(connection -> {
            Map<String, Account> known = new HashMap<>();
            Set<String> wanted = new HashSet<>(tenants);
            wanted.addAll(resales.soldBy(connection, tenants));
            stated.forEach(account -> wanted.addAll(resellers(account)));
            wanted.forEach(tenant -> add(known, tenant));
            List.copyOf(known.values()).stream()
                    .flatMap(account -> resellers(account).stream())
                    .forEach(tenant -> add(known, tenant));
            return known;
        });
    }

    private void add(Map<String, Account> known, String tenant) {
        accounts.account(tenant).ifPresent(account -> known.put(tenant, account.value()));
    }

    private static List<String> resellers(Account account) {
        return account.invoicedTo().stream()
                .map(Resale::reseller)
                .filter(reseller -> reseller != null)
                .toList();
    }
}
