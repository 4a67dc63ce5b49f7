package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.BillingTerms;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.DocumentGroup;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.contract.InvoiceSplit.Mode;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A contract's month on several documents: each charge on one of them, once and for ever. */
@QuarkusTest
@WithSuite
class SplitMonthsTest {

    private static final YearMonth SEPTEMBER = YearMonth.of(2026, 9);

    @Inject
    Books books;

    @Inject
    TenantScope scope;

    @Inject
    InvoiceBook invoices;

    @Inject
    BalanceBook book;

    @Inject
    CloseBillingMonth closeBillingMonth;

    @Test
    void givesEachProjectADocumentWithItsOwnReferences() {
        LegalEntity entity = books.legalEntity();
        String tenant = tenant(
                books,
                entity,
                perProject(new InvoiceSplit.Group(
                        "one", List.of("one"), new DocumentGroup.References("Ref one", "PO-one", "4711"))));
        books.rated(day(tenant, "one", "10"), day(tenant, "two", "20"), day(tenant, "-", "1"));

        assertThat(outcomes(books.run(SEPTEMBER, tenant))).containsExactly("one issued", "two issued", "- issued");
        Invoice one = invoice(tenant, entity, 1);
        Invoice two = invoice(tenant, entity, 2);
        assertThat(one.references().buyerReference()).isEqualTo("Ref one");
        assertThat(one.references().orderReference()).isEqualTo("PO-one");
        assertThat(one.heading().period().accountingReference()).isEqualTo("4711");
        assertThat(one.totals().withoutVat().amount()).isEqualByComparingTo("100");
        assertThat(two.references().buyerReference()).isEqualTo("4711 Ola Nordmann");
        assertThat(two.totals().withoutVat().amount()).isEqualByComparingTo("200");
        assertThat(invoice(tenant, entity, 3).totals().withoutVat().amount()).isEqualByComparingTo("10");

        // A project that comes up late gets its document; nothing else moves.
        books.rated(day(tenant, "three", "3"));
        assertThat(outcomes(books.run(SEPTEMBER, tenant)))
                .containsExactly("one already-issued", "three issued", "two already-issued", "- already-issued");
        assertThat(invoice(tenant, entity, 4).totals().withoutVat().amount()).isEqualByComparingTo("30");
    }

    /** Whatever the split, its documents come to the month: to the milli-GPU-second and to the last digit of the amounts. */
    @ParameterizedTest
    @MethodSource("splits")
    void comesToTheMonthInAllItsParts(InvoiceSplit split) {
        LegalEntity entity = books.legalEntity();
        String tenant = tenant(books, entity, split);
        List<RatedDay> days = List.of(
                day(tenant, "one", "10.01"),
                day(tenant, "two", "20.0025"),
                day(tenant, "three", "0.0035"),
                day(tenant, "-", "1.5"));
        books.rated(days.toArray(RatedDay[]::new));

        List<RunBook.ItemState> items = books.run(SEPTEMBER, tenant);

        BigDecimal billed = BigDecimal.ZERO;
        long millis = 0;
        for (RunBook.ItemState item : items) {
            if (item.number() != null) {
                for (InvoiceLine line : find(tenant, item.number()).lines()) {
                    billed = billed.add(line.amount().unrounded());
                    millis += line.facts().milliGpuSeconds();
                }
            }
        }
        assertThat(billed).isEqualByComparingTo("315.16");
        assertThat(millis)
                .isEqualTo(days.stream()
                        .mapToLong(day -> day.build().milliGpuSeconds())
                        .sum());
        BalanceBook.Balance balance = scope.inTransaction(tenant, c -> book.balance(c, List.of(tenant)));
        assertThat(balance).isEqualTo(new BalanceBook.Balance(millis, millis, 0));
    }

    static Stream<InvoiceSplit> splits() {
        List<InvoiceSplit.Group> groups = List.of(
                new InvoiceSplit.Group("a", List.of("one"), DocumentGroup.References.NONE),
                new InvoiceSplit.Group("b", List.of("two"), DocumentGroup.References.NONE));
        return Stream.of(
                InvoiceSplit.ONE,
                new InvoiceSplit(SEPTEMBER, Mode.PER_PROJECT, List.of(), null),
                new InvoiceSplit(SEPTEMBER, Mode.PER_PROJECT, List.of(), "two"),
                new InvoiceSplit(SEPTEMBER, Mode.BY_GROUPS, groups, null),
                new InvoiceSplit(SEPTEMBER, Mode.BY_GROUPS, groups, "b"));
    }

