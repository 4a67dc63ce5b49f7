package io.wattledger.billing.flow;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.Flaw;
import io.wattledger.billing.account.SettledRules;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.flow.AccountBook.Revised;
import io.wattledger.billing.period.PeriodState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks contracts of a catalog against the months of them that are issued. */
final class CheckSettled {

    private static final YearMonth LAST_MONTH = YearMonth.of(9999, 12);

    private final AccountBook accounts;
    private final InvoiceBook invoices;

    CheckSettled(AccountBook accounts, InvoiceBook invoices) {
        this.accounts = accounts;
        this.invoices = invoices;
    }

    /** What is wrong; to be asked while the catalog is locked, in a transaction that works for all these tenants. */
    List<Flaw> flaws(Connection connection, List<Account> stated) throws SQLException {
        List<Flaw> flaws = new ArrayList<>();
        for (int i = 0; i < stated.size(); i++) {
            Account now = stated.get(i);
            List<Contract> before = accounts.account(now.tenant())
                    .map(Revised::value)
                    .map(Account::contracts)
                    .orElse(List.of());
            for (Contract contract : before) {
                for (Flaw flaw : flaws(connection, contract, now)) {
                    flaws.add(flaw.under("/accounts/" + i));
                }
            }
        }
        return flaws;
    }

    private List<Flaw> flaws(Connection connection, Contract before, Account account) throws SQLException {
        List<String> ids = account.contracts().stream().map(Contract::id).toList();
        int index = ids.indexOf(before.id());
        if (index >= 0 && account.contracts().get(index).equals(before)) {
            return List.of();
        }
        PeriodKey all = new PeriodKey(account.tenant(), before.id(), LAST_MONTH);
        List<PeriodKey> issued = invoices.issuedBefore(connection, List.of(all)).getOrDefault(all, List.of());
        List<YearMonth> months =
                issued.stream().map(PeriodKey::month).distinct().toList();
        if (months.isEmpty()) {
            return List.of();
        }
        if (index < 0) {
            return List.of(SettledRules.leftOut(before, months));
        }
        Contract now = account.contracts().get(index);
        Map<String, Flaw> flaws = new LinkedHashMap<>();
        SettledRules.flaws(before, now, months).forEach(flaw -> flaws.put(flaw.pointer(), flaw));
        for (PeriodKey key : issued) {
            if (SettledRules.adds(before, now, key.month())) {
                added(connection, key, now).ifPresent(flaw -> flaws.putIfAbsent(flaw.pointer(), flaw));
            }
        }
        return flaws.values().stream()
                .map(flaw -> flaw.under("/contracts/" + index))
                .toList();
    }

    /** By the days of the invoice: those that the contract had given up since may come back to it. */
    private Optional<Flaw> added(Connection connection, PeriodKey key, Contract now) throws SQLException {
        if (!(invoices.period(connection, key) instanceof PeriodState.Issued issued)) {
            return Optional.empty();
        }
        return invoices.find(connection, key.tenant(), issued.number())
                .flatMap(filed ->
                        SettledRules.added(now, filed.invoice().heading().period()));
    }
}
