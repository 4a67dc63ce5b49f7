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
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.CommitmentInterval;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.ContractMoney.CountedLine;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What credits and commitments do when an issued month became dearer, with the real database. */
@QuarkusTest
@WithSuite
class CorrectedMoneyTest {

    @Inject
    Books books;

    @Inject
    RunsPrintedOtherwise otherwise;

    @Inject
    TenantScope scope;

    @Inject
    KeepCredits keepCredits;

    @Inject
    CommercialBook commercial;

    @Inject
    Documents documents;

    @Inject
    CorrectedMonths months;

    @Inject
    DocumentsComputedAgain again;

    @Test
    void drawsAndCountsWhatBecameDearer() {
        LegalEntity entity = books.legalEntity();
        String tenant = months.tenant(
                entity,
                new SomeTerms()
                        .perCent("ten", "10")
                        .commitment("floor", nok("3000.00"), CommitmentInterval.YEAR, null)
                        .terms());
        books.rated(day(tenant).gpuHours("100", "10"));
        months.run(tenant);
        books.credit(tenant, CreditKind.PROMOTIONAL, nok("100.00"), null);
        books.credit(tenant, CreditKind.PAID, nok("50.00"), null);
        books.rated(day(tenant).gpuHours("150", "10").revision(2));

        assertThat(months.run(tenant).outcome()).isEqualTo("corrected");

        Invoice more = months.invoice(tenant, entity, 2);
        // 450 after the discount of the month, less 100: 350 with VAT are 437.50, of which 50 are paid.
        assertThat(more.totals().lines()).isEqualTo(nok("450.00"));
        assertThat(more.totals().payable()).isEqualTo(nok("387.50"));
        assertThat(months.receivable(tenant, entity, 2)).isEqualTo("387.50");
        assertThat(books.drawn(tenant)).containsExactly("900.00", "450.00");
        assertThat(books.balances(tenant)).containsExactlyInAnyOrder("0.00", "0.00");
        ContractMoney told = Objects.requireNonNull(more.totals().money());
        assertThat(told.commitments().getFirst().balance().before()).isEqualTo(nok("900.00"));
        assertThat(told.discounts()).isEmpty();
        CommercialBasis basis = scope.inTransaction(
                        tenant,
                        connection ->
                                commercial.basis(connection, more.heading().number()))
                .orElseThrow();
        assertThat(basis.before().credits()).hasSize(2);

        // What became cheaper again does not count any more.
        books.rated(day(tenant).gpuHours("130", "10").revision(3));
        assertThat(months.run(tenant).outcome()).isEqualTo("corrected");
        assertThat(books.drawn(tenant)).containsExactly("900.00", "450.00", "-180.00");
    }

    /** 900 of which 500 count: what becomes cheaper is overage first, whatever line it stands on. */
    @Test
    void takesOverageBeforeWhatCounts() {
        LegalEntity entity = books.legalEntity();
        String tenant = months.tenant(entity, floor());
        books.rated(day(tenant).gpuHours("50", "10"), second(tenant).gpuHours("40", "10"));
        months.run(tenant);

        books.rated(day(tenant).gpuHours("20", "10").revision(2));
        assertThat(months.run(tenant).outcome()).isEqualTo("corrected");
        assertThat(books.drawn(tenant)).containsExactly("500.00");

        books.rated(day(tenant).gpuHours("0", "10").revision(3));
        assertThat(months.run(tenant).outcome()).isEqualTo("corrected");
        assertThat(books.drawn(tenant)).containsExactly("500.00", "-100.00");

        // What is asked for goes by line: of the second one nothing counted when it was billed.
        months.credit(tenant, entity, new CreditRequest.InFull());
        assertThat(books.drawn(tenant)).containsExactly("500.00", "-100.00", "-400.00");
        for (int position = 2; position <= 3; position++) {
            again.isEqual(tenant, entity.invoiceSeries().number(position), InvoiceBasis.OfDecrease.class);
        }
        again.isEqual(tenant, entity.invoiceSeries().number(4), InvoiceBasis.OfCredit.class);
    }

