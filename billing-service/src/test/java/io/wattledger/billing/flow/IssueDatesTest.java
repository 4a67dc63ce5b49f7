package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.Books;
import io.wattledger.billing.account.InvoiceSeries;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.BillingTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.ContractReferences;
import io.wattledger.billing.contract.UnpricedUsage;
import io.wattledger.billing.flow.RunBook.Item;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How documents are dated that nobody has given a date. */
@QuarkusTest
@WithSuite
class IssueDatesTest {

    /** Half past midnight on 1 November in Oslo. */
    private static final Instant NEW_MONTH = Instant.parse("2026-10-31T23:30:00Z");

    @Inject
    Books books;

    @Inject
    TenantScope scope;

    @Inject
    AccountBook accounts;

    @Inject
    RunBook runs;

    @Inject
    InvoiceBook invoices;

    @Inject
    ChargeLedger ledger;

    @Test
    void areTheDayWhereEachSellerIs() {
        String oslo = books.tenantOf(books.legalEntity());
        LegalEntity british = british();
        String london = tenant(british, "Europe/London");
        String osloMonths = tenant(british, "Europe/Oslo");

        assertThat(dates(null, oslo, london, osloMonths))
                .containsEntry(oslo, LocalDate.of(2026, 11, 1))
                .containsEntry(london, LocalDate.of(2026, 10, 31))
                // October is over by the contract's days, and is not billed inside itself.
                .containsEntry(osloMonths, LocalDate.of(2026, 11, 1));
    }

    @Test
    void areTheDayThatIsAskedFor() {
        String oslo = books.tenantOf(books.legalEntity());

        assertThat(dates(LocalDate.of(2026, 11, 5), oslo)).containsEntry(oslo, LocalDate.of(2026, 11, 5));
    }

    private Map<String, LocalDate> dates(@Nullable LocalDate asked, String... tenants) {
        StartInvoiceRun starting =
                new StartInvoiceRun(scope, accounts, runs, invoices, ledger, Clock.fixed(NEW_MONTH, ZoneOffset.UTC));
        StartInvoiceRun.Plan plan = starting.plan(new StartInvoiceRun.Request(
                new TreeSet<>(Set.of(YearMonth.of(2026, 10))),
                new TreeSet<>(Set.of(tenants)),
                asked,
                RunBook.Mode.PREVIEW));
        String run = scope.inTransaction(plan.tenants(), connection -> starting.start(connection, plan, "test"));
        List<Item> items = scope.asOperator(connection -> runs.next(connection, 10));
        books.work();
        assertThat(items).extracting(Item::run).containsOnly(run);
        return items.stream().collect(Collectors.toMap(item -> item.key().tenant(), Item::issueDate));
    }

    private LegalEntity british() {
        Seller s = AnAccount.norwegianEntity(Books.unused("entity"), "X").seller();
        Seller seller = new Seller(
                s.legalEntity(),
                "Nordlys Compute Ltd",
                new LegalIdentity("GB", "12345678", "GB123456782", null),
                s.electronicAddress(),
                s.address(),
                s.contact(),
                s.bank(),
                Currency.getInstance("GBP"));
        LegalEntity entity = new LegalEntity(seller, new InvoiceSeries(Books.unused("D") + "-", 6));
        books.apply(List.of(entity), List.of());
        return entity;
    }

    private String tenant(LegalEntity entity, String zone) {
        String tenant = Books.unused("tenant");
        Contract contract = new Contract(
                "c-2026",
                entity.id(),
                AnAccount.since2026(),
                "nordic",
                Currency.getInstance("GBP"),
                new BillingTerms(ZoneId.of(zone), 30, UnpricedUsage.HOLD),
                new ContractReferences("4711", null, null),
                null);
        books.apply(List.of(), List.of(AnAccount.municipality(tenant, contract)));
        return tenant;
    }
}
