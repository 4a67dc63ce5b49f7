package io.wattledger.pricing.flow;

import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.pricing.flow.InputChange.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps pricing's copy of the accounts and notes for which time the contracts of a tenant have changed. */
@ApplicationScoped
public class KeepAccounts {

    private final AccountBook accounts;
    private final InputChanges changes;

    KeepAccounts(AccountBook accounts, InputChanges changes) {
        this.accounts = accounts;
        this.changes = changes;
    }

    /** Keeps accounts inside the caller's transaction; of several for one tenant the highest revision counts. */
    public void keep(Connection connection, Collection<AccountFacts> stated) throws SQLException {
        // One that can no longer be read counts as none, so that what is stated mends it.
        Map<String, AccountFacts> known = new HashMap<>(accounts.kept(
                        connection,
                        stated.stream().map(AccountFacts::tenant).distinct().toList())
                .readable());
        for (AccountFacts account : stated) {
            AccountFacts old = known.get(account.tenant());
            if (old != null && old.revision() >= account.revision()) {
                continue;
            }
            accounts.save(connection, account);
            for (ContractFacts contract : differing(old == null ? List.of() : old.contracts(), account.contracts())) {
                changes.note(connection, account.tenant(), changeOf(account.tenant(), contract));
            }
            known.put(account.tenant(), account);
        }
    }

    /** The contracts that only one of the lists has; each matters for its own time only. */
    private static Set<ContractFacts> differing(List<ContractFacts> old, List<ContractFacts> now) {
        Set<ContractFacts> differing = new HashSet<>(old);
        differing.removeAll(Set.copyOf(now));
        Set<ContractFacts> added = new HashSet<>(now);
        added.removeAll(Set.copyOf(old));
        differing.addAll(added);
        return differing;
    }

    private static InputChange changeOf(String tenant, ContractFacts contract) {
        @Nullable Instant end = contract.end();
        return new InputChange(Kind.ACCOUNT, tenant, contract.start(), end);
    }
}
