package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.BillingTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.Corrections;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.flow.BalanceBook.Balance;
import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.flow.InvoiceBook.Filing;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.invoice.CorrectedLine;
import io.wattledger.billing.invoice.CreditGround;
import io.wattledger.billing.invoice.CreditRefused;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.billing.tax.TaxDetermination;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What happens after issue: charges that change, and credit notes. */
@QuarkusTest
@WithSuite
class CorrectionsTest {

    private static final YearMonth SEPTEMBER = YearMonth.of(2026, 9);
    private static final long HOUR = 3_600_000L;
    private static final VatTreatment EXPORT = TaxDetermination.treatment(VatCategory.G, BigDecimal.ZERO, null, null);

    @Inject
    Books books;

    @Inject
    TenantScope scope;

    @Inject
    InvoiceBook invoices;

    @Inject
    ReadCharges readCharges;

    @Inject
    ReadRevisions readRevisions;

    @Inject
    ReadInvoices readInvoices;

    @Inject
    CreditInvoice creditInvoice;

    @Inject
    SettleInvoice settleInvoice;

    @Inject
    DocumentsComputedAgain again;

    @Test
    void adjustsTheNextInvoiceWhereTheContractSaysSo() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        books.rated(day(tenant, 1).gpuHours("10", "10"), day(tenant, 2).energy("5", "7"));
        books.run(SEPTEMBER, tenant);
        books.rated(
                day(tenant, 1).gpuHours("8", "10").revision(2),
                day(tenant, 3).at("late", "glomfjord", "h100-sxm").gpuHours("1", "10"),
                RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("10", "10"));

        assertThat(books.run(SEPTEMBER, tenant)).extracting(ItemState::outcome).containsExactly("changed-after-issue");
        String next = books.run(tenant).getFirst().number();

