package io.wattledger.billing.flow;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.flow.BalanceBook.Balance;
import io.wattledger.billing.flow.BalanceBook.OpenUsage;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Shows billing's side of the books: what came, what was invoiced and what is open. */
@ApplicationScoped
public class ReadCharges {

    private final TenantScope scope;
    private final BalanceBook book;
    private final AccountBook accounts;

    ReadCharges(TenantScope scope, BalanceBook book, AccountBook accounts) {
        this.scope = scope;
        this.book = book;
        this.accounts = accounts;
    }

    /**
     * Usage of a month that no invoice holds.
     *
     * @param key whose, under which contract, in what month of the contract's zone; of UTC where the contract is unknown
     * @param currency of the amount
     * @param milliGpuSeconds GPU time; negative where less was used than invoiced
     * @param amount unrounded
     * @param gaps stretches without a price
     */
    public record OpenMonth(PeriodKey key, String currency, BigInteger milliGpuSeconds, BigDecimal amount, long gaps) {

        private OpenMonth plus(OpenMonth other) {
            return new OpenMonth(
                    key,
                    currency,
                    milliGpuSeconds.add(other.milliGpuSeconds),
                    amount.add(other.amount),
                    gaps + other.gaps);
        }
    }

    /** The balance over some tenants, over all where none is named. */
    public Balance balance(Collection<String> tenants) {
        return scope.asOperator(connection -> book.balance(connection, tenants));
    }

    /** Open usage by tenant, contract, month and currency, in that order. */
    public List<OpenMonth> open() {
        return scope.asOperator(connection -> {
            List<OpenUsage> usages = book.open(connection);
            Map<String, ZoneId> zones = zones(usages);
            Comparator<OpenMonth> order = Comparator.comparing(
                            (OpenMonth open) -> open.key().tenant())
                    .thenComparing(open -> open.key().contract())
                    .thenComparing(open -> open.key().month())
                    .thenComparing(OpenMonth::currency);
            Map<OpenMonth, OpenMonth> months = new TreeMap<>(order);
            for (OpenUsage usage : usages) {
                ZoneId zone = zones.getOrDefault(zoneKey(usage.tenant(), usage.contract()), ZoneOffset.UTC);
                OpenMonth month = month(usage, zone);
                months.merge(month, month, OpenMonth::plus);
            }
            return List.copyOf(months.values());
        });
    }

    private Map<String, ZoneId> zones(List<OpenUsage> usages) {
        Set<String> tenants = usages.stream().map(OpenUsage::tenant).collect(Collectors.toSet());
        Map<String, ZoneId> zones = new HashMap<>();
        for (AccountBook.Revised<Account> account : accounts.accounts(tenants).values()) {
            for (Contract contract : account.value().contracts()) {
                zones.put(
                        zoneKey(account.value().tenant(), contract.id()),
                        contract.billing().timeZone());
            }
        }
        return zones;
    }

    private static OpenMonth month(OpenUsage usage, ZoneId zone) {
        Instant start = usage.periodStart();
        PeriodKey key = new PeriodKey(usage.tenant(), usage.contract(), YearMonth.from(start.atZone(zone)));
        return new OpenMonth(key, usage.currency(), usage.milliGpuSeconds(), usage.amount(), usage.gaps());
    }

    private static String zoneKey(String tenant, String contract) {
        return tenant + "/" + contract;
    }
}
