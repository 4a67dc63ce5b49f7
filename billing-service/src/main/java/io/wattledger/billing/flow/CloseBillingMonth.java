package io.wattledger.billing.flow;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.Contract;
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
    private final BalanceBook balance;
    private final ClosedMonthBook closedMonths;
    private final Clock clock;

    CloseBillingMonth(
            TenantScope scope,
            AccountBook accounts,
            InvoiceBook invoices,
            BalanceBook balance,
            ClosedMonthBook closedMonths,
            Clock clock) {
        this.scope = scope;
        this.accounts = accounts;
        this.invoices = invoices;
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
                    PeriodState state = invoices.period(connection, new PeriodKey(tenant, contract.id(), month));
                    missing(
                                    state,
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

    private static Optional<String> missing(PeriodState state, BillingPeriod period, boolean used, Instant now) {
        if (now.isBefore(period.end())) {
            return Optional.of("the month ends at " + period.end());
        }
        return switch (state) {
            case PeriodState.Issued ignored -> Optional.empty();
            case PeriodState.Closing closing ->
                Optional.of("a run holds it: "
                        + closing.reasons().getFirst().code() + ", "
                        + closing.reasons().getFirst().detail());
            case PeriodState.Open ignored ->
                used ? Optional.of("it has usage that is not invoiced; start an invoice run") : Optional.empty();
        };
    }
}
