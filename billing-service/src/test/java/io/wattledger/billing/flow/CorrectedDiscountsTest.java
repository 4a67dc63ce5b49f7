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
import io.wattledger.billing.bookkeeping.ChartOfAccounts;
import io.wattledger.billing.bookkeeping.Voucher;
import io.wattledger.billing.bookkeeping.Vouchers;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.ChargeSelection;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.focus.FocusFile;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.PublishedFacts;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Discounts of an amount that are taken anew when a month is corrected, with the real database. */
@QuarkusTest
@WithSuite
class CorrectedDiscountsTest {

    private static final YearMonth JULY = YearMonth.of(2026, 7);
    private static final YearMonth AUGUST = YearMonth.of(2026, 8);

    @Inject
    Books books;

    @Inject
    RunsPrintedOtherwise otherwise;

    @Inject
    TenantScope scope;

    @Inject
    CommercialBook commercial;

    @Inject
    Documents documents;

    @Inject
    CorrectedMonths months;

    @Inject
    DocumentsComputedAgain again;

    /** 300 of which 500 a month take all, then 900, then 600 on two lines, then 200: always as if it had been billed so. */
    @Test
    void takesThemAnewAtOnce() {
        LegalEntity entity = books.legalEntity();
        String tenant = months.tenant(entity, start(null));
        books.rated(day(tenant).gpuHours("30", "10"));
        months.run(tenant);
        assertThat(months.invoice(tenant, entity, 1).totals().withoutVat()).isEqualTo(nok("0.00"));

        books.rated(day(tenant).gpuHours("90", "10").revision(2));
        assertThat(months.run(tenant).documents()).hasSize(1);
        Invoice more = months.invoice(tenant, entity, 2);
        assertThat(more.totals().lines()).isEqualTo(nok("600.00"));
        assertThat(more.totals().allowances()).isEqualTo(nok("200.00"));
        assertThat(months.receivable(tenant, entity, 2)).isEqualTo("500.00");
        assertThat(taken(tenant)).isEqualByComparingTo("500");
        again.isEqual(tenant, more.heading().number(), InvoiceBasis.OfIncrease.class);

        books.rated(day(tenant).gpuHours("10", "10").revision(3), second(tenant).gpuHours("50", "10"));
        assertThat(months.run(tenant).documents()).hasSize(3);
        assertThat(netOf(tenant, entity, 5)).isEqualByComparingTo("100");
        assertThat(taken(tenant)).isEqualByComparingTo("500");

        books.rated(second(tenant).gpuHours("10", "10").revision(2));
        assertThat(months.run(tenant).outcome()).isEqualTo("corrected");
        int last = 6;
        assertThat(netOf(tenant, entity, last)).isEqualByComparingTo("0");
        assertThat(taken(tenant)).isEqualByComparingTo("200");
        for (int position = 3; position <= last; position++) {
            Invoice document = months.invoice(tenant, entity, position);
            again.isEqual(
                    tenant,
                    document.heading().number(),
                    document.heading().credited() == null
                            ? InvoiceBasis.OfIncrease.class
                            : InvoiceBasis.OfDecrease.class);
        }
    }

