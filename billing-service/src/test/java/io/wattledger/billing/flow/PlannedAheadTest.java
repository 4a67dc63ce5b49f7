package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.document.InvoiceJson;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Sha256;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Months are decided before it is known what becomes of those before them; nothing of that shows. */
@QuarkusTest
@WithSuite
class PlannedAheadTest {

    /** More than two plans. */
    private static final int TENANTS = 2 * PlanInvoices.MOST + 5;

    @Inject
    Books books;

    @Inject
    RunsPrintedOtherwise otherwise;

    @Inject
    TenantScope scope;

    @Inject
    InvoiceBook invoices;

    @Test
    void billsWhatCameInAfterTheMonthWasReadAndGivesNoNumberTwice() {
        LegalEntity entity = books.legalEntity();
        List<String> tenants = tenants(entity);
        String late = tenants.get(3);
        AtomicInteger printed = new AtomicInteger();

        List<ItemState> items = run(tenants, invoice -> {
            if (invoice.buyer().tenant().equals(late) && printed.incrementAndGet() == 1) {
                books.rated(IssueInvoiceTest.day(late, 2).gpuHours("1", "7"));
            }
            return json(invoice);
        });

        assertThat(printed).hasValueGreaterThan(1);
        assertThat(items).extracting(ItemState::number).containsExactlyElementsOf(numbers(entity, TENANTS));
        assertThat(net(late)).isEqualByComparingTo("17");
    }

    @Test
    void givesTheNumberOfWhatIsParkedToTheNext() {
        LegalEntity entity = books.legalEntity();
        List<String> tenants = tenants(entity);
        List<String> parked =
                List.of(tenants.get(0), tenants.get(PlanInvoices.MOST - 1), tenants.get(PlanInvoices.MOST));

        List<ItemState> items = run(
                tenants,
                invoice -> parked.contains(invoice.buyer().tenant())
                        ? new Documents.Printed(List.of(), "none", List.of(new HoldReason("RULE", "is broken")))
                        : json(invoice));

        assertThat(items)
                .filteredOn(item -> "parked".equals(item.outcome()))
                .extracting(item -> item.key().tenant())
                .containsExactlyElementsOf(parked);
        assertThat(items)
                .filteredOn(item -> "issued".equals(item.outcome()))
                .extracting(ItemState::number)
                .containsExactlyElementsOf(numbers(entity, TENANTS - parked.size()));
    }

    @Test
    void endsAStepWithThePlanInHandWhenTheServiceIsAboutToEnd() {
        LegalEntity entity = books.legalEntity();
        String run = books.start(tenants(entity).toArray(String[]::new));
        List<Integer> steps = new ArrayList<>();

        otherwise.workAboutToEnd(PlannedAheadTest::json, steps::add);

        // One for each plan, and one that finishes the run.
        assertThat(steps).hasSize(4);
        assertThat(books.items(run)).extracting(ItemState::number).containsExactlyElementsOf(numbers(entity, TENANTS));
    }

    /** A preview of a run is worked on by all processors, and comes to what one after the other comes to. */
    @Test
    void previewsMonthsTogetherWithoutEffect() {
        LegalEntity entity = books.legalEntity();
        List<String> tenants = tenants(entity);
        String corrected = tenants.get(7);
        books.run(corrected);
        books.rated(IssueInvoiceTest.day(corrected, 1).gpuHours("2", "10").revision(2));
        String held = tenants.get(9);
        books.rated(IssueInvoiceTest.day(held, 3).gap("price-missing"));
        CountDownLatch atOnce =
                new CountDownLatch(Math.min(2, Runtime.getRuntime().availableProcessors()));
        Set<String> numbers = ConcurrentHashMap.newKeySet();
        String run = books.start(Books.OCTOBER, RunBook.Mode.PREVIEW, tenants.toArray(String[]::new));

        otherwise.work(invoice -> {
            atOnce.countDown();
            await(atOnce);
            numbers.add(invoice.heading().number());
            return json(invoice);
        });

        assertThat(atOnce.getCount()).isZero();
        assertThat(numbers).hasSizeGreaterThan(1);
        assertThat(books.items(run)).hasSize(TENANTS).allSatisfy(item -> {
            assertThat(item.outcome()).isNull();
            String tenant = item.key().tenant();
            assertThat(Objects.requireNonNull(item.preview()).outcome())
                    .isEqualTo(
                            tenant.equals(corrected) ? "changed-after-issue" : tenant.equals(held) ? "held" : "issued");
            assertThat(item.preview().documents()).hasSize(tenant.equals(corrected) || tenant.equals(held) ? 0 : 1);
        });
        List<InvoiceBook.Summary> issued = scope.asOperator(
                connection -> invoices.list(connection, new InvoiceBook.Query(tenants, Books.OCTOBER, null, TENANTS)));
        assertThat(issued).extracting(InvoiceBook.Summary::tenant).containsExactly(corrected);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<String> tenants(LegalEntity entity) {
        List<String> tenants =
                books.tenantsOf(entity, TENANTS).stream().sorted().toList();
        books.rated(tenants.stream()
                .map(tenant -> IssueInvoiceTest.day(tenant, 1).gpuHours("1", "10"))
                .toArray(RatedDay[]::new));
        return tenants;
    }

    private List<ItemState> run(List<String> tenants, Documents documents) {
        String run = books.start(tenants.toArray(String[]::new));
        otherwise.work(documents);
        return books.items(run);
    }

    private static Documents.Printed json(Invoice invoice) {
        byte[] json = InvoiceJson.write(invoice);
        return new Documents.Printed(
                List.of(new InvoiceDocument(DocumentKind.JSON, Sha256.hex(json), json)), "none", List.of());
    }

    private static List<String> numbers(LegalEntity entity, int many) {
        return IntStream.rangeClosed(1, many)
                .mapToObj(position -> IssueInvoiceTest.number(entity, position))
                .toList();
    }

    private BigDecimal net(String tenant) {
        return scope.inTransaction(
                        tenant,
                        connection -> invoices.list(
                                connection, new InvoiceBook.Query(List.of(tenant), Books.OCTOBER, null, 10)))
                .getFirst()
                .amounts()
                .net();
    }
}
