package io.wattledger.billing.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.account.Resale;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.Discount;
import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.UsageWatermark;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reseller with tenants: they are metered, it is invoiced, each charge once. */
@QuarkusTest
@WithSuite
class ResellerTest {

    private static final YearMonth SEPTEMBER = YearMonth.of(2026, 9);

    @Inject
    Books books;

    @Inject
    ApplyCatalog applyCatalog;

    @Inject
    RecordWatermarks recordWatermarks;

    @Inject
    GatherEvidence gatherEvidence;

    @Inject
    BalanceBook book;

    @Inject
    TenantScope scope;

    @Inject
    InvoiceBook invoices;

    private LegalEntity entity;
    private String market;
    private String one;
    private String two;
    private String three;

    @BeforeEach
    void aMarketWithThreeTenants() {
        entity = books.legalEntity();
        market = Books.unused("market");
        one = Books.unused("one");
        two = Books.unused("two");
        three = Books.unused("three");
        Contract contract = AnAccount.contract("m-2026", entity.id(), AnAccount.since2026());
        CommercialTerms margin = marginOf("m-2026");
        books.apply(
                List.of(),
                List.of(
                        new Account(AnAccount.municipalBuyer(market, "Nordmarked AS"), List.of(contract), margin),
                        sold(one, "2026-01"),
                        sold(two, "2026-01"),
                        sold(three, "2026-10")));
    }

    @Test
    void invoicesTheResellerOnceForAllItsTenantsLessItsMargin() {
        books.rated(
                day(one, "research", "glomfjord", "10.01"),
                day(one, "research", "narvik", "20.02"),
                day(two, "web", "glomfjord", "3.33"),
                RatedDay.of(three, "c-2026", "2026-10-01")
                        .at("-", "glomfjord", "-")
                        .gpuHours("1", "10"),
                day(market, "web", "glomfjord", "5"));

        assertThat(outcomes(books.run(one, two, three, market)))
                .containsExactlyInAnyOrder(
                        one + " invoiced-to", two + " invoiced-to", three + " invoiced-to", market + " issued");
        Invoice invoice = filed(market, 1).orElseThrow().invoice();
        assertThat(invoice.lines().stream().map(ResellerTest::line))
                .containsExactlyInAnyOrder(
                        one + " › research glomfjord 100.10 - 12.51 = 87.59",
                        one + " › research narvik 200.20 - 25.03 = 175.17",
                        two + " › web glomfjord 33.30 - 4.16 = 29.14",
                        three + " › - glomfjord 10.00 - 1.25 = 8.75",
                        "web glomfjord 50.00 - 6.25 = 43.75");
        assertThat(invoice.totals().withoutVat().amount()).isEqualByComparingTo("344.40");
        assertThat(filed(one, 1)).isEmpty();
        assertThat(filed(market, 2)).isEmpty();
        assertThat(outcomes(books.run(one, two, three, market)))
                .contains(one + " invoiced-to", market + " already-issued");
        BalanceBook.Balance sold = scope.inTransaction(market, c -> book.balance(c, List.of(market)));
        assertThat(sold.received()).isPositive().isEqualTo(sold.invoiced());
        assertThat(sold.difference()).isZero();
        assertThat(scope.inTransaction(one, c -> book.balance(c, List.of(one))).received())
                .isZero();
        assertThat(gatherEvidence.gather(market, entity.invoiceSeries().number(1), ""))
                .contains(new GatherEvidence.OfResoldUsage());
    }

