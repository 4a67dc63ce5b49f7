package io.wattledger.billing.flow;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.flow.RunBook.Run;
import io.wattledger.billing.period.BillingMonth;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.WireJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes down what a run has to do, in the order in which numbers will be given: period, tenant, contract. */
@ApplicationScoped
public class StartInvoiceRun {

    private final TenantScope scope;
    private final AccountBook accounts;
    private final RunBook runs;
    private final Clock clock;

    StartInvoiceRun(TenantScope scope, AccountBook accounts, RunBook runs, Clock clock) {
        this.scope = scope;
        this.accounts = accounts;
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param periods billing months, at least one
     * @param tenants whose usage; none means everybody's
     * @param issueDate date of the invoices; absent means today in UTC
     */
    public record Request(
            SortedSet<YearMonth> periods,
            SortedSet<String> tenants,
            @Nullable LocalDate issueDate) {}

    /** What has become of a request. */
    public sealed interface Answer {}

    /** The run works, or has worked before under the same idempotency key. */
    public record Started(String run) implements Answer {}

    /** The idempotency key was used for another request. */
    public record KeyUsedOtherwise() implements Answer {}

    /** There are no accounts for these tenants. */
    public record UnknownTenants(SortedSet<String> tenants) implements Answer {}

    /** Starts a run unless one was started under the same key. */
    public Answer start(Request request, @Nullable String idempotencyKey, String requestedBy) {
        byte[] hash = hash(request);
        List<Account> all = scope.asOperator(connection -> accounts.accounts()).stream()
                .map(AccountBook.Revised::value)
                .toList();
        SortedSet<String> unknown = new TreeSet<>(request.tenants());
        all.forEach(account -> unknown.remove(account.tenant()));
        if (!unknown.isEmpty()) {
            return new UnknownTenants(unknown);
        }
        List<PeriodKey> items = items(request, all);
        Set<String> tenants = items.stream().map(PeriodKey::tenant).collect(Collectors.toSet());
        return scope.inTransaction(tenants, connection -> {
            if (idempotencyKey != null) {
                // Two requests with one key at the same time: the second waits here and then finds the first.
                accounts.lock();
                Optional<Run> before = runs.byKey(connection, idempotencyKey);
                if (before.isPresent()) {
                    return Arrays.equals(before.get().requestHash(), hash)
                            ? new Started(before.get().id())
                            : new KeyUsedOtherwise();
                }
            }
            Instant now = clock.instant();
            LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
            LocalDate issueDate = request.issueDate() == null ? today : request.issueDate();
            List<String> periods =
                    request.periods().stream().map(YearMonth::toString).toList();
            String id = "run_" + UUID.randomUUID();
            runs.add(connection, new Run(id, now, requestedBy, issueDate, periods, idempotencyKey, hash, null), items);
            return new Started(id);
        });
    }

    private static List<PeriodKey> items(Request request, List<Account> all) {
        List<PeriodKey> items = new ArrayList<>();
        List<Account> wanted = all.stream()
                .filter(account ->
                        request.tenants().isEmpty() || request.tenants().contains(account.tenant()))
                .sorted((one, other) -> one.tenant().compareTo(other.tenant()))
                .toList();
        for (YearMonth month : request.periods()) {
            for (Account account : wanted) {
                account.contracts().stream()
                        .filter(contract -> BillingMonth.of(contract, month).isPresent())
                        .map(Contract::id)
                        .sorted()
                        .forEach(contract -> items.add(new PeriodKey(account.tenant(), contract, month)));
            }
        }
        return items;
    }

    private static byte[] hash(Request request) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(WireJson.write(request));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