        Invoice invoice = find(tenant, next).invoice();
        assertThat(invoice.lines())
                .extracting(line -> line.provenance().corrects())
                .containsExactly(
                        null, new CorrectedLine(number(entity, 1), 1), new CorrectedLine(number(entity, 1), null));
        assertThat(invoice.lines())
                .extracting(line -> line.amount().net().amount().toPlainString())
                .containsExactly("100.00", "-20.00", "10.00");
        assertThat(invoice.totals().payable().amount()).isEqualTo("112.50");
        assertThat(readCharges.balance(List.of(tenant))).isEqualTo(new Balance(19 * HOUR, 19 * HOUR, 0));
        assertThat(books.run(SEPTEMBER, tenant)).extracting(ItemState::outcome).containsExactly("already-issued");
        assertThat(differences(tenant, number(entity, 1))).containsOnly("0.00");
    }

    /** The first line of such an invoice is taxed as the month that it corrects: here with VAT, and the late usage is not. */
    @Test
    void taxesLateUsageAsItsMonthWhereTheInvoiceOnlyCorrectsAnother() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        books.rated(RatedDay.of(tenant, "c-2026", "2026-08-01").gpuHours("10", "10"));
        books.run(SEPTEMBER.minusMonths(1), tenant);
        Contract abroad = AnAccount.contract("c-2026", entity.id(), AnAccount.since2026(), "NOK", EXPORT);
        books.apply(List.of(), List.of(AnAccount.municipality(tenant, abroad)));
        books.rated(
                RatedDay.of(tenant, "c-2026", "2026-08-01").gpuHours("12", "10").revision(2));
        assertThat(taxes(tenant, books.run(SEPTEMBER, tenant).getFirst().number()))
                .containsExactly("20.00 S");
        books.rated(day(tenant, 1).gpuHours("5", "10"));

        String next = books.run(tenant).getFirst().number();

        assertThat(taxes(tenant, next)).containsExactly("50.00 G");
        again.isEqual(tenant, next, InvoiceBasis.OfMonth.class);

        books.apply(List.of(), List.of(AnAccount.municipality(tenant, crediting(abroad))));
        books.rated(
                day(tenant, 1).gpuHours("4", "10").revision(2),
                day(tenant, 2).at("later", "glomfjord", "h100-sxm").gpuHours("1", "10"));
        List<String> documents = books.run(SEPTEMBER, tenant).getFirst().documents();

        assertThat(documents).hasSize(2);
        assertThat(taxes(tenant, documents.getFirst())).containsExactly("10.00 G");
        assertThat(taxes(tenant, documents.getLast())).containsExactly("10.00 G");
        again.isEqual(tenant, documents.getFirst(), InvoiceBasis.OfDecrease.class);
        again.isEqual(tenant, documents.getLast(), InvoiceBasis.OfIncrease.class);
    }

    private List<String> taxes(String tenant, String number) {
        return find(tenant, number).invoice().lines().stream()
                .map(line -> line.amount().net().amount().toPlainString() + " "
                        + line.vat().category())
                .toList();
    }

    @Test
    void correctsNothingThatIsDatedLaterThanTheRun() {
        String tenant = creditNoteTenant(books.legalEntity());
        LocalDate later = Books.ISSUED.plusDays(9);
        books.rated(day(tenant, 1).gpuHours("10", "10"));
        books.runLater(SEPTEMBER, later, tenant);
        books.rated(day(tenant, 1).gpuHours("8", "10").revision(2));

        ItemState early = books.run(SEPTEMBER, tenant).getFirst();
        assertThat(early.outcome()).isEqualTo("changed-after-issue");
        assertThat(early.reasons())
                .extracting(HoldReason::code)
                .containsExactly(HoldReason.CHANGED_SINCE, HoldReason.CORRECTION_WAITS);
        assertThat(books.runLater(SEPTEMBER, later, tenant))
                .extracting(ItemState::outcome)
                .containsExactly("corrected");
    }

    @Test
    void issuesACreditNoteAndAnInvoiceAtOnceWhereTheContractSaysSo() {
        LegalEntity entity = books.legalEntity();
        String tenant = creditNoteTenant(entity);
        books.rated(day(tenant, 1).gpuHours("10", "10").energy("5", "7"));
        books.run(SEPTEMBER, tenant);
        books.rated(day(tenant, 1).gpuHours("8", "10").energy("5", "9").revision(2));

        assertThat(differences(tenant, number(entity, 1))).containsExactly("-20.00", "2.00");
        ItemState corrected = books.run(SEPTEMBER, tenant).getFirst();

        assertThat(corrected.outcome()).isEqualTo("corrected");
        assertThat(corrected.number()).isEqualTo(number(entity, 1));
        assertThat(corrected.documents()).containsExactly(number(entity, 2), number(entity, 3));
        Filed note = find(tenant, number(entity, 2));
        assertThat(note.filing()).isEqualTo(Filing.CREDIT_NOTE);
        assertThat(note.invoice().heading().type()).isEqualTo(DocumentType.CREDIT_NOTE);
        assertThat(note.invoice().totals().payable().amount()).isEqualTo("25.00");
        assertThat(note.invoice().heading().credited().ground())
                .isEqualTo(new CreditGround(CreditGround.Cause.CHARGES_CHANGED, SEPTEMBER, null));
        assertThat(note.invoice().lines().getFirst().provenance().corrects())
                .isEqualTo(new CorrectedLine(number(entity, 1), 1));
        Filed more = find(tenant, number(entity, 3));
        assertThat(more.filing()).isEqualTo(Filing.CORRECTION);
        assertThat(more.invoice().totals().payable().amount()).isEqualTo("2.50");
        assertThat(readCharges.balance(List.of(tenant))).isEqualTo(new Balance(8 * HOUR, 8 * HOUR, 0));
        assertThat(state(tenant, number(entity, 1))).isEqualTo("108.75 part-paid");
        assertThat(readInvoices.document(tenant, number(entity, 2), DocumentKind.PDF))
                .isPresent();
        assertThat(books.run(SEPTEMBER, tenant)).extracting(ItemState::outcome).containsExactly("already-issued");

        // Once more: what the first correction added is taken back from it before the original.
        books.rated(day(tenant, 1).gpuHours("8", "10").energy("5", "6").revision(3));
        ItemState again = books.run(SEPTEMBER, tenant).getFirst();
        assertThat(again.documents()).hasSize(2);
        assertThat(differences(tenant, number(entity, 1))).containsOnly("0.00");
        assertThat(state(tenant, number(entity, 3))).isEqualTo("0.00 credited");
    }

    @Test
    void waitsWithACorrectionThatWouldBringTheNextInvoiceBelowZero() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        books.rated(day(tenant, 1).gpuHours("10", "10"));
        books.run(SEPTEMBER, tenant);
        books.rated(
                day(tenant, 1).gpuHours("1", "10").revision(2),
                RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("2", "10"));

        String next = books.run(tenant).getFirst().number();

        assertThat(find(tenant, next).invoice().totals().withoutVat().amount()).isEqualTo("20.00");
        assertThat(differences(tenant, number(entity, 1))).containsExactly("-90.00");
        assertThat(readCharges.balance(List.of(tenant))).isEqualTo(new Balance(3 * HOUR, 12 * HOUR, -9 * HOUR));
    }

    @Test
    void correctsNothingWhilePricesAreMissingOrWhatWasCreditedInFull() {
        LegalEntity entity = books.legalEntity();
        String tenant = creditNoteTenant(entity);
        books.rated(day(tenant, 1).gpuHours("10", "10"));
        books.run(SEPTEMBER, tenant);
        books.rated(day(tenant, 1).gpuHours("8", "10").gap("NO4-day-ahead").revision(2));

        assertThat(reasons(books.run(SEPTEMBER, tenant))).containsExactly("charges-changed", "price-missing");

        books.rated(day(tenant, 1).gpuHours("8", "10").revision(3));
        credit(tenant, number(entity, 1), new CreditRequest.InFull());
        assertThat(reasons(books.run(SEPTEMBER, tenant))).containsExactly("charges-changed", "correction-waits");
        assertThat(state(tenant, number(entity, 1))).isEqualTo("0.00 credited");
    }

    /** Whoever comes second finds what the first has left, however close they are. */
    @Test
    void neverCreditsMoreThanIsLeftHoweverManyTryAtOnce() throws Exception {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        books.rated(day(tenant, 1).gpuHours("10", "10"));
        String number = books.run(SEPTEMBER, tenant).getFirst().number();

        long issued = 0;
        try (ExecutorService many = Executors.newFixedThreadPool(4)) {
            List<Future<Boolean>> ends = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Callable<Boolean> attempt = () -> {
                    try {
                        credit(tenant, number, new CreditRequest.ByAmount(new BigDecimal("30")));
                        return true;
                    } catch (CreditRefused refused) {
                        return false;
                    }
                };
                ends.add(many.submit(attempt));
            }
            for (Future<Boolean> end : ends) {
                issued += end.get() ? 1 : 0;
            }
        }

        assertThat(issued).isEqualTo(3);
        assertThat(state(tenant, number)).isEqualTo("12.50 part-paid");
        assertThat(find(tenant, number(entity, 4)).filing()).isEqualTo(Filing.CREDIT_NOTE);
    }

    private String creditNoteTenant(LegalEntity entity) {
        String tenant = Books.unused("tenant");
        Contract contract = AnAccount.contract("c-2026", entity.id(), AnAccount.since2026());
        books.apply(List.of(), List.of(AnAccount.municipality(tenant, crediting(contract))));
        return tenant;
    }

    private static Contract crediting(Contract contract) {
        BillingTerms terms = contract.billing();
        return new Contract(
                contract.id(),
                contract.legalEntity(),
                contract.term(),
                contract.tariff(),
                contract.currency(),
                new BillingTerms(
                        terms.timeZone(), terms.paymentTermsDays(), terms.unpricedUsage(), 3, Corrections.CREDIT_NOTE),
                contract.references(),
                contract.vat());
    }

    private void credit(String tenant, String number, CreditRequest request) {
        CreditInvoice.Result result = scope.inTransaction(
                tenant,
                connection -> creditInvoice.credit(
                        connection,
                        new CreditInvoice.Request(number, request, "agreed by telephone", null, Books.ISSUED, "test")));
        assertThat(result).isInstanceOf(CreditInvoice.Issued.class);
    }

    private Filed find(String tenant, String number) {
        return scope.inTransaction(tenant, connection -> invoices.find(connection, number))
                .orElseThrow();
    }

    private List<String> differences(String tenant, String number) {
        return readRevisions.read(tenant, number).orElseThrow().lines().stream()
                .map(line -> line.difference().amount().toPlainString())
                .toList();
    }

    private String state(String tenant, String number) {
        var receivable = settleInvoice.ledger(tenant, number).orElseThrow().receivable();
        return receivable.balance() + " " + receivable.on(Books.ISSUED).code();
    }

    private static List<String> reasons(List<ItemState> items) {
        return items.getFirst().reasons().stream().map(HoldReason::code).toList();
    }

    private static RatedDay day(String tenant, int dayOfMonth) {
        return RatedDay.of(tenant, "c-2026", "2026-09-%02d".formatted(dayOfMonth));
    }

    private static String number(LegalEntity entity, long position) {
        return entity.invoiceSeries().number(position);
    }
}
