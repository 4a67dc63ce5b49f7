package io.wattledger.billing.flow;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.IssueDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.flow.RunBook.Run;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.period.BillingMonth;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.Sha256;
import io.wattledger.contracts.WireJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes down what a run has to do, in the order in which numbers will be given: period, tenant, contract, document. */
@ApplicationScoped
public class StartInvoiceRun {

    private final TenantScope scope;
    private final AccountBook accounts;
    private final RunBook runs;
    private final InvoiceBook invoices;
    private final ChargeLedger ledger;
    private final Clock clock;

    StartInvoiceRun(
            TenantScope scope,
            AccountBook accounts,
            RunBook runs,
            InvoiceBook invoices,
            ChargeLedger ledger,
            Clock clock) {
        this.scope = scope;
        this.accounts = accounts;
        this.runs = runs;
        this.invoices = invoices;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param periods billing months, at least one
     * @param tenants whose usage; none means everybody's
     * @param issueDate date of the invoices; absent means today where each seller is
     * @param mode how far the run may go
     */
    public record Request(
            SortedSet<YearMonth> periods,
            SortedSet<String> tenants,
            @Nullable LocalDate issueDate,
            RunBook.Mode mode) {}

    /**
     * What a run has to do.
     *
     * @param request what was asked for
     * @param items in the order in which numbers will be given
     * @param unknown tenants without an account
     * @param places where the days of each item are counted
     */
    public record Plan(
            Request request, List<PeriodKey> items, SortedSet<String> unknown, Map<PeriodKey, Place> places) {

        /** Copies items and places. */
        public Plan {
            items = List.copyOf(items);
            places = Map.copyOf(places);
        }

        /** The tenants whose months are run. */
        public Set<String> tenants() {
            return items.stream().map(PeriodKey::tenant).collect(Collectors.toSet());
        }
    }

    /**
     * Where days are counted.
     *
     * @param sellerCountry ISO 3166-1 alpha-2; empty where the legal entity is not known
     * @param contractZone in which the contract counts its months
     */
    public record Place(String sellerCountry, ZoneId contractZone) {}

    /** Finds out what there is to do. */
    public Plan plan(Request request) {
        return scope.asOperator(connection -> {
            List<Account> all =
                    accounts.accounts().stream().map(AccountBook.Revised::value).toList();
            SortedSet<String> unknown = new TreeSet<>(request.tenants());
            all.forEach(account -> unknown.remove(account.tenant()));
            Map<PeriodKey, Place> items = items(connection, request, all);
            return new Plan(request, List.copyOf(items.keySet()), unknown, items);
        });
    }

    /** Starts the run in the caller's transaction, which works for all its tenants; the id of the run. */
    public String start(Connection connection, Plan plan, String requestedBy) throws SQLException {
        Request request = plan.request();
        Instant now = clock.instant();
        LocalDate asked = request.issueDate();
        Map<PeriodKey, LocalDate> issueDates = new HashMap<>();
        plan.places()
                .forEach((key, place) -> issueDates.put(
                        key, asked == null ? IssueDay.of(now, place.sellerCountry(), place.contractZone()) : asked));
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate issueDate = asked == null
                ? issueDates.values().stream().max(Comparator.naturalOrder()).orElse(today)
                : asked;
        List<String> periods =
                request.periods().stream().map(YearMonth::toString).toList();
        String id = "run_" + UUID.randomUUID();
        Run run =
                new Run(id, now, requestedBy, issueDate, periods, request.mode(), hash(request), RunBook.Progress.NONE);
        runs.add(connection, run, plan.items(), issueDates);
        return id;
    }

    /** In the order in which numbers will be given. */
    private Map<PeriodKey, Place> items(Connection connection, Request request, List<Account> all) throws SQLException {
        Map<PeriodKey, Place> items = new LinkedHashMap<>();
        Map<String, String> countries = accounts.legalEntities().stream()
                .map(AccountBook.Revised::value)
                .collect(Collectors.toMap(
                        LegalEntity::id, entity -> entity.seller().identity().country()));
        List<Account> wanted = all.stream()
                .filter(account ->
                        request.tenants().isEmpty() || request.tenants().contains(account.tenant()))
                .sorted((one, other) -> one.tenant().compareTo(other.tenant()))
                .toList();
        for (YearMonth month : request.periods()) {
            Map<PeriodKey, InvoiceSplit> begun = invoices.splits(connection, month);
            for (Account account : wanted) {
                List<Contract> contracts = account.contracts().stream()
                        .sorted(Comparator.comparing(Contract::id))
                        .toList();
                for (Contract contract : contracts) {
                    PeriodKey key = new PeriodKey(account.tenant(), contract.id(), month);
                    Optional<BillingPeriod> period = BillingMonth.of(contract, month);
                    if (period.isPresent()) {
                        InvoiceSplit split =
                                begun.getOrDefault(key, contract.billing().split(month));
                        MonthSplit.of(connection, ledger, key, split, period.get())
                                .documents()
                                .forEach(document -> items.put(
                                        key.of(document.name()),
                                        new Place(
                                                countries.getOrDefault(contract.legalEntity(), ""),
                                                contract.billing().timeZone())));
                    }
                }
            }
        }
        return items;
    }

    private static byte[] hash(Request request) {
        return Sha256.of(WireJson.write(request));
    }
}