    /** The same as lines of the next invoice, which are booked as allowances are. */
    @Test
    void takesThemAnewOnTheNextInvoice() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity, start(null));
        books.rated(on(tenant, "2026-07-01").gpuHours("30", "10"));
        books.run(JULY, tenant);

        books.rated(
                on(tenant, "2026-07-01").gpuHours("90", "10").revision(2),
                on(tenant, "2026-08-01").gpuHours("100", "10"));
        books.run(AUGUST, tenant);
        Invoice august = months.invoice(tenant, entity, 2);
        // 1,000 less 500, and for July 600 more of which the discount takes 200.
        assertThat(august.totals().withoutVat()).isEqualTo(nok("900.00"));
        assertThat(discounts(august)).containsExactly(nok("-200.00"));
        assertThat(taken(tenant)).isEqualByComparingTo("1000");

        books.rated(
                on(tenant, "2026-07-01").gpuHours("10", "10").revision(3),
                on(tenant, "2026-09-01").gpuHours("200", "10"));
        books.run(SEPTEMBER, tenant);
        Invoice september = months.invoice(tenant, entity, 3);
        // 2,000 less 500; July came to 400 and comes to nothing now: 800 less, of which the discount gives back 400.
        assertThat(september.totals().withoutVat()).isEqualTo(nok("1100.00"));
        assertThat(discounts(september)).containsExactlyInAnyOrder(nok("200.00"), nok("200.00"));
        assertThat(taken(tenant)).isEqualByComparingTo("1100");
        for (Invoice invoice : List.of(august, september)) {
            again.isEqual(tenant, invoice.heading().number(), InvoiceBasis.OfMonth.class);
            assertThat(FocusFile.ofLines(List.of(invoice)).rows()).isNotEmpty();
            isBooked(invoice);
        }
    }

    /** What July gives back would leave August less than its own discount takes, so it waits. */
    @Test
    void waitsWhereItWouldTakeWhatADiscountOfTheNextMonthTakes() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity, start(null));
        books.rated(on(tenant, "2026-07-01").gpuHours("100", "10"));
        books.run(JULY, tenant);

        books.rated(
                on(tenant, "2026-07-01").gpuHours("60", "10").revision(2),
                on(tenant, "2026-08-01").gpuHours("70", "10"));
        books.run(AUGUST, tenant);
        assertThat(months.invoice(tenant, entity, 2).totals().withoutVat()).isEqualTo(nok("200.00"));

        books.rated(on(tenant, "2026-09-01").gpuHours("100", "10"));
        books.run(SEPTEMBER, tenant);
        assertThat(months.invoice(tenant, entity, 3).totals().withoutVat()).isEqualTo(nok("100.00"));
    }

    /** 600 at most in all months: what July gives back, September takes when it is corrected. */
    @Test
    void sharesACapWithOtherMonths() {
        LegalEntity entity = books.legalEntity();
        String tenant = months.tenant(entity, start("600.00"));
        books.rated(on(tenant, "2026-07-01").gpuHours("50", "10"), day(tenant).gpuHours("70", "10"));
        books.run(JULY, tenant);
        months.run(tenant);
        assertThat(months.invoice(tenant, entity, 2).totals().withoutVat()).isEqualTo(nok("600.00"));

        books.rated(day(tenant).gpuHours("80", "10").revision(2));
        months.run(tenant);
        assertThat(months.invoice(tenant, entity, 3).totals().withoutVat()).isEqualTo(nok("100.00"));

        books.rated(on(tenant, "2026-07-01").gpuHours("20", "10").revision(2));
        books.run(JULY, tenant);
        assertThat(taken(tenant)).isEqualByComparingTo("300");

        // 10 more, and 300 of the cap are left: they are taken off lines that are taken back and billed again.
        books.rated(day(tenant).gpuHours("81", "10").revision(3));
        months.run(tenant);
        assertThat(taken(tenant)).isEqualByComparingTo("600");
        assertThat(netOf(tenant, entity, 6)).isEqualByComparingTo("410");
    }

    /** Between computing and issuing, another series of the account takes of the cap: what is issued takes what is left then. */
    @Test
    void takesWhatTheCapLeavesWhenTheCorrectionIsIssued() {
        LegalEntity entity = books.legalEntity();
        String tenant = months.tenant(entity, start("600.00"));
        books.rated(on(tenant, "2026-08-01").energy("10", "100"), day(tenant).gpuHours("20", "10"));
        books.run(AUGUST, tenant);
        months.run(tenant);
        books.rated(day(tenant).gpuHours("90", "10").revision(2));
        books.start(SEPTEMBER, RunBook.Mode.ISSUE, tenant);
        AtomicBoolean taken = new AtomicBoolean();
        Documents meddling = invoice -> {
            if (!taken.getAndSet(true)) {
                scope.inTransactionDo(
                        List.of(tenant),
                        connection ->
                                take(connection, tenant, entity.invoiceSeries().number(1), "300.00"));
            }
            return documents.print(invoice);
        };
        otherwise.work(meddling);

        // Of 600 at most 300 are left, of which 200 were taken when the month was billed.
        assertThat(months.invoice(tenant, entity, 3).totals().withoutVat()).isEqualTo(nok("600.00"));
        assertThat(taken(tenant)).isEqualByComparingTo("600");
    }

    private static void take(Connection connection, String tenant, String number, String amount) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO discount_use (tenant_id, discount_id, number, taken) VALUES (?, 'start', ?, ?)")) {
            insert.setString(1, tenant);
            insert.setString(2, number);
            insert.setBigDecimal(3, new BigDecimal(amount));
            insert.executeUpdate();
        }
    }

    /** A discount of an amount belongs to the contract-wide document of a split month, also when it is taken anew. */
    @Test
    void takesThemAnewOffTheContractWideDocumentAlone() {
        LegalEntity entity = books.legalEntity();
        String tenant = Books.unused("tenant");
        InvoiceSplit perProject =
                new InvoiceSplit(YearMonth.of(2026, 1), InvoiceSplit.Mode.PER_PROJECT, List.of(), null);
        months.apply(tenant, entity, start(null), perProject);
        books.rated(
                day(tenant).gpuHours("30", "10"),
                on(tenant, "2026-09-02").at("-", "glomfjord", "-").gpuHours("30", "10"));
        months.run(tenant);
        books.rated(
                day(tenant).gpuHours("90", "10").revision(2),
                on(tenant, "2026-09-02")
                        .at("-", "glomfjord", "-")
                        .gpuHours("90", "10")
                        .revision(2));
        books.run(SEPTEMBER, tenant);

        assertThat(months.invoice(tenant, entity, 3).totals().withoutVat()).isEqualTo(nok("600.00"));
        assertThat(months.invoice(tenant, entity, 4).totals().withoutVat()).isEqualTo(nok("400.00"));
        assertThat(taken(tenant)).isEqualByComparingTo("500");
    }

    private static CommercialTerms start(@Nullable String cap) {
        return new SomeTerms()
                .discount("start", new Reduction.Amount(new BigDecimal("500.00")), ChargeSelection.COMPUTE, cap, null)
                .terms();
    }

    /** What the discount has taken in all months, as the books have it. */
    private BigDecimal taken(String tenant) {
        return scope.inTransaction(
                        tenant,
                        connection -> commercial
                                .state(connection, tenant, start(null))
                                .discounted())
                .getOrDefault("start", BigDecimal.ZERO);
    }

    /** What documents up to a position come to without VAT, but for those of July. */
    private BigDecimal netOf(String tenant, LegalEntity entity, int last) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int position = 1; position <= last; position++) {
            Invoice document = months.invoice(tenant, entity, position);
            BigDecimal net = document.totals().withoutVat().amount();
            if (YearMonth.from(document.heading().period().firstDay()).equals(SEPTEMBER)) {
                sum = document.heading().credited() == null ? sum.add(net) : sum.subtract(net);
            }
        }
        return sum;
    }

    private static List<Money> discounts(Invoice invoice) {
        return invoice.lines().stream()
                .filter(line -> line.item().discount() != null)
                .map(line -> line.amount().net())
                .toList();
    }

    /** Revenue is what was used; what discounts take off stands on their account, whichever way. */
    private static void isBooked(Invoice invoice) {
        ChartOfAccounts chart = new ChartOfAccounts(
                "1500",
                "1920",
                "7830",
                "7770",
                "3090",
                null,
                List.of(new ChartOfAccounts.RevenueAccount("3000", List.of(), VatCategory.S)),
                List.of(new ChartOfAccounts.VatAccount(VatCategory.S, new BigDecimal("25"), "2700", "3")));
        Voucher voucher = new Vouchers(chart, Currency.getInstance("NOK"), new PublishedFacts(List.of(), Map.of()))
                .document(invoice, BigDecimal.ZERO);
        BigDecimal discounts = voucher.postings().stream()
                .filter(posting -> posting.account().equals("3090"))
                .map(Voucher.Posting::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal wanted = BigDecimal.ZERO;
        for (InvoiceLine line : invoice.lines()) {
            wanted = line.item().discount() == null
                    ? wanted
                    : wanted.subtract(line.amount().net().amount());
        }
        assertThat(discounts).isEqualByComparingTo(wanted.add(new BigDecimal("500")));
    }
}
