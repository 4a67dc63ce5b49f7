package io.wattledger.billing.flow;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.account.Retention;
import io.wattledger.billing.flow.AccountBook.Recorded;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads legal entities and accounts as they are, and every revision that they had. */
@ApplicationScoped
public class ReadAccounts {

    private final TenantScope scope;
    private final AccountBook book;

    ReadAccounts(TenantScope scope, AccountBook book) {
        this.scope = scope;
        this.book = book;
    }

    /**
     * Accounts as they are, by tenant.
     *
     * @param onlyTenant whose account the caller may see; absent means everybody's
     * @param after tenant after which the page begins; absent for the first
     * @param limit most accounts
     */
    public List<Recorded<Account>> accounts(@Nullable String onlyTenant, @Nullable String after, int limit) {
        TenantScope.Work<List<Recorded<Account>>> work = connection -> book.page(after == null ? "" : after, limit);
        return onlyTenant == null ? scope.asOperator(work) : scope.inTransaction(onlyTenant, work);
    }

    /** All revisions of an account, the newest first; none where there is no account of that tenant. */
    public List<Recorded<Account>> account(String tenant) {
        return scope.inTransaction(tenant, connection -> book.history(tenant));
    }

    /** The legal entities as they are, by id. */
    public List<Recorded<LegalEntity>> legalEntities() {
        return scope.asOperator(connection -> book.recordedEntities());
    }

    /** How long documents have to be kept, by id of the legal entity that issued them; of those without a rule nothing. */
    public Map<String, Retention> retentions() {
        Map<String, Retention> retentions = new HashMap<>();
        legalEntities()
                .forEach(recorded -> Retention.of(recorded.value())
                        .ifPresent(retention -> retentions.put(recorded.value().id(), retention)));
        return retentions;
    }

    /** All revisions of a legal entity, the newest first; none where there is none of that id. */
    public List<Recorded<LegalEntity>> legalEntity(String id) {
        return scope.asOperator(connection -> book.entityHistory(id));
    }
}
