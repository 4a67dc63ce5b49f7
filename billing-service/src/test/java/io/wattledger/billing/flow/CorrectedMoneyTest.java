package io.wattledger.billing.flow;

import static io.wattledger.billing.commercial.SomeTerms.nok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.BillingTerms;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.CommitmentInterval;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.Corrections;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.CreditRefused;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What credits and commitments do when an issued month is corrected or credited at once, with the real database. */
@QuarkusTest
@WithSuite
class CorrectedMoneyTest {

    private static final YearMonth SEPTEMBER = YearMonth.of(2026, 9);

    @Inject
    Books books;

    @Inject
    RunsPrintedOtherwise otherwise;

    @Inject
    TenantScope scope;

    @Inject
    InvoiceBook invoices;

    @Inject
    CreditInvoice creditInvoice;

    @Inject
    KeepCredits keepCredits;

    @Inject
    CommercialBook commercial;

    @Inject
    ReceivableBook receivables;

    @Inject
    Documents documents;

    @Test
    void givesBackWhatBroughtAnInvoiceToNothing() {
        LegalEntity entity = books.legalEntity();
        String tenant = tenant(entity, CommercialTerms.NONE);
        books.credit(tenant, CreditKind.PROMOTIONAL, nok("1000.00"), null);
        books.rated(day(tenant).gpuHours("60", "10"), second(tenant).gpuHours("40", "10"));
        run(tenant);
        assertThat(invoice(tenant, entity, 1).totals().payable()).isEqualTo(nok("0.00"));
        assertThat(books.balances(tenant)).containsExactly("0.00");

        Invoice part = credit(
                tenant, entity, new CreditRequest.ByLine(Map.of(1, nok("250.00").amount())));
        Invoice rest = credit(tenant, entity, new CreditRequest.InFull());

        for (Invoice note : List.of(part, rest)) {
            // Lines and allowances stand as on the invoice; the official rules have passed it, or it would not be
            // issued.
            assertThat(note.totals().withVat()).isEqualTo(nok("0.00"));
            assertThat(note.totals().allowances()).isEqualTo(note.totals().lines());
            assertThat(documents.print(note).violations()).isEmpty();
        }
        assertThat(part.totals().lines().plus(rest.totals().lines())).isEqualTo(nok("1000.00"));
        assertThat(books.balances(tenant)).containsExactly("1000.00");
        assertThatThrownBy(() -> credit(tenant, entity, new CreditRequest.InFull()))
                .isInstanceOf(CreditRefused.class)
                .hasMessageContaining("nothing is left");
        assertThat(receivable(tenant, entity, 1)).isEqualTo("0.00");
    }

    @Test
    void correctsAMonthThatCreditsBroughtToNothing() {
        LegalEntity entity = books.legalEntity();
        String tenant = tenant(entity, CommercialTerms.NONE);
        books.credit(tenant, CreditKind.PROMOTIONAL, nok("1000.00"), null);
        books.rated(day(tenant).gpuHours("90", "10"));
        run(tenant);

        books.rated(day(tenant).gpuHours("70", "10").revision(2));
        assertThat(run(tenant).outcome()).isEqualTo("corrected");
        assertThat(invoice(tenant, entity, 2).totals().withVat()).isEqualTo(nok("0.00"));
        assertThat(books.balances(tenant)).containsExactly("300.00");

        books.rated(day(tenant).gpuHours("110", "10").revision(3));
        assertThat(run(tenant).outcome()).isEqualTo("corrected");
        // 400 more, of which 300 are left in the credit; VAT is charged on the rest.
        assertThat(invoice(tenant, entity, 3).totals().payable()).isEqualTo(nok("125.00"));
        assertThat(receivable(tenant, entity, 3)).isEqualTo("125.00");
        assertThat(books.balances(tenant)).containsExactly("0.00");
    }

