package io.wattledger.billing.flow;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.DocumentGroup;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.flow.AccountBook.Revised;
import io.wattledger.billing.flow.ChargeLedger.UsedProjects;
import io.wattledger.billing.flow.ClosedMonthBook.Closing;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.period.BillingMonth;
import io.wattledger.billing.period.PeriodState;
import io.wattledger.billing.period.UnreadUsage;
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
import java.util.stream.Stream;

/**
 * Closes a billing month of a legal entity once all that was used in it is invoiced. Closing moves no money: what is issued
 * later belongs to a later month of FOCUS exports, so that the files of a closed month never change.
 */
@ApplicationScoped
public class CloseBillingMonth {

    /** Of how many contracts usage and documents are asked at once. */
    private static final int BUNCH = 500;

    private final TenantScope scope;
    private final AccountBook accounts;
    private final InvoiceBook invoices;
    private final ChargeLedger ledger;
    private final ClosedMonthBook closedMonths;
    private final Clock clock;

    CloseBillingMonth(
            TenantScope scope,
            AccountBook accounts,
            InvoiceBook invoices,
            ChargeLedger ledger,
            ClosedMonthBook closedMonths,
            Clock clock) {
        this.scope = scope;
        this.accounts = accounts;
        this.invoices = invoices;
        this.ledger = ledger;
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
        List<ContractMonth> months = new ArrayList<>();
        Map<PeriodKey, InvoiceSplit> begun = invoices.splits(connection, month);
        for (Revised<Account> account : accounts.accounts()) {
            for (Contract contract : account.value().contracts()) {
                Optional<BillingPeriod> period = BillingMonth.of(contract, month);
                if (contract.legalEntity().equals(legalEntity) && period.isPresent()) {
                    PeriodKey key = new PeriodKey(account.value().tenant(), contract.id(), month);
                    InvoiceSplit split =
                            begun.getOrDefault(key, contract.billing().split(month));
                    months.add(new ContractMonth(key, split, period.get()));
                }
            }
        }
        List<Missing> missing = new ArrayList<>();
        for (int first = 0; first < months.size(); first += BUNCH) {
            missing.addAll(missing(connection, months.subList(first, Math.min(first + BUNCH, months.size()))));
        }
        return missing;
    }

    /** A contract's month and how it is split: as it was begun where one of its documents is issued, else as the contract says. */
    private record ContractMonth(PeriodKey key, InvoiceSplit split, BillingPeriod period) {

        UsageSpan span() {
            return UsageSpan.of(key, period);
        }

        Stream<PeriodKey> documents(UsedProjects used) {
            return split.documents(used.all()).stream().map(document -> key.of(document.name()));
        }

        /** Whether it has no document but those that are issued, whatever was used. */
        boolean isIssued(Map<PeriodKey, PeriodState> states) {
            return split.mode() != InvoiceSplit.Mode.PER_PROJECT
                    && documents(UsedProjects.NONE).allMatch(one -> states.get(one) instanceof PeriodState.Issued);
        }
    }

    /** Usage is read of those months alone that may wait for a document. */
    private List<Missing> missing(Connection connection, List<ContractMonth> months) throws SQLException {
        Map<PeriodKey, PeriodState> known =
                states(connection, months.stream().flatMap(one -> one.documents(UsedProjects.NONE)));
        List<ContractMonth> open =
                months.stream().filter(one -> !one.isIssued(known)).toList();
        Map<UsageSpan, UsedProjects> used = ledger.projects(
                connection, open.stream().map(ContractMonth::span).toList());
        Map<PeriodKey, PeriodState> states = states(
                connection,
                open.stream().flatMap(one -> one.documents(used.getOrDefault(one.span(), UsedProjects.NONE))));
        Map<PeriodKey, List<UnreadUsage>> unread = ledger.unread(
                connection,
                months.stream()
                        .collect(Collectors.toMap(
                                ContractMonth::key, one -> one.period().start())));
        Instant now = clock.instant();
        List<Missing> missing = new ArrayList<>();
        for (ContractMonth month : months) {
            missing(month, used.getOrDefault(month.span(), UsedProjects.NONE), states, now)
                    .or(() -> unread.getOrDefault(month.key(), List.of()).stream()
                            .filter(one -> one.concerns(month.period()))
                            .findFirst()
                            .map(one -> one.reason().detail()))
                    .ifPresent(detail -> missing.add(
                            new Missing(month.key().tenant(), month.key().contract(), detail)));
        }
        return missing;
    }

    private Map<PeriodKey, PeriodState> states(Connection connection, Stream<PeriodKey> documents) throws SQLException {
        return invoices.periods(connection, documents.toList());
    }

    /** Of each document that the month goes to now: one that it was to go to before it was split is waited for no more. */
    private static Optional<String> missing(
            ContractMonth month, UsedProjects used, Map<PeriodKey, PeriodState> states, Instant now) {
        if (now.isBefore(month.period().end())) {
            return Optional.of("the month ends at " + month.period().end());
        }
        List<DocumentGroup> documents = month.split().documents(used.all());
        for (DocumentGroup document : documents) {
            if (states.get(month.key().of(document.name())) instanceof PeriodState.Closing closing) {
                return Optional.of("a run holds it: "
                        + closing.reasons().getFirst().code() + ", "
                        + closing.reasons().getFirst().detail());
            }
        }
        return documents.stream()
                .filter(document -> !(states.get(month.key().of(document.name())) instanceof PeriodState.Issued))
                .filter(document -> used.billable().stream().anyMatch(document.projects()::bills))
                .findFirst()
                .map(document -> "it has usage that is not invoiced; start an invoice run");
    }
}
