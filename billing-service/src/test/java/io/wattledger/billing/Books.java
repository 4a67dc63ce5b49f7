package io.wattledger.billing;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.credit.Credit;
import io.wattledger.billing.flow.ApplyCatalog;
import io.wattledger.billing.flow.CatalogOutcome;
import io.wattledger.billing.flow.CommercialBook;
import io.wattledger.billing.flow.KeepCredits;
import io.wattledger.billing.flow.RatedEntry;
import io.wattledger.billing.flow.ReadInvoiceRun;
import io.wattledger.billing.flow.RecordRatedUsage;
import io.wattledger.billing.flow.RunBook;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.flow.StartInvoiceRun;
import io.wattledger.billing.flow.WorkOnInvoiceRuns;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.Money;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Fills the books for tests on the real database; every test has legal entities and tenants of its own. */
@ApplicationScoped
public class Books {

    /** The month that tests close. */
    public static final YearMonth OCTOBER = YearMonth.of(2026, 10);

    /** The date of their invoices. */
    public static final LocalDate ISSUED = LocalDate.of(2026, 11, 2);

    private static final AtomicInteger NEXT = new AtomicInteger(1);

    @Inject
    ApplyCatalog applyCatalog;

    @Inject
    RecordRatedUsage recordRatedUsage;

    @Inject
    StartInvoiceRun startInvoiceRun;

    @Inject
    ReadInvoiceRun readInvoiceRun;

    @Inject
    WorkOnInvoiceRuns work;

    @Inject
    TenantScope scope;

    @Inject
    KeepCredits keepCredits;

    @Inject
    CommercialBook commercial;

    /** A name that no other test uses. */
    public static String unused(String name) {
        return name + "-" + NEXT.getAndIncrement();
    }

    /** A legal entity with a series of its own. */
    public LegalEntity legalEntity() {
        String id = unused("entity");
        LegalEntity entity = AnAccount.norwegianEntity(id, "T" + id.substring("entity".length()) + "-");
        apply(List.of(entity), List.of());
        return entity;
    }

    /** The account of a new tenant with one contract {@code c-2026}. */
    public String tenantOf(LegalEntity entity) {
        String tenant = unused("tenant");
        Contract contract = AnAccount.contract("c-2026", entity.id(), AnAccount.since2026());
        apply(List.of(), List.of(AnAccount.municipality(tenant, contract)));
        return tenant;
    }

    /** The account of a new tenant with one contract {@code c-2026}, discounts and commitments. */
    public String tenantOf(LegalEntity entity, CommercialTerms terms) {
        String tenant = unused("tenant");
        Contract contract = AnAccount.contract("c-2026", entity.id(), AnAccount.since2026());
        apply(
                List.of(),
                List.of(new Account(AnAccount.municipalBuyer(tenant, "Havvik kommune"), List.of(contract), terms)));
        return tenant;
    }

    /** Opens a credit; its id. */
    public String credit(String tenant, CreditKind kind, Money amount, @Nullable LocalDate expiresOn) {
        Credit credit = new Credit(
                unused("credit"), kind, "Order 2026-7", amount.currency(), LocalDate.of(2026, 1, 1), expiresOn);
        scope.inTransaction(
                tenant, connection -> keepCredits.open(connection, tenant, credit, amount, "payment-1", "test"));
        return credit.id();
    }

    /** What is left of each credit of a tenant, by id. */
    public List<String> balances(String tenant) {
        return keepCredits.list(tenant).stream()
                .map(ledger -> ledger.balance().amount().toPlainString())
                .toList();
    }

    /** What each document drew from commitments, in the order of issue. */
    public List<String> drawn(String tenant) {
        return scope.inTransaction(tenant, connection -> commercial.draws(connection, tenant)).stream()
                .map(draw -> draw.drawn().amount().toPlainString())
                .toList();
    }

    /** As many new tenants with one contract {@code c-2026} each. */
    public List<String> tenantsOf(LegalEntity entity, int count) {
        List<Account> accounts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Contract contract = AnAccount.contract("c-2026", entity.id(), AnAccount.since2026());
            accounts.add(AnAccount.municipality(unused("tenant"), contract));
        }
        apply(List.of(), accounts);
        return accounts.stream().map(Account::tenant).toList();
    }

    /** Applies legal entities and accounts that must hold. */
    public CatalogOutcome.Applied apply(List<LegalEntity> entities, List<Account> accounts) {
        return apply(new ApplyCatalog.Catalog(entities, accounts));
    }

    /** Applies a catalog that must hold. */
    public CatalogOutcome.Applied apply(ApplyCatalog.Catalog catalog) {
        CatalogOutcome outcome = applyCatalog.apply(catalog, "test", false);
        if (outcome instanceof CatalogOutcome.Applied applied) {
            return applied;
        }
        throw new AssertionError(outcome);
    }

    /** Takes in rated usage as if it had come from its topic. */
    public void rated(RatedDay... days) {
        record(Arrays.stream(days).map(RatedDay::build).toList());
    }

    /** The same for records as they are. */
    public void record(List<RatedUsage> usage) {
        List<RatedEntry> entries = new ArrayList<>();
        Set<String> tenants = new TreeSet<>();
        for (RatedUsage one : usage) {
            try {
                RatedEntry entry = RecordRatedUsage.entry(WireJson.write(one));
                entries.add(entry);
                tenants.add(entry.usage().tenant());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        scope.inTransactionDo(tenants, connection -> recordRatedUsage.record(connection, entries));
    }

    /** Issues October of a tenant of which one GPU-hour at 10 kroner was rated; the number of the invoice. */
    public String issued(String tenant) {
        rated(RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("1", "10"));
        return Objects.requireNonNull(run(tenant).getFirst().number());
    }

    /** Starts a run over October for some tenants. */
    public String start(String... tenants) {
        return start(OCTOBER, RunBook.Mode.ISSUE, tenants);
    }

    /** Starts a run over any month in any mode. */
    public String start(YearMonth month, RunBook.Mode mode, String... tenants) {
        return start(month, ISSUED, mode, tenants);
    }

    private String start(YearMonth month, LocalDate issueDate, RunBook.Mode mode, String... tenants) {
        StartInvoiceRun.Request request = new StartInvoiceRun.Request(
                new TreeSet<>(Set.of(month)), new TreeSet<>(Arrays.asList(tenants)), issueDate, mode);
        StartInvoiceRun.Plan plan = startInvoiceRun.plan(request);
        return scope.inTransaction(plan.tenants(), connection -> startInvoiceRun.start(connection, plan, "test"));
    }

    /** Takes all runs to their end. */
    public void work() {
        while (work.step(waiting -> true)) {
            // One step after the other, as the loop of a running service does.
        }
    }

    /** How the items of a run stand. */
    public List<ItemState> items(String run) {
        return readInvoiceRun.read(run).orElseThrow().items();
    }

    /** Runs any month for some tenants to the end. */
    public List<ItemState> run(YearMonth month, String... tenants) {
        String run = start(month, RunBook.Mode.ISSUE, tenants);
        work();
        return items(run);
    }

    /** Runs any month for some tenants to the end, with documents of a later day than usual. */
    public List<ItemState> runLater(YearMonth month, LocalDate issueDate, String... tenants) {
        String run = start(month, issueDate, RunBook.Mode.ISSUE, tenants);
        work();
        return items(run);
    }

    /** Runs October for some tenants to the end. */
    public List<ItemState> run(String... tenants) {
        String run = start(tenants);
        work();
        return items(run);
    }
}