    /** The same where corrections are lines of the next invoice; of what that bills itself counts what they have made room for. */
    @Test
    void takesOverageBeforeWhatCountsOnTheNextInvoice() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity, floor());
        YearMonth july = YearMonth.of(2026, 7);
        books.rated(on(tenant, "2026-07-01").gpuHours("60", "10"));
        books.run(july, tenant);

        books.rated(
                on(tenant, "2026-07-01").gpuHours("55", "10").revision(2),
                on(tenant, "2026-08-01").gpuHours("10", "10"));
        books.run(july.plusMonths(1), tenant);
        assertThat(months.invoice(tenant, entity, 2).totals().withoutVat()).isEqualTo(nok("50.00"));
        assertThat(books.drawn(tenant)).containsExactly("500.00", "0.00");

        books.rated(
                on(tenant, "2026-07-01").gpuHours("45", "10").revision(3),
                on(tenant, "2026-09-01").gpuHours("20", "10"));
        books.run(july.plusMonths(2), tenant);
        assertThat(months.invoice(tenant, entity, 3).totals().withoutVat()).isEqualTo(nok("100.00"));
        assertThat(books.drawn(tenant)).containsExactly("500.00", "0.00", "0.00");
        assertThat(months.invoice(tenant, entity, 3)
                        .totals()
                        .money()
                        .commitments()
                        .getFirst()
                        .lines())
                .extracting(CountedLine::counted)
                .containsExactly(nok("50.00"), nok("-50.00"));
        again.isEqual(tenant, entity.invoiceSeries().number(2), InvoiceBasis.OfMonth.class);
        again.isEqual(tenant, entity.invoiceSeries().number(3), InvoiceBasis.OfMonth.class);
    }

    private static CommercialTerms floor() {
        return new SomeTerms()
                .commitment("floor", nok("500.00"), CommitmentInterval.YEAR, null)
                .terms();
    }

    /** The shortfall of a month was billed with it: more usage lowers that, and counts towards nothing. */
    @Test
    void leavesAnIntervalClosedThatTheMonthHasClosed() {
        LegalEntity entity = books.legalEntity();
        String tenant = months.tenant(
                entity, new SomeTerms().monthly("floor", nok("1500.00"), null).terms());
        books.rated(day(tenant).gpuHours("100", "10"));
        months.run(tenant);
        books.rated(day(tenant).gpuHours("120", "10").revision(2));

        assertThat(months.run(tenant).outcome()).isEqualTo("corrected");
        assertThat(months.invoice(tenant, entity, 2).totals().withoutVat()).isEqualTo(nok("200.00"));
        Invoice more = months.invoice(tenant, entity, 3);
        assertThat(more.totals().withoutVat()).isEqualTo(nok("200.00"));
        assertThat(more.totals().money()).isNull();
        assertThat(books.drawn(tenant)).containsExactly("1000.00");
    }

    /** A commitment of several months is closed by the last of them, and open to corrections of all before. */
    @Test
    void closesAnIntervalWithItsLastMonth() {
        LegalEntity entity = books.legalEntity();
        String tenant = months.tenant(
                entity,
                new SomeTerms()
                        .commitment("floor", nok("5000.00"), CommitmentInterval.QUARTER, null)
                        .terms());
        YearMonth july = YearMonth.of(2026, 7);
        books.rated(on(tenant, "2026-07-01").gpuHours("100", "10"), day(tenant).gpuHours("100", "10"));
        books.run(july, tenant);
        books.rated(on(tenant, "2026-07-01").gpuHours("150", "10").revision(2));
        books.run(july, tenant);
        assertThat(books.drawn(tenant)).containsExactly("1000.00", "500.00");
        months.run(tenant);
        assertThat(books.drawn(tenant)).containsExactly("1000.00", "500.00", "1000.00");

        books.rated(on(tenant, "2026-07-01").gpuHours("170", "10").revision(3));
        books.run(july, tenant);
        assertThat(months.invoice(tenant, entity, 4).totals().withoutVat()).isEqualTo(nok("200.00"));
        assertThat(books.drawn(tenant)).containsExactly("1000.00", "500.00", "1000.00");
    }

    /** One line became cheaper and one dearer: the credit note gives back first, and the invoice draws after it. */
    @Test
    void drawsAfterTheCreditNoteHasGivenBack() {
        LegalEntity entity = books.legalEntity();
        String tenant = months.tenant(entity, CommercialTerms.NONE);
        books.credit(tenant, CreditKind.PROMOTIONAL, nok("1010.00"), null);
        books.rated(day(tenant).gpuHours("60", "10"), second(tenant).gpuHours("40", "10"));
        months.run(tenant);
        books.rated(
                day(tenant).gpuHours("50", "10").revision(2),
                second(tenant).gpuHours("50", "10").revision(2));

        assertThat(months.run(tenant).documents()).hasSize(2);
        Invoice more = months.invoice(tenant, entity, 3);
        ContractMoney.CreditDrawn drawn =
                Objects.requireNonNull(more.totals().money()).credits().getFirst();
        assertThat(drawn.before()).isEqualTo(nok("110.00"));
        assertThat(drawn.drawn()).isEqualTo(nok("100.00"));
        assertThat(more.totals().payable()).isEqualTo(nok("0.00"));
        assertThat(books.balances(tenant)).containsExactly("10.00");
    }

    /** Between computing and issuing, the credit is voided: what is issued draws from what there is then. */
    @Test
    void drawsWhatIsLeftWhenTheCorrectionIsIssued() {
        LegalEntity entity = books.legalEntity();
        String tenant = months.tenant(entity, CommercialTerms.NONE);
        books.rated(day(tenant).gpuHours("1", "10"));
        months.run(tenant);
        String credit = books.credit(tenant, CreditKind.PAID, nok("30.00"), null);
        books.rated(day(tenant).gpuHours("2", "10").revision(2));
        books.start(SEPTEMBER, RunBook.Mode.ISSUE, tenant);
        AtomicBoolean voided = new AtomicBoolean();
        Documents meddling = invoice -> {
            if (!voided.getAndSet(true)) {
                scope.inTransaction(tenant, c -> keepCredits.voidRest(c, tenant, credit, "asked for", "test"));
            }
            return documents.print(invoice);
        };
        otherwise.work(meddling);

        assertThat(months.invoice(tenant, entity, 2).totals().payable()).isEqualTo(nok("12.50"));
        assertThat(books.balances(tenant)).containsExactly("0.00");
    }

    /** Credits belong to the contract-wide document, also those of a correction. */
    @Test
    void drawsForTheContractWideDocumentOfASplitMonthAlone() {
        LegalEntity entity = books.legalEntity();
        String tenant = Books.unused("tenant");
        InvoiceSplit perProject =
                new InvoiceSplit(YearMonth.of(2026, 1), InvoiceSplit.Mode.PER_PROJECT, List.of(), null);
        months.apply(tenant, entity, CommercialTerms.NONE, perProject);
        books.rated(
                day(tenant).gpuHours("1", "10"),
                on(tenant, "2026-09-02").at("-", "glomfjord", "-").gpuHours("1", "10"));
        months.run(tenant);
        books.credit(tenant, CreditKind.PROMOTIONAL, nok("30.00"), null);
        books.rated(
                day(tenant).gpuHours("2", "10").revision(2),
                on(tenant, "2026-09-02")
                        .at("-", "glomfjord", "-")
                        .gpuHours("2", "10")
                        .revision(2));
        books.run(SEPTEMBER, tenant);

        assertThat(months.invoice(tenant, entity, 3).totals().payable()).isEqualTo(nok("12.50"));
        assertThat(months.invoice(tenant, entity, 4).totals().payable()).isEqualTo(nok("0.00"));
        assertThat(books.balances(tenant)).containsExactly("20.00");
    }
}