    @Test
    void waitsForUsageOfATenantThatCouldNotBeRead() {
        books.rated(day(two, "web", "glomfjord", "3"));
        scope.inTransactionDo(List.of(TenantScope.NO_TENANT), connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    INSERT INTO unreadable_record (tenant_id, topic, partition_id, record_offset, record_key, value, reason, recorded_at)
                    VALUES ('-', 'rated-usage.v1', 0, 2000000001, ?, '{', 'no JSON', now())
                    """)) {
                insert.setBytes(1, (one + "/web/glomfjord/h100-sxm/2026-10-05T22:00:00Z").getBytes(UTF_8));
                insert.executeUpdate();
            }
        });

        List<ItemState> items = books.run(market);

        assertThat(outcomes(items)).containsExactly(market + " held");
        assertThat(items.getFirst().reasons())
                .extracting(HoldReason::code)
                .containsExactly(HoldReason.USAGE_UNREADABLE);
        assertThat(items.getFirst().reasons().getFirst().detail()).contains(one);
    }

    @Test
    void billsATenantItselfBeforeTheMonthInWhichItComesToTheReseller() {
        books.rated(september(three, "10").gpuHours("10", "10"), day(three, "web", "glomfjord", "20"));

        assertThat(outcomes(books.run(SEPTEMBER, three, market)))
                .containsExactlyInAnyOrder(three + " issued", market + " nothing-to-invoice");
        assertThat(outcomes(books.run(three, market)))
                .containsExactlyInAnyOrder(three + " invoiced-to", market + " issued");
        assertThat(filed(three, 1).orElseThrow().invoice().totals().withoutVat().amount())
                .isEqualByComparingTo("100");
        assertThat(filed(market, 2)
                        .orElseThrow()
                        .invoice()
                        .totals()
                        .withoutVat()
                        .amount())
                .isEqualByComparingTo("175");
    }

    @Test
    void correctsATenantsOwnMonthWithTheTenantAfterItHasCome() {
        books.rated(september(three, "10").gpuHours("10", "10"));
        books.run(SEPTEMBER, three);
        books.rated(september(three, "10").revision(2).gpuHours("13", "10"), day(three, "web", "glomfjord", "20"));

        assertThat(outcomes(books.run(three, market))).containsExactlyInAnyOrder(three + " issued", market + " issued");
        List<String> totals = Stream.of(three, market)
                .flatMap(tenant -> Stream.of(2L, 3L).flatMap(position -> filed(tenant, position).stream()))
                .map(filed -> filed.key().tenant() + " "
                        + filed.invoice().totals().withoutVat().amount())
                .toList();
        assertThat(totals).containsExactly(three + " 30.00", market + " 175.00");
    }

    @Test
    void takesNoProjectNamedLikeOneOfATenantOfAReseller() {
        byte[] message =
                WireJson.write(day(market, one + " › web", "glomfjord", "1").build());

        assertThatThrownBy(() -> RecordRatedUsage.entry(message))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("report it under another name");
    }

    @Test
    void correctsOnTheNextInvoiceOfTheReseller() {
        books.rated(september(one, "1").gpuHours("10", "10"));
        books.run(SEPTEMBER, one, market);
        books.rated(september(one, "1").revision(2).gpuHours("12", "10"), day(two, "web", "glomfjord", "10"));

        assertThat(outcomes(books.run(one, two, market))).contains(one + " invoiced-to", market + " issued");
        // 100 less 12.50 of October, and 20 less 2.50 that September was short of.
        assertThat(filed(market, 2)
                        .orElseThrow()
                        .invoice()
                        .totals()
                        .withoutVat()
                        .amount())
                .isEqualByComparingTo("105");
    }

    @Test
    void waitsForTheUsageOfEachTenantAndNamesIt() {
        books.rated(day(one, "research", "glomfjord", "10"), day(two, "web", "glomfjord", "10"));
        watermark(two, 1, "2026-10-20T00:00:00Z");

        List<RunBook.ItemState> items = books.run(market);
        assertThat(outcomes(items)).containsExactly(market + " held");
        assertThat(items.getFirst().reasons())
                .extracting(HoldReason::code)
                .containsExactly(HoldReason.USAGE_INCOMPLETE);
        assertThat(items.getFirst().reasons().getFirst().detail()).contains("slurm of " + two);

        watermark(two, 2, "2026-11-01T00:00:00Z");
        assertThat(outcomes(books.run(market))).containsExactly(market + " issued");
    }

    @Test
    void refusesAChangeOfTheResellerThatBreaksWhatItsTenantsHave() {
        Contract euros =
                AnAccount.contract("m-2026", entity.id(), AnAccount.since2026(), "EUR", AnAccount.NORWEGIAN_VAT);
        CatalogOutcome outcome = applyCatalog.apply(
                new ApplyCatalog.Catalog(List.of(), List.of(AnAccount.municipality(market, euros))), "test", false);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        CatalogOutcome.Refused.class,
                        refused -> assertThat(refused.flaws())
                                .anySatisfy(
                                        flaw -> assertThat(flaw.detail()).contains("'" + one + "'", "currency EUR")));
        CatalogOutcome direct = applyCatalog.apply(
                new ApplyCatalog.Catalog(
                        List.of(),
                        List.of(AnAccount.municipality(
                                one, AnAccount.contract("c-2026", entity.id(), AnAccount.since2026())))),
                "test",
                false);
        assertThat(direct)
                .isInstanceOfSatisfying(
                        CatalogOutcome.Refused.class,
                        refused -> assertThat(refused.flaws())
                                .anySatisfy(flaw -> assertThat(flaw.detail()).contains("which has begun")));
    }

    private Account sold(String tenant, String from) {
        Contract contract = AnAccount.contract("c-2026", entity.id(), AnAccount.since2026());
        return new Account(
                AnAccount.municipalBuyer(tenant, "Havvik kommune"),
                List.of(contract),
                null,
                List.of(new Resale(YearMonth.parse(from), market, "m-2026")));
    }

    private static CommercialTerms marginOf(String contract) {
        CommercialTerms terms = new SomeTerms().perCent("margin", "12.5").terms();
        return new CommercialTerms(
                terms.discounts().stream()
                        .map(one -> new Discount(
                                one.id(),
                                one.words(),
                                one.reduction(),
                                one.on(),
                                new Discount.Scope(List.of(contract), YearMonth.of(2026, 1), null),
                                null,
                                null,
                                null))
                        .toList(),
                List.of());
    }

    private Optional<Filed> filed(String tenant, long position) {
        return scope.inTransaction(
                tenant,
                connection -> invoices.find(connection, entity.invoiceSeries().number(position)));
    }

    private void watermark(String tenant, long revision, String until) {
        Instant complete = Instant.parse(until);
        UsageWatermark watermark = new UsageWatermark(
                tenant, "glomfjord", complete, revision, 1, List.of(new UsageWatermark.Collector("slurm", complete)));
        scope.inTransactionDo(List.of(tenant), connection -> recordWatermarks.record(connection, List.of(watermark)));
    }

    private static String line(InvoiceLine line) {
        return line.item().project() + " " + line.item().site() + " "
                + line.amount().unrounded().setScale(2) + " - "
                + line.amount().allowances().getFirst().amount().amount() + " = "
                + line.amount().net().amount();
    }

    private static List<String> outcomes(List<RunBook.ItemState> items) {
        return items.stream()
                .map(item -> item.key().tenant() + " " + item.outcome())
                .toList();
    }

    private static RatedDay day(String tenant, String project, String site, String hours) {
        return RatedDay.of(tenant, tenant.startsWith("market") ? "m-2026" : "c-2026", "2026-10-01")
                .at(project, site, "h100-sxm")
                .gpuHours(hours, "10");
    }

    private static RatedDay september(String tenant, String day) {
        return RatedDay.of(tenant, "c-2026", "2026-09-%02d".formatted(Integer.parseInt(day)))
                .at("web", "glomfjord", "h100-sxm");
    }
}
