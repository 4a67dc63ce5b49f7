package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.document.HouseRules;
import io.wattledger.billing.document.InvoiceCsv;
import io.wattledger.billing.document.InvoiceJson;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.chassis.kafka.Outbox;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whatever step a run dies in, nothing half-done is left, and the next try ends as if nothing had happened. */
@QuarkusTest
@WithSuite
class KilledRunTest {

    /** JSON, PDF, CSV and the UBL of Peppol, which a Norwegian buyer gets. */
    private static final int DOCUMENTS = 4;

    @Inject
    Books books;

    @Inject
    TenantScope scope;

    @Inject
    AccountBook accounts;

    @Inject
    ChargeLedger ledger;

    @Inject
    NameBook names;

    @Inject
    WatermarkBook watermarks;

    @Inject
    InvoiceBook invoices;

    @Inject
    ReceivableBook receivables;

    @Inject
    CommercialBook commercial;

    @Inject
    CreditBook credits;

    @Inject
    WebhookBook webhooks;

    @Inject
    DeliveryBook deliveries;

    @Inject
    DunningBook dunning;

    @Any
    @Inject
    Instance<Channel> channels;

    @Inject
    RunBook runs;

    @Inject
    Documents documents;

    @Inject
    Outbox outbox;

    @Inject
    Watch watch;

    @Inject
    Clock clock;

    /** Stands for the end of the process. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void leavesNothingHalfDoneWhereverItIsKilled() {
        boolean survived = false;
        for (int step = 1; !survived; step++) {
            assertThat(step).as("steps of one run").isLessThan(200);
            LegalEntity entity = books.legalEntity();
            String tenant = books.tenantOf(entity);
            books.rated(IssueInvoiceTest.day(tenant, 1).gpuHours("1", "10"));
            String run = books.start(tenant);

            survived = workUntilKilledAt(step);
            holdsTogether(entity, tenant);
            books.work();

            assertThat(books.items(run))
                    .as("killed at step %d", step)
                    .extracting(item -> item.outcome() + " " + item.number())
                    .containsExactly("issued " + IssueInvoiceTest.number(entity, 1));
            holdsTogether(entity, tenant);
        }
    }

    @Test
    void drawsFromCreditsAndCommitmentsOnceWhereverItIsKilled() {
        boolean survived = false;
        for (int step = 1; !survived; step++) {
            assertThat(step).as("steps of one run").isLessThan(300);
            LegalEntity entity = books.legalEntity();
            String tenant = books.tenantOf(
                    entity,
                    new SomeTerms()
                            .perCent("ten", "10")
                            .monthly("floor", SomeTerms.nok("1000.00"), null)
                            .terms());
            books.credit(tenant, CreditKind.PAID, SomeTerms.nok("300.00"), null);
            books.rated(IssueInvoiceTest.day(tenant, 1).gpuHours("1", "10"));
            String run = books.start(tenant);
            WorkOnInvoiceRuns mortal = mortal(KilledRunTest::dataAlone, dyingAt(step));
            survived = !workOrDie(mortal);
            books.work();

            assertThat(books.items(run)).extracting(RunBook.ItemState::outcome).containsExactly("issued");
            // 9 are drawn, 991 short; 1,250 with VAT, of which 300 are paid.
            assertThat(books.balances(tenant)).as("killed at step %d", step).containsExactly("0.00");
            assertThat(books.drawn(tenant)).containsExactly("9.00");
        }
    }

    /** Three documents of one month, killed at every step: none missing, none twice, no usage on two. */
    @Test
    void issuesEachDocumentOfASplitMonthOnceWhereverItIsKilled() {
        boolean survived = false;
        for (int step = 1; !survived; step++) {
            assertThat(step).as("steps of one run").isLessThan(500);
            LegalEntity entity = books.legalEntity();
            String tenant = SplitMonthsTest.tenant(books, entity, SplitMonthsTest.perProject(null));
            books.rated(
                    IssueInvoiceTest.day(tenant, 1)
                            .at("one", "glomfjord", "h100-sxm")
                            .gpuHours("1", "10"),
                    IssueInvoiceTest.day(tenant, 1)
                            .at("two", "glomfjord", "h100-sxm")
                            .gpuHours("2", "10"),
                    IssueInvoiceTest.day(tenant, 1).at("-", "glomfjord", "-").energy("1", "1"));
            String run = books.start(tenant);
            survived = !workOrDie(mortal(KilledRunTest::dataAlone, dyingAt(step)));
            holdsTogether(2, entity, tenant);
            books.work();

            assertThat(books.items(run))
                    .as("killed at step %d", step)
                    .extracting(item -> item.key().group() + " " + item.outcome() + " " + item.number())
                    .containsExactly(
                            "one issued " + IssueInvoiceTest.number(entity, 1),
                            "two issued " + IssueInvoiceTest.number(entity, 2),
                            "- issued " + IssueInvoiceTest.number(entity, 3));
        }
    }

