package io.wattledger.billing.flow;

import static io.wattledger.billing.commercial.SomeTerms.nok;
import static io.wattledger.billing.flow.CorrectedMonths.SEPTEMBER;
import static io.wattledger.billing.flow.CorrectedMonths.day;
import static io.wattledger.billing.flow.CorrectedMonths.on;
import static io.wattledger.billing.flow.CorrectedMonths.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.ChargeSelection;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Caps of discounts in per cent when months are corrected, with the real database. */
@QuarkusTest
@WithSuite
class CappedDiscountsTest {

    private static final YearMonth JULY = YearMonth.of(2026, 7);
    private static final YearMonth AUGUST = YearMonth.of(2026, 8);

    @Inject
    Books books;

    @Inject
    TenantScope scope;

    @Inject
    CommercialBook commercial;

    @Inject
    CorrectedMonths months;

    @Inject
    DocumentsComputedAgain again;

    /** 10 %, 150 at most: July takes 100, then gives back 50; so September takes the 50 that August has left and those. */
    @Test
    void givesBackWhatACheaperMonthDoesNotTakeAnyMore() {
        LegalEntity entity = books.legalEntity();
        String tenant = months.tenant(entity, tenPerCent("150.00"));
        books.rated(
                on(tenant, "2026-07-01").gpuHours("100", "10"),
                on(tenant, "2026-08-01").gpuHours("20", "10"),
                day(tenant).gpuHours("100", "10"));
        books.run(JULY, tenant);
        books.run(AUGUST, tenant);
        assertThat(taken(tenant)).isEqualByComparingTo("120");

        books.rated(on(tenant, "2026-07-01").gpuHours("50", "10").revision(2));
        books.run(JULY, tenant);
        assertThat(months.invoice(tenant, entity, 3).totals().withoutVat()).isEqualTo(nok("450.00"));
        assertThat(taken(tenant)).isEqualByComparingTo("70");

        months.run(tenant);
        assertThat(months.invoice(tenant, entity, 4).totals().withoutVat()).isEqualTo(nok("920.00"));
        assertThat(taken(tenant)).isEqualByComparingTo("150");
        isComputedAgain(tenant, entity, 3, InvoiceBasis.OfDecrease.class);
    }

    /** August has taken the rest of the cap: July, which becomes dearer, gets no more; once August gives back, it gets that. */
    @Test
    void takesNoMoreThanIsLeftOfTheCapWhereAMonthBecomesDearer() {
        LegalEntity entity = books.legalEntity();
        String tenant = months.tenant(entity, tenPerCent("150.00"));
        books.rated(
                on(tenant, "2026-07-01").gpuHours("100", "10"),
                on(tenant, "2026-08-01").gpuHours("100", "10"));
        books.run(JULY, tenant);
        books.run(AUGUST, tenant);
        assertThat(taken(tenant)).isEqualByComparingTo("150");

        books.rated(on(tenant, "2026-07-01").gpuHours("120", "10").revision(2));
        books.run(JULY, tenant);
        assertThat(months.invoice(tenant, entity, 3).totals().withoutVat()).isEqualTo(nok("200.00"));
        assertThat(taken(tenant)).isEqualByComparingTo("150");

        books.rated(on(tenant, "2026-08-01").gpuHours("30", "10").revision(2));
        books.run(AUGUST, tenant);
        assertThat(months.invoice(tenant, entity, 4).totals().withoutVat()).isEqualTo(nok("680.00"));
        books.rated(on(tenant, "2026-07-01").gpuHours("130", "10").revision(3));
        books.run(JULY, tenant);
        // 100 more, of which nothing is paid: 20 of the discount of these and of those before, as far as the cap goes.
        assertThat(months.invoice(tenant, entity, 5).totals().withoutVat()).isEqualTo(nok("80.00"));
        assertThat(taken(tenant)).isEqualByComparingTo("150");
        isComputedAgain(tenant, entity, 3, InvoiceBasis.OfIncrease.class);
        isComputedAgain(tenant, entity, 4, InvoiceBasis.OfDecrease.class);
        isComputedAgain(tenant, entity, 5, InvoiceBasis.OfIncrease.class);
    }

