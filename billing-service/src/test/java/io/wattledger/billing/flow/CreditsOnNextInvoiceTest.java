package io.wattledger.billing.flow;

import static io.wattledger.billing.commercial.SomeTerms.nok;
import static io.wattledger.billing.flow.CorrectedMonths.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.credit.CreditEntry;
import io.wattledger.billing.credit.CreditEntryKind;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.focus.FocusFile;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the next invoice gives back to credits when an earlier month became cheaper, with the real database. */
@QuarkusTest
@WithSuite
class CreditsOnNextInvoiceTest {

    private static final YearMonth JULY = YearMonth.of(2026, 7);
    private static final YearMonth AUGUST = YearMonth.of(2026, 8);

    @Inject
    Books books;

    @Inject
    RunsPrintedOtherwise otherwise;

    @Inject
    TenantScope scope;

    @Inject
    KeepCredits keepCredits;

    @Inject
    Documents documents;

    @Inject
    CorrectedMonths months;

    @Inject
    DocumentsComputedAgain again;

    /** 1,000 of which a credit paid 100 come to 50: the credit pays 50 of them, and the rest of August. */
    @Test
    void drawsAgainWhatItGivesBack() {
        LegalEntity entity = books.legalEntity();
        String tenant = cheaperJuly(entity, CreditKind.PROMOTIONAL, "100.00", null);

        books.run(AUGUST, tenant);

        Invoice august = months.invoice(tenant, entity, 2);
        assertThat(august.totals().lines()).isEqualTo(nok("1100.00"));
        assertThat(august.totals().withoutVat()).isEqualTo(nok("1050.00"));
        assertThat(books.balances(tenant)).containsExactly("0.00");
        // It goes back and is drawn again by one document, so the ledger has no entry of it.
        assertThat(entries(tenant)).containsExactly(CreditEntryKind.OPENED, CreditEntryKind.DRAWN);
        again.isEqual(tenant, august.heading().number(), InvoiceBasis.OfMonth.class);
        assertThat(FocusFile.ofLines(List.of(august)).rows()).isNotEmpty();
    }

    /** What goes back to a credit that has expired is not drawn again: July billed so would have left it there as well. */
    @Test
    void givesBackToACreditThatHasExpired() {
        LegalEntity entity = books.legalEntity();
        String tenant = cheaperJuly(entity, CreditKind.PROMOTIONAL, "100.00", Books.ISSUED);

        books.runLater(AUGUST, Books.ISSUED.plusDays(9), tenant);

        Invoice august = months.invoice(tenant, entity, 2);
        assertThat(august.totals().withoutVat()).isEqualTo(nok("1100.00"));
        assertThat(books.balances(tenant)).containsExactly("50.00");
        assertThat(entries(tenant))
                .containsExactly(CreditEntryKind.OPENED, CreditEntryKind.DRAWN, CreditEntryKind.RETURNED);
        again.isEqual(tenant, august.heading().number(), InvoiceBasis.OfMonth.class);
    }

    /** Between computing and issuing, the credit is voided: it gets back what July would not have drawn, and pays nothing. */
    @Test
    void givesBackToACreditThatWasVoided() {
        LegalEntity entity = books.legalEntity();
        String tenant = cheaperJuly(entity, CreditKind.PROMOTIONAL, "1030.00", null);
        String credit = keepCredits.list(tenant).getFirst().credit().id();
        books.start(AUGUST, RunBook.Mode.ISSUE, tenant);
        AtomicBoolean voided = new AtomicBoolean();
        otherwise.work(invoice -> {
            if (!voided.getAndSet(true)) {
                scope.inTransaction(tenant, c -> keepCredits.voidRest(c, tenant, credit, "asked for", "test"));
            }
            return documents.print(invoice);
        });

        // 2,000 as they are: July gives back 950 of lines and takes back 950 that the credit had paid of them.
        Invoice august = months.invoice(tenant, entity, 2);
        assertThat(august.totals().withoutVat()).isEqualTo(nok("2000.00"));
        assertThat(books.balances(tenant)).containsExactly("950.00");
        again.isEqual(tenant, august.heading().number(), InvoiceBasis.OfMonth.class);
    }

    /** Paid credits go on paying: what they would get back, August would draw at once. */
    @Test
    void leavesPaidCreditsDrawn() {
        LegalEntity entity = books.legalEntity();
        String tenant = cheaperJuly(entity, CreditKind.PAID, "1000.00", null);

        books.run(AUGUST, tenant);

        // With VAT 250 and 1,312.50; billed at once July is 62.50, and August 2,500 less the 937.50 that are left.
        assertThat(months.receivable(tenant, entity, 1)).isEqualTo("250.00");
        assertThat(months.receivable(tenant, entity, 2)).isEqualTo("1312.50");
        assertThat(books.balances(tenant)).containsExactly("0.00");
    }

    /** Crediting July after that gives back what its credit still pays, and no more. */
    @Test
    void creditsWhatIsLeftAfterwards() {
        LegalEntity entity = books.legalEntity();
        String tenant = cheaperJuly(entity, CreditKind.PROMOTIONAL, "100.00", Books.ISSUED);
        books.runLater(AUGUST, Books.ISSUED.plusDays(9), tenant);

        Invoice note = months.credit(tenant, entity, new CreditRequest.InFull());

        assertThat(note.totals().withVat()).isEqualTo(nok("0.00"));
        assertThat(books.balances(tenant)).containsExactly("100.00");
    }

    /** A tenant of which July was billed with 1,000 and comes to 50 now, and August is 2,000. */
    private String cheaperJuly(LegalEntity entity, CreditKind kind, String amount, @Nullable LocalDate expiresOn) {
        String tenant = books.tenantOf(entity, CommercialTerms.NONE);
        books.credit(tenant, kind, nok(amount), expiresOn);
        books.rated(on(tenant, "2026-07-01").gpuHours("100", "10"));
        books.run(JULY, tenant);
        books.rated(
                on(tenant, "2026-07-01").gpuHours("5", "10").revision(2),
                on(tenant, "2026-08-01").gpuHours("200", "10"));
        return tenant;
    }

    private List<CreditEntryKind> entries(String tenant) {
        return keepCredits.list(tenant).getFirst().entries().stream()
                .map(CreditEntry::kind)
                .toList();
    }
}
