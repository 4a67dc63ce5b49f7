package io.wattledger.billing.flow;

import io.wattledger.billing.flow.DunningBook.Kept;
import io.wattledger.billing.flow.DunningBook.PolicyKey;
import io.wattledger.billing.flow.DunningBook.Printed;
import io.wattledger.billing.flow.DunningBook.Recorded;
import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the policies by which tenants are reminded, what they dispute, and shows the reminders. */
@ApplicationScoped
public class KeepDunning {

    private final TenantScope scope;
    private final DunningBook dunning;
    private final InvoiceBook invoices;
    private final AccountBook accounts;
    private final Clock clock;

    KeepDunning(TenantScope scope, DunningBook dunning, InvoiceBook invoices, AccountBook accounts, Clock clock) {
        this.scope = scope;
        this.dunning = dunning;
        this.invoices = invoices;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** The key of a legal entity's policy; empty where there is no such legal entity. */
    public Optional<PolicyKey> ofLegalEntity(String id) {
        return scope.inTransaction(
                List.of(),
                connection -> accounts.legalEntities().stream()
                        .filter(entity -> entity.value().id().equals(id))
                        .findFirst()
                        .map(entity -> new PolicyKey(TenantScope.NO_TENANT, id, TenantScope.NO_TENANT)));
    }

    /** The key of a contract's own policy; empty where there is no such contract. */
    public Optional<PolicyKey> ofContract(String tenant, String contract) {
        return scope.inTransaction(
                tenant,
                connection -> accounts.account(tenant).stream()
                        .flatMap(account -> account.value().contracts().stream())
                        .filter(one -> one.id().equals(contract))
                        .findFirst()
                        .map(one -> new PolicyKey(tenant, one.legalEntity(), contract)));
    }

    /** The policy of a key. */
    public Optional<Kept> policy(PolicyKey key) {
        return scope.inTransaction(key.tenant(), connection -> dunning.policy(connection, key));
    }

    /** Sets the next revision of a policy; false where somebody else has set it first. */
    public boolean set(PolicyKey key, Kept policy, String by) {
        return scope.inTransaction(
                key.tenant(), connection -> dunning.add(connection, key, policy, new Recorded(by, clock.instant())));
    }

    /** The reminders of an invoice, the first level first; empty where the invoice is not visible. */
    public Optional<List<Printed>> reminders(@Nullable String onlyTenant, String number) {
        TenantScope.Work<Optional<List<Printed>>> work =
                connection -> invoices.find(connection, number).isPresent()
                        ? Optional.of(dunning.reminders(connection, number))
                        : Optional.empty();
        return onlyTenant == null ? scope.asOperator(work) : scope.inTransaction(onlyTenant, work);
    }

    /** Whether an invoice is disputed; empty where it is not visible. */
    public Optional<Boolean> isDisputed(@Nullable String onlyTenant, String number) {
        TenantScope.Work<Optional<Boolean>> work =
                connection -> invoices.find(connection, number).isPresent()
                        ? Optional.of(dunning.isDisputed(connection, number))
                        : Optional.empty();
        return onlyTenant == null ? scope.asOperator(work) : scope.inTransaction(onlyTenant, work);
    }

    /** Says that an invoice is disputed, or is not any more; says nothing that is said already. */
    public void dispute(String tenant, String number, boolean isOpen, String reason, String by) {
        scope.inTransactionDo(List.of(tenant), connection -> {
            Filed filed = invoices.find(connection, number).orElseThrow();
            invoices.lockContract(connection, tenant, filed.key().contract());
            if (dunning.isDisputed(connection, number) != isOpen) {
                dunning.dispute(connection, tenant, number, isOpen, reason, new Recorded(by, clock.instant()));
            }
        });
    }
}