    /** One invoice corrects two months and bills a third: all three share one cap, the oldest first. */
    @Test
    void sharesACapAmongAllThatOneInvoiceBills() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity, tenPerCent("150.00"));
        books.rated(
                on(tenant, "2026-07-01").gpuHours("60", "10"),
                on(tenant, "2026-08-01").gpuHours("60", "10"));
        books.run(JULY, tenant);
        books.run(AUGUST, tenant);
        assertThat(taken(tenant)).isEqualByComparingTo("120");

        books.rated(
                on(tenant, "2026-07-01").gpuHours("80", "10").revision(2),
                on(tenant, "2026-08-01").gpuHours("80", "10").revision(2),
                day(tenant).gpuHours("100", "10"));
        months.run(tenant);
        // July takes 20 more, August the 10 that are left, September nothing.
        Invoice september = months.invoice(tenant, entity, 3);
        assertThat(september.totals().withoutVat()).isEqualTo(nok("1370.00"));
        assertThat(taken(tenant)).isEqualByComparingTo("150");
        isComputedAgain(tenant, entity, 3, InvoiceBasis.OfMonth.class);
    }

    /** The same for a discount of an amount. */
    @Test
    void sharesACapOfAnAmountAmongAllThatOneInvoiceBills() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(
                entity,
                new SomeTerms()
                        .discount(
                                "start",
                                new Reduction.Amount(new BigDecimal("100.00")),
                                ChargeSelection.COMPUTE,
                                "150.00",
                                null)
                        .terms());
        books.rated(on(tenant, "2026-08-01").gpuHours("5", "10"));
        books.run(AUGUST, tenant);
        assertThat(taken(tenant)).isEqualByComparingTo("50");

        books.rated(
                on(tenant, "2026-08-01").gpuHours("20", "10").revision(2),
                day(tenant).gpuHours("100", "10"));
        months.run(tenant);
        // August takes 50 more, September the 50 that are left then.
        assertThat(months.invoice(tenant, entity, 2).totals().withoutVat()).isEqualTo(nok("1050.00"));
        assertThat(taken(tenant)).isEqualByComparingTo("150");
        isComputedAgain(tenant, entity, 2, InvoiceBasis.OfMonth.class);
    }

    /** Each document of a split month takes of the cap, and is corrected for itself. */
    @Test
    void sharesACapAmongTheDocumentsOfAMonth() {
        LegalEntity entity = books.legalEntity();
        String tenant = Books.unused("tenant");
        InvoiceSplit perProject =
                new InvoiceSplit(YearMonth.of(2026, 1), InvoiceSplit.Mode.PER_PROJECT, List.of(), null);
        months.apply(tenant, entity, tenPerCent("150.00"), perProject);
        books.rated(day(tenant).gpuHours("80", "10"), second(tenant).gpuHours("100", "10"));
        books.run(SEPTEMBER, tenant);
        assertThat(taken(tenant)).isEqualByComparingTo("150");

        books.rated(day(tenant).gpuHours("30", "10").revision(2));
        books.run(SEPTEMBER, tenant);
        assertThat(months.invoice(tenant, entity, 3).totals().withoutVat()).isEqualTo(nok("450.00"));
        assertThat(taken(tenant)).isEqualByComparingTo("100");

        books.rated(second(tenant).gpuHours("110", "10").revision(2));
        books.run(SEPTEMBER, tenant);
        // 100 more; the discount takes 110 of all 1,100, and took 70 before.
        assertThat(months.invoice(tenant, entity, 4).totals().withoutVat()).isEqualTo(nok("60.00"));
        assertThat(taken(tenant)).isEqualByComparingTo("140");
        isComputedAgain(tenant, entity, 3, InvoiceBasis.OfDecrease.class);
        isComputedAgain(tenant, entity, 4, InvoiceBasis.OfIncrease.class);
    }

    private void isComputedAgain(String tenant, LegalEntity entity, int position, Class<? extends InvoiceBasis> kind) {
        again.isEqual(tenant, entity.invoiceSeries().number(position), kind);
    }

    private static CommercialTerms tenPerCent(String cap) {
        return new SomeTerms()
                .discount("start", new Reduction.PerCent(new BigDecimal("10")), ChargeSelection.COMPUTE, cap, null)
                .terms();
    }

    /** What the discount has taken in all months, as the books have it. */
    private BigDecimal taken(String tenant) {
        return scope.inTransaction(
                        tenant,
                        connection -> commercial
                                .state(connection, tenant, tenPerCent("150.00"))
                                .discounted())
                .getOrDefault("start", BigDecimal.ZERO);
    }
}