    @Test
    void keepsAMonthSplitAsItWasBegun() {
        LegalEntity entity = books.legalEntity();
        String tenant = tenant(books, entity, perProject(null));
        books.rated(day(tenant, "one", "10"));
        books.run(SEPTEMBER, tenant);
        apply(books, tenant, entity, CommercialTerms.NONE);
        books.rated(day(tenant, "two", "20"));

        assertThat(outcomes(books.run(SEPTEMBER, tenant)))
                .containsExactly("one already-issued", "two issued", "- nothing-to-invoice");

        String october = Books.unused("tenant");
        apply(books, october, entity, CommercialTerms.NONE, perProject(null));
        books.rated(day(october, "one", "10"));
        String run = books.start(SEPTEMBER, RunBook.Mode.ISSUE, october);
        apply(books, october, entity, CommercialTerms.NONE);
        books.work();
        assertThat(books.items(run))
                .allSatisfy(item -> assertThat(item.reasons())
                        .extracting(HoldReason::code)
                        .containsExactly(HoldReason.MONTH_SPLIT_OTHERWISE));
        assertThat(outcomes(books.run(SEPTEMBER, october))).containsExactly(" issued");
    }

    @Test
    void correctsOnTheNextDocumentOfTheSameGroup() {
        LegalEntity entity = books.legalEntity();
        String tenant = tenant(books, entity, perProject(null));
        books.rated(day(tenant, "one", "10"), day(tenant, "two", "20"));
        books.run(SEPTEMBER, tenant);
        books.rated(
                day(tenant, "one", "9").revision(2),
                day(tenant, "two", "18").revision(2),
                RatedDay.of(tenant, "c-2026", "2026-10-01")
                        .at("one", "glomfjord", "h100-sxm")
                        .gpuHours("5", "10"),
                RatedDay.of(tenant, "c-2026", "2026-10-01")
                        .at("x", "glomfjord", "h100-sxm")
                        .gpuHours("5", "10"),
                RatedDay.of(tenant, "c-2026", "2026-10-01")
                        .at("-", "glomfjord", "-")
                        .gpuHours("50", "10"));

        assertThat(outcomes(books.run(tenant))).containsExactly("one issued", "x issued", "- issued");
        // One bears its own correction; that of two, which was not used again, is borne by what is contract-wide.
        assertThat(invoice(tenant, entity, 3).totals().withoutVat().amount()).isEqualByComparingTo("40");
        assertThat(invoice(tenant, entity, 4).totals().withoutVat().amount()).isEqualByComparingTo("50");
        assertThat(invoice(tenant, entity, 5).totals().withoutVat().amount()).isEqualByComparingTo("480");
    }

    @Test
    void bearsWhatIsContractWideOnTheStatedGroup() {
        LegalEntity entity = books.legalEntity();
        String tenant = Books.unused("tenant");
        apply(
                books,
                tenant,
                entity,
                new SomeTerms()
                        .perCent("ten", "10")
                        .amount("fixed", "5")
                        .monthly("floor", SomeTerms.nok("1000.00"), null)
                        .terms(),
                new InvoiceSplit(
                        SEPTEMBER,
                        Mode.BY_GROUPS,
                        List.of(
                                new InvoiceSplit.Group("a", List.of("one"), DocumentGroup.References.NONE),
                                new InvoiceSplit.Group("b", List.of("two"), DocumentGroup.References.NONE)),
                        "b"));
        books.rated(october(tenant, "one", "10"), october(tenant, "two", "20"), october(tenant, "new", "1"));

        assertThat(outcomes(books.run(tenant))).containsExactly("a issued", "rest issued", "b issued");
        // Ten per cent off each line; five, and what 90 + 9 + 180 leave of 1,000, on b alone.
        assertThat(invoice(tenant, entity, 1).totals().withoutVat().amount()).isEqualByComparingTo("90");
        assertThat(invoice(tenant, entity, 2).totals().withoutVat().amount()).isEqualByComparingTo("9");
        assertThat(invoice(tenant, entity, 3).totals().withoutVat().amount()).isEqualByComparingTo("896");
        assertThat(books.drawn(tenant)).containsExactly("90.00", "9.00", "180.00");
    }

    static InvoiceSplit perProject(InvoiceSplit.@Nullable Group project) {
        return new InvoiceSplit(SEPTEMBER, Mode.PER_PROJECT, project == null ? List.of() : List.of(project), null);
    }

    static String tenant(Books books, LegalEntity entity, InvoiceSplit split) {
        String tenant = Books.unused("tenant");
        apply(books, tenant, entity, CommercialTerms.NONE, split);
        return tenant;
    }