    @Test
    void drawsAndCountsWhatBecameDearer() {
        LegalEntity entity = books.legalEntity();
        String tenant = tenant(
                entity,
                new SomeTerms()
                        .perCent("ten", "10")
                        .commitment("floor", nok("3000.00"), CommitmentInterval.YEAR, null)
                        .terms());
        books.rated(day(tenant).gpuHours("100", "10"));
        run(tenant);
        books.credit(tenant, CreditKind.PROMOTIONAL, nok("100.00"), null);
        books.credit(tenant, CreditKind.PAID, nok("50.00"), null);
        books.rated(day(tenant).gpuHours("150", "10").revision(2));

        assertThat(run(tenant).outcome()).isEqualTo("corrected");

        Invoice more = invoice(tenant, entity, 2);
        // 450 after the discount of the month, less 100: 350 with VAT are 437.50, of which 50 are paid.
        assertThat(more.totals().lines()).isEqualTo(nok("450.00"));
        assertThat(more.totals().payable()).isEqualTo(nok("387.50"));
        assertThat(receivable(tenant, entity, 2)).isEqualTo("387.50");
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
        assertThat(run(tenant).outcome()).isEqualTo("corrected");
        assertThat(books.drawn(tenant)).containsExactly("900.00", "450.00", "-180.00");
    }

    /** The shortfall of a month was billed with it: more usage lowers that, and counts towards nothing. */
    @Test
    void leavesAnIntervalClosedThatTheMonthHasClosed() {
        LegalEntity entity = books.legalEntity();
        String tenant = tenant(
                entity, new SomeTerms().monthly("floor", nok("1500.00"), null).terms());
        books.rated(day(tenant).gpuHours("100", "10"));
        run(tenant);
        books.rated(day(tenant).gpuHours("120", "10").revision(2));

        assertThat(run(tenant).outcome()).isEqualTo("corrected");
        assertThat(invoice(tenant, entity, 2).totals().withoutVat()).isEqualTo(nok("200.00"));
        Invoice more = invoice(tenant, entity, 3);
        assertThat(more.totals().withoutVat()).isEqualTo(nok("200.00"));
        assertThat(more.totals().money()).isNull();
        assertThat(books.drawn(tenant)).containsExactly("1000.00");
    }