    private static BooleanSupplier dyingAt(int step) {
        int[] steps = {0};
        return () -> ++steps[0] == step;
    }

    /** Whether it died before its end. */
    private static boolean workOrDie(WorkOnInvoiceRuns mortal) {
        try {
            while (mortal.step()) {
                // Until it is killed or done.
            }
            return false;
        } catch (Killed killed) {
            return true;
        }
    }

    @Test
    void givesEachTenantOneInvoiceWithoutGapWhenRunsCompeteAndSomeDie() throws Exception {
        LegalEntity entity = books.legalEntity();
        List<String> tenants = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String tenant = books.tenantOf(entity);
            tenants.add(tenant);
            books.rated(IssueInvoiceTest.day(tenant, 1).gpuHours("1", "10"));
        }
        List<String> started = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            started.add(books.start(tenants.toArray(String[]::new)));
        }

        try (ExecutorService copies = Executors.newFixedThreadPool(4)) {
            List<Future<Boolean>> ends = new ArrayList<>();
            for (int copy = 0; copy < 4; copy++) {
                Random random = new Random(copy);
                WorkOnInvoiceRuns mortal = mortal(() -> random.nextInt(60) == 0);
                Callable<Boolean> life = () -> {
                    while (stepOrDie(mortal)) {
                        // A copy that died begins again, as a restarted service does.
                    }
                    return true;
                };
                ends.add(copies.submit(life));
            }
            for (Future<Boolean> end : ends) {
                assertThat(end.get()).isTrue();
            }
        }

        holdsTogether(entity, tenants.toArray(String[]::new));
        assertThat(positions(entity, tenants)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        for (String run : started) {
            assertThat(books.items(run))
                    .extracting(RunBook.ItemState::outcome)
                    .allMatch(outcome -> outcome.equals("issued") || outcome.equals("already-issued"));
        }
        long issued = started.stream()
                .flatMap(run -> books.items(run).stream())
                .filter(item -> "issued".equals(item.outcome()))
                .count();
        assertThat(issued).isEqualTo(10);
    }

    /** A month of 1,000 tenants, worked on by two copies at once that are killed 20 times at random points. */
    @Test
    void invoicesAThousandTenantsOnceEachHoweverOftenItIsKilled() throws Exception {
        LegalEntity entity = books.legalEntity();
        List<String> tenants = books.tenantsOf(entity, 1_000);
        books.rated(tenants.stream()
                .map(tenant -> IssueInvoiceTest.day(tenant, 1).gpuHours("1", "10"))
                .toArray(RatedDay[]::new));
        String[] all = tenants.toArray(String[]::new);
        List<String> started = List.of(books.start(all), books.start(all));
        Random random = new Random(20);
        // An item takes about 40 calls at the ports; two runs over 1,000 tenants take some 60,000 in all.
        Set<Integer> deaths = ConcurrentHashMap.newKeySet();
        while (deaths.size() < 20) {
            deaths.add(1 + random.nextInt(25_000));
        }
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger killed = new AtomicInteger();

        try (ExecutorService copies = Executors.newFixedThreadPool(2)) {
            List<Future<Boolean>> ends = new ArrayList<>();
            for (int copy = 0; copy < 2; copy++) {
                WorkOnInvoiceRuns mortal = mortal(KilledRunTest::dataAlone, () -> {
                    boolean dies = deaths.remove(calls.incrementAndGet());
                    killed.addAndGet(dies ? 1 : 0);
                    return dies;
                });
                Callable<Boolean> life = () -> {
                    while (stepOrDie(mortal)) {
                        // A copy that died begins again, as a restarted service does.
                    }
                    return true;
                };
                ends.add(copies.submit(life));
            }
            for (Future<Boolean> end : ends) {
                assertThat(end.get()).isTrue();
            }
        }

        assertThat(killed).as("kills in %s calls", calls).hasValue(20);
        holdsTogether(2, entity, all);
        assertThat(positions(entity, tenants))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1_000).boxed().toList());
        Map<String, Long> issued = new HashMap<>();
        for (String run : started) {
            assertThat(books.items(run))
                    .extracting(RunBook.ItemState::outcome)
                    .allMatch(outcome -> outcome.equals("issued") || outcome.equals("already-issued"));
            books.items(run).stream()
                    .filter(item -> "issued".equals(item.outcome()))
                    .forEach(item -> issued.merge(item.key().tenant(), 1L, Long::sum));
        }
        assertThat(issued)
                .hasSize(1_000)
                .allSatisfy((tenant, times) -> assertThat(times).isEqualTo(1));
    }

    private static boolean stepOrDie(WorkOnInvoiceRuns mortal) {
        try {
            return mortal.step();
        } catch (Killed killed) {
            return true;
        }
    }

    /** True where the run came to its end before it could be killed. */
    private boolean workUntilKilledAt(int step) {
        int[] steps = {0};
        WorkOnInvoiceRuns mortal = mortal(() -> ++steps[0] == step);
        try {
            while (mortal.step()) {
                // Until it is killed or done.
            }
            return true;
        } catch (Killed killed) {
            return false;
        }
    }

    /**
     * Data and table of an invoice without pictures and without the official rules, by the same writers: a thousand PDFs would
     * take a minute, and this is about numbers.
     */
    private static Documents.Printed dataAlone(Invoice invoice) {
        List<InvoiceDocument> forms = List.of(
                new InvoiceDocument(DocumentKind.JSON, "0".repeat(64), InvoiceJson.write(invoice)),
                new InvoiceDocument(DocumentKind.CSV, "0".repeat(64), InvoiceCsv.write(invoice)));
        return new Documents.Printed(forms, HouseRules.check(invoice).ruleSet(), List.of());
    }

    private WorkOnInvoiceRuns mortal(BooleanSupplier dies) {
        return mortal(documents, dies);
    }

    private WorkOnInvoiceRuns mortal(Documents printing, BooleanSupplier dies) {
        InvoiceBook mortalInvoices = mortal(InvoiceBook.class, invoices, dies);
        ChargeLedger mortalLedger = mortal(ChargeLedger.class, ledger, dies);
        CommercialBook mortalCommercial = mortal(CommercialBook.class, commercial, dies);
        ReadCommerce commerce = new ReadCommerce(mortalCommercial, mortalInvoices, mortalLedger);
        ReceivableBook mortalReceivables = mortal(ReceivableBook.class, receivables, dies);
        AnnounceEvents mortalEvents = new AnnounceEvents(
                scope, mortal(WebhookBook.class, webhooks, dies), mortalInvoices, mortalReceivables, clock);
        DispatchDocuments mortalDispatch = new DispatchDocuments(
                scope, mortal(DeliveryBook.class, deliveries, dies), mortalInvoices, dunning, channels, clock);
        NameBook mortalNames = mortal(NameBook.class, names, dies);
        LeftOfInvoice left = new LeftOfInvoice(mortalInvoices, mortalCommercial);
        ReadPast past = new ReadPast(mortalLedger, mortalNames, mortalInvoices, mortalCommercial, left);
        ReadPeriod reading = new ReadPeriod(
                mortal(AccountBook.class, accounts, dies),
                mortalLedger,
                mortalNames,
                mortal(WatermarkBook.class, watermarks, dies),
                mortalInvoices,
                commerce,
                past,
                clock);
        CommitDecisions committing = new CommitDecisions(
                reading,
                commerce,
                mortalLedger,
                mortalInvoices,
                left,
                past,
                mortal(RunBook.class, runs, dies),
                new FileDocument(
                        mortalInvoices,
                        mortalReceivables,
                        mortalCommercial,
                        mortal(CreditBook.class, credits, dies),
                        outbox,
                        mortalEvents,
                        mortalDispatch,
                        clock));
        IssueInvoice issueInvoice = new IssueInvoice(
                scope, reading, commerce, mortalInvoices, mortal(RunBook.class, runs, dies), printing, committing);
        IssueInvoices issueInvoices =
                new IssueInvoices(scope, new PlanInvoices(scope, reading, issueInvoice), committing, issueInvoice);
        return new WorkOnInvoiceRuns(scope, mortal(RunBook.class, runs, dies), issueInvoices, watch, clock);
    }

    /** The real port, which dies before or after the work of a call. */
    private static <T> T mortal(Class<T> port, T real, BooleanSupplier dies) {
        Object proxy =
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (self, method, arguments) -> {
                    dieIf(dies);
                    Object result;
                    try {
                        result = method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    dieIf(dies);
                    return result;
                });
        return port.cast(proxy);
    }

    private static void dieIf(BooleanSupplier dies) {
        if (dies.getAsBoolean()) {
            throw new Killed();
        }
    }

    /** Series, invoices, documents, usage, periods and outbox tell the same story. */
    private void holdsTogether(LegalEntity entity, String... tenants) {
        holdsTogether(DOCUMENTS, entity, tenants);
    }

    private void holdsTogether(int forms, LegalEntity entity, String... tenants) {
        List<String> scopeOfTest = List.of(tenants);
        scope.inTransactionDo(scopeOfTest, connection -> {
            long issued = count(connection, "SELECT count(*) FROM invoice");
            assertThat(count(
                            connection,
                            "SELECT next_position - 1 FROM invoice_series WHERE legal_entity = '" + entity.id() + "'"))
                    .isEqualTo(issued);
            assertThat(count(connection, "SELECT count(*) FROM invoice_document"))
                    .isEqualTo(issued * forms);
            assertThat(count(connection, "SELECT count(*) FROM receivable_entry"))
                    .isEqualTo(issued);
            assertThat(count(connection, "SELECT count(*) FROM invoiced_usage")).isEqualTo(issued);
            assertThat(count(connection, "SELECT count(*) FROM billing_period WHERE state = 'issued'"))
                    .isEqualTo(issued);
            assertThat(count(connection, "SELECT count(*) FROM invoice_run_item WHERE outcome = 'issued'"))
                    .isEqualTo(issued);
            assertThat(count(connection, "SELECT coalesce(max(series_position), 0) FROM invoice"))
                    .isEqualTo(issued);
        });
    }

    private List<Long> positions(LegalEntity entity, List<String> tenants) {
        return scope.inTransaction(tenants, connection -> {
            List<Long> positions = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT series_position FROM invoice WHERE legal_entity = ? ORDER BY series_position")) {
                select.setString(1, entity.id());
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        positions.add(row.getLong(1));
                    }
                }
            }
            return positions;
        });
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