    /** What was held as one document is waited for no more once the month went to others, and each of those is waited for. */
    @Test
    void isClosedOnceAllItsDocumentsAreIssued() {
        LegalEntity entity = books.legalEntity();
        String tenant = tenant(books, entity, InvoiceSplit.ONE);
        books.rated(day(tenant, "one", "10").gap("NO4-day-ahead"), day(tenant, "two", "20"));
        assertThat(outcomes(books.run(SEPTEMBER, tenant))).containsExactly(" held");
        assertThat(closes(entity)).isInstanceOf(CloseBillingMonth.Result.Waiting.class);

        apply(books, tenant, entity, CommercialTerms.NONE, perProject(null));
        assertThat(outcomes(books.run(SEPTEMBER, tenant)))
                .containsExactly("one held", "two issued", "- nothing-to-invoice");
        assertThat(closes(entity)).isInstanceOf(CloseBillingMonth.Result.Waiting.class);

        books.rated(day(tenant, "one", "10").revision(2));
        assertThat(outcomes(books.run(SEPTEMBER, tenant)))
                .containsExactly("one issued", "two already-issued", "- nothing-to-invoice");
        assertThat(closes(entity)).isInstanceOf(CloseBillingMonth.Result.Closed.class);
    }

    /** As with one document: usage that comes after a document is issued goes to later ones, and holds up nothing. */
    @ParameterizedTest
    @MethodSource("splits")
    void isClosedWhateverComesLateToAnIssuedDocument(InvoiceSplit split) {
        LegalEntity entity = books.legalEntity();
        String tenant = tenant(books, entity, split);
        books.rated(day(tenant, "one", "10"));
        books.run(SEPTEMBER, tenant);
        books.rated(day(tenant, "one", "11").revision(2), day(tenant, "two", "0"));

        assertThat(closes(entity)).isInstanceOf(CloseBillingMonth.Result.Closed.class);
    }

    @ParameterizedTest
    @MethodSource("splits")
    void waitsForUsageOfADocumentThoughAnotherHasLessByAsMuch(InvoiceSplit split) {
        LegalEntity entity = books.legalEntity();
        String tenant = tenant(books, entity, split);
        books.rated(day(tenant, "one", "20"));
        books.run(SEPTEMBER, tenant);
        books.rated(day(tenant, "one", "10").revision(2), day(tenant, "two", "10"));

        if (split.mode() != Mode.ONE_INVOICE) {
            assertThat(closes(entity))
                    .isEqualTo(new CloseBillingMonth.Result.Waiting(List.of(new CloseBillingMonth.Missing(
                            tenant, "c-2026", "it has usage that is not invoiced; start an invoice run"))));
            books.run(SEPTEMBER, tenant);
        }
        assertThat(closes(entity)).isInstanceOf(CloseBillingMonth.Result.Closed.class);
    }

    private CloseBillingMonth.Result closes(LegalEntity entity) {
        return closeBillingMonth.close(entity.id(), SEPTEMBER, "test");
    }

    private static void apply(
            Books books, String tenant, LegalEntity entity, CommercialTerms terms, InvoiceSplit... splits) {
        Contract c = AnAccount.contract("c-2026", entity.id(), AnAccount.since2026());
        BillingTerms billing =
                new BillingTerms(c.billing().timeZone(), 30, c.billing().unpricedUsage(), 0, null, List.of(splits));
        Contract split = new Contract(
                c.id(), c.legalEntity(), c.term(), c.tariff(), c.currency(), billing, c.references(), c.vat());
        books.apply(
                List.of(),
                List.of(new Account(AnAccount.municipalBuyer(tenant, "Havvik kommune"), List.of(split), terms)));
    }

    private Invoice invoice(String tenant, LegalEntity entity, long position) {
        return find(tenant, entity.invoiceSeries().number(position));
    }

    private Invoice find(String tenant, String number) {
        return scope.inTransaction(
                        tenant, connection -> invoices.find(connection, number).orElseThrow())
                .invoice();
    }

    private static List<String> outcomes(List<RunBook.ItemState> items) {
        return items.stream()
                .map(item -> item.key().group() + " " + item.outcome())
                .toList();
    }

    private static RatedDay day(String tenant, String project, String hours) {
        return RatedDay.of(tenant, "c-2026", "2026-09-01")
                .at(project, "glomfjord", project.equals("-") ? "-" : "h100-sxm")
                .gpuHours(hours, "10");
    }

    private static RatedDay october(String tenant, String project, String hours) {
        return RatedDay.of(tenant, "c-2026", "2026-10-01")
                .at(project, "glomfjord", "h100-sxm")
                .gpuHours(hours, "10");
    }
}
