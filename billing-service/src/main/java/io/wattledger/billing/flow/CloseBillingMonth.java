package io.wattledger.billing.flow;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.DocumentGroup;
import io.wattledger.billing.flow.AccountBook.Revised;
import io.wattledger.billing.flow.BalanceBook.OpenUsage;
import io.wattledger.billing.flow.ClosedMonthBook.Closing;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.period.BillingMonth;
import io.wattledger.billing.period.PeriodState;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Closes a billing month of a legal entity once all that was used in it is invoiced. Closing moves no money: what is issued
 * later belongs to a later month of FOCUS exports, so that the files of a closed month never change.
 */
@ApplicationScoped
public class CloseBillingMonth {

    private final TenantScope scope;
    private final AccountBook accounts;
    private final InvoiceBook invoices;
    private final ChargeLedger ledger;
    private final BalanceBook balance;
    private final ClosedMonthBook closedMonths;
    private final Clock clock;

    CloseBillingMonth(
            TenantScope scope,
            AccountBook accounts,
            InvoiceBook invoices,
            ChargeLedger ledger,
            BalanceBook balance,
            ClosedMonthBook closedMonths,
            Clock clock) {
        this.scope = scope;
        this.accounts = accounts;
        this.invoices = invoices;
        this.ledger = ledger;
        this.balance = balance;
        this.closedMonths = closedMonths;
        this.clock = clock;
    }

    /** What a month waits for: a contract, and what of it is missing. */
    public record Missing(String tenant, String contract, String detail) {}

    /** What becomes of the wish. */
    public sealed interface Result {

        /** It is closed, now or since an earlier time. */
        record Closed(Closing closing) implements Result {}

        /** Something is to be invoiced first. */
        record Waiting(List<Missing> missing) implements Result {

            /** Copies the list. */
            public Waiting {
                missing = List.copyOf(missing);
            }
        }

        /** There is no such legal entity. */
        record Unknown() implements Result {}
    }

    /** Closes a month. */
    public Result close(String legalEntity, YearMonth month, String by) {
        Optional<Result> obstacle = scope.asOperator(connection -> obstacle(connection, legalEntity, month));
        return obstacle.orElseGet(() -> scope.inTransaction(TenantScope.NO_TENANT, connection -> {
            closedMonths.lockSeries(connection, legalEntity);
            // Only now: whatever was recorded before this instant is committed, whatever comes is recorded after it.
            closedMonths.close(connection, new Closing(legalEntity, month, by, clock.instant()));
            return new Result.Closed(
                    closedMonths.find(connection, legalEntity, month).orElseThrow());
        }));
    }

    private Optional<Result> obstacle(Connection connection, String legalEntity, YearMonth month) throws SQLException {
        List<String> entities = accounts.legalEntities().stream()
                .map(Revised::value)
                .map(LegalEntity::id)
                .toList();
        if (!entities.contains(legalEntity)) {
            return Optional.of(new Result.Unknown());
        }
        Optional<Closing> before = closedMonths.find(connection, legalEntity, month);
        if (before.isPresent()) {
            return Optional.of(new Result.Closed(before.get()));
        }
        List<Missing> missing = missing(connection, legalEntity, month);
        return missing.isEmpty() ? Optional.empty() : Optional.of(new Result.Waiting(missing));
    }

    private List<Missing> missing(Connection connection, String legalEntity, YearMonth month) throws SQLException {
        Map<String, List<OpenUsage>> open =
                balance.open(connection).stream().collect(Collectors.groupingBy(OpenUsage::tenant));
        Instant now = clock.instant();
        List<Missing> missing = new ArrayList<>();
        for (Revised<Account> account : accounts.accounts()) {
            String tenant = account.value().tenant();
            for (Contract contract : account.value().contracts()) {
                Optional<BillingPeriod> period = BillingMonth.of(contract, month);
                if (contract.legalEntity().equals(legalEntity) && period.isPresent()) {
                    missing(
                                    states(
                                            connection,
                                            new PeriodKey(tenant, contract.id(), month),
                                            contract,
                                            period.get()),
                                    period.get(),
                                    used(open.getOrDefault(tenant, List.of()), contract, period.get()),
                                    now)
                            .ifPresent(detail -> missing.add(new Missing(tenant, contract.id(), detail)));
                }
            }
        }
        return missing;
    }

    private static boolean used(List<OpenUsage> open, Contract contract, BillingPeriod period) {
        return open.stream()
                .filter(one -> one.contract().equals(contract.id()))
                .anyMatch(one -> !one.periodStart().isBefore(period.start())
                        && one.periodStart().isBefore(period.end()));
    }

    /** Of each document that the month goes to now: one that it was to go to before it was split is waited for no more. */
    private List<PeriodState> states(Connection connection, PeriodKey month, Contract contract, BillingPeriod period)
            throws SQLException {
        List<PeriodState> states = new ArrayList<>();
        MonthSplit split = MonthSplit.of(connection, invoices, ledger, month, contract, period);
        for (DocumentGroup document : split.documents()) {
            states.add(invoices.period(connection, month.of(document.name())));
        }
        return states;
    }

    private static Optional<String> missing(List<PeriodState> states, BillingPeriod period, boolean used, Instant now) {
        if (now.isBefore(period.end())) {
            return Optional.of("the month ends at " + period.end());
        }
        for (PeriodState state : states) {
            if (state instanceof PeriodState.Closing closing) {
                return Optional.of("a run holds it: "
                        + closing.reasons().getFirst().code() + ", "
                        + closing.reasons().getFirst().detail());
            }
        }
        return used && states.stream().anyMatch(PeriodState.Open.class::isInstance)
                ? Optional.of("it has usage that is not invoiced; start an invoice run")
                : Optional.empty();
    }
}