    /** A commitment of several months is closed by the last of them, and open to corrections of all before. */
    @Test
    void closesAnIntervalWithItsLastMonth() {
        LegalEntity entity = books.legalEntity();
        String tenant = tenant(
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
        run(tenant);
        assertThat(books.drawn(tenant)).containsExactly("1000.00", "500.00", "1000.00");

        books.rated(on(tenant, "2026-07-01").gpuHours("170", "10").revision(3));
        books.run(july, tenant);
        assertThat(invoice(tenant, entity, 4).totals().withoutVat()).isEqualTo(nok("200.00"));
        assertThat(books.drawn(tenant)).containsExactly("1000.00", "500.00", "1000.00");
    }

    /** One line became cheaper and one dearer: the credit note gives back first, and the invoice draws after it. */
    @Test
    void drawsAfterTheCreditNoteHasGivenBack() {
        LegalEntity entity = books.legalEntity();
        String tenant = tenant(entity, CommercialTerms.NONE);
        books.credit(tenant, CreditKind.PROMOTIONAL, nok("1010.00"), null);
        books.rated(day(tenant).gpuHours("60", "10"), second(tenant).gpuHours("40", "10"));
        run(tenant);
        books.rated(
                day(tenant).gpuHours("50", "10").revision(2),
                second(tenant).gpuHours("50", "10").revision(2));

        assertThat(run(tenant).documents()).hasSize(2);
        Invoice more = invoice(tenant, entity, 3);
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
        String tenant = tenant(entity, CommercialTerms.NONE);
        books.rated(day(tenant).gpuHours("1", "10"));
        run(tenant);
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

        assertThat(invoice(tenant, entity, 2).totals().payable()).isEqualTo(nok("12.50"));
        assertThat(books.balances(tenant)).containsExactly("0.00");
    }

    /** Credits belong to the contract-wide document, also those of a correction. */
    @Test
    void drawsForTheContractWideDocumentOfASplitMonthAlone() {
        LegalEntity entity = books.legalEntity();
        String tenant = Books.unused("tenant");
        InvoiceSplit perProject =
                new InvoiceSplit(YearMonth.of(2026, 1), InvoiceSplit.Mode.PER_PROJECT, List.of(), null);
        apply(tenant, entity, CommercialTerms.NONE, perProject);
        books.rated(
                day(tenant).gpuHours("1", "10"),
                on(tenant, "2026-09-02").at("-", "glomfjord", "-").gpuHours("1", "10"));
        run(tenant);
        books.credit(tenant, CreditKind.PROMOTIONAL, nok("30.00"), null);
        books.rated(
                day(tenant).gpuHours("2", "10").revision(2),
                on(tenant, "2026-09-02")
                        .at("-", "glomfjord", "-")
                        .gpuHours("2", "10")
                        .revision(2));
        books.run(SEPTEMBER, tenant);

        assertThat(invoice(tenant, entity, 3).totals().payable()).isEqualTo(nok("12.50"));
        assertThat(invoice(tenant, entity, 4).totals().payable()).isEqualTo(nok("0.00"));
        assertThat(books.balances(tenant)).containsExactly("20.00");
    }

    private String tenant(LegalEntity entity, CommercialTerms terms) {
        String tenant = Books.unused("tenant");
        apply(tenant, entity, terms);
        return tenant;
    }

    private void apply(String tenant, LegalEntity entity, CommercialTerms terms, InvoiceSplit... splits) {
        Contract one = AnAccount.contract("c-2026", entity.id(), AnAccount.since2026());
        BillingTerms billing = new BillingTerms(
                one.billing().timeZone(),
                30,
                one.billing().unpricedUsage(),
                0,
                Corrections.CREDIT_NOTE,
                List.of(splits));
        Contract contract = new Contract(
                one.id(),
                one.legalEntity(),
                one.term(),
                one.tariff(),
                one.currency(),
                billing,
                one.references(),
                one.vat());
        books.apply(
                List.of(),
                List.of(new Account(AnAccount.municipalBuyer(tenant, "Havvik kommune"), List.of(contract), terms)));
    }

    private ItemState run(String tenant) {
        return books.run(SEPTEMBER, tenant).getFirst();
    }

    private Invoice invoice(String tenant, LegalEntity entity, long position) {
        String number = entity.invoiceSeries().number(position);
        return scope.inTransaction(
                        tenant, connection -> invoices.find(connection, number).orElseThrow())
                .invoice();
    }

    private Invoice credit(String tenant, LegalEntity entity, CreditRequest request) {
        CreditInvoice.Result result = scope.inTransaction(
                tenant,
                connection -> creditInvoice.credit(
                        connection,
                        new CreditInvoice.Request(
                                entity.invoiceSeries().number(1), request, "agreed", Books.ISSUED, "test")));
        assertThat(result).isInstanceOf(CreditInvoice.Issued.class);
        return ((CreditInvoice.Issued) result).creditNote();
    }

    private String receivable(String tenant, LegalEntity entity, long position) {
        String number = entity.invoiceSeries().number(position);
        return scope.inTransaction(tenant, connection -> receivables.receivable(connection, number))
                .orElseThrow()
                .balance()
                .toPlainString();
    }

    private static RatedDay day(String tenant) {
        return on(tenant, "2026-09-01");
    }

    private static RatedDay second(String tenant) {
        return on(tenant, "2026-09-01").at("second", "glomfjord", "h100-sxm");
    }

    private static RatedDay on(String tenant, String day) {
        return RatedDay.of(tenant, "c-2026", day);
    }
}
