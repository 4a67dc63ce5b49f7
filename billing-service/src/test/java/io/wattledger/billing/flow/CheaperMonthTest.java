package io.wattledger.billing.flow;

import static io.wattledger.billing.commercial.SomeTerms.nok;
import static io.wattledger.billing.flow.CorrectedMonths.day;
import static io.wattledger.billing.flow.CorrectedMonths.second;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.CreditRefused;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What goes back of an issued month that became cheaper, or that somebody asks to be credited, with the real database. */
@QuarkusTest
@WithSuite
class CheaperMonthTest {

    @Inject
    Books books;

    @Inject
    Documents documents;

    @Inject
    DocumentsComputedAgain again;

    @Inject
    CorrectedMonths months;

    @Test
    void givesBackWhatBroughtAnInvoiceToNothing() {
        LegalEntity entity = books.legalEntity();
        String tenant = months.tenant(entity, CommercialTerms.NONE);
        books.credit(tenant, CreditKind.PROMOTIONAL, nok("1000.00"), null);
        books.rated(day(tenant).gpuHours("60", "10"), second(tenant).gpuHours("40", "10"));
        months.run(tenant);
        assertThat(months.invoice(tenant, entity, 1).totals().payable()).isEqualTo(nok("0.00"));
        assertThat(books.balances(tenant)).containsExactly("0.00");

        Invoice part = months.credit(
                tenant, entity, new CreditRequest.ByLine(Map.of(1, nok("250.00").amount())));
        Invoice rest = months.credit(tenant, entity, new CreditRequest.InFull());

        for (Invoice note : List.of(part, rest)) {
            // Lines and allowances stand as on the invoice; the official rules have passed it, or it would not be
            // issued.
            assertThat(note.totals().withVat()).isEqualTo(nok("0.00"));
            assertThat(note.totals().allowances()).isEqualTo(note.totals().lines());
            assertThat(documents.print(note).violations()).isEmpty();
        }
        assertThat(part.totals().lines().plus(rest.totals().lines())).isEqualTo(nok("1000.00"));
        assertThat(books.balances(tenant)).containsExactly("1000.00");
        assertThatThrownBy(() -> months.credit(tenant, entity, new CreditRequest.InFull()))
                .isInstanceOf(CreditRefused.class)
                .hasMessageContaining("nothing is left");
        assertThat(months.receivable(tenant, entity, 1)).isEqualTo("0.00");
    }

    @Test
    void correctsAMonthThatCreditsBroughtToNothing() {
        LegalEntity entity = books.legalEntity();
        String tenant = months.tenant(entity, CommercialTerms.NONE);
        books.credit(tenant, CreditKind.PROMOTIONAL, nok("1000.00"), null);
        books.rated(day(tenant).gpuHours("90", "10"));
        months.run(tenant);

        books.rated(day(tenant).gpuHours("70", "10").revision(2));
        assertThat(months.run(tenant).outcome()).isEqualTo("corrected");
        assertThat(months.invoice(tenant, entity, 2).totals().withVat()).isEqualTo(nok("0.00"));
        assertThat(books.balances(tenant)).containsExactly("300.00");

        books.rated(day(tenant).gpuHours("110", "10").revision(3));
        assertThat(months.run(tenant).outcome()).isEqualTo("corrected");
        // 400 more, of which 300 are left in the credit; VAT is charged on the rest.
        assertThat(months.invoice(tenant, entity, 3).totals().payable()).isEqualTo(nok("125.00"));
        assertThat(months.receivable(tenant, entity, 3)).isEqualTo("125.00");
        assertThat(books.balances(tenant)).containsExactly("0.00");
    }

    /** 90 off 1,000 of which a credit paid 100 are 90 in money; what it bears alone in the end goes back to it. */
    @Test
    void givesBackMoneyBeforeCredits() {
        LegalEntity entity = books.legalEntity();
        String tenant = months.tenant(entity, CommercialTerms.NONE);
        books.credit(tenant, CreditKind.PROMOTIONAL, nok("100.00"), null);
        books.rated(day(tenant).gpuHours("100", "10"));
        months.run(tenant);

        books.rated(day(tenant).gpuHours("91", "10").revision(2));
        assertThat(months.run(tenant).outcome()).isEqualTo("corrected");
        assertThat(months.receivable(tenant, entity, 1)).isEqualTo("1012.50");
        assertThat(books.balances(tenant)).containsExactly("0.00");

        books.rated(day(tenant).gpuHours("5", "10").revision(3));
        assertThat(months.run(tenant).outcome()).isEqualTo("corrected");
        assertThat(months.receivable(tenant, entity, 1)).isEqualTo("0.00");
        assertThat(books.balances(tenant)).containsExactly("50.00");

        Invoice rest = months.credit(tenant, entity, new CreditRequest.InFull());
        assertThat(rest.totals().withVat()).isEqualTo(nok("0.00"));
        assertThat(books.balances(tenant)).containsExactly("100.00");
        again.isEqual(tenant, entity.invoiceSeries().number(2), InvoiceBasis.OfDecrease.class);
        again.isEqual(tenant, entity.invoiceSeries().number(3), InvoiceBasis.OfDecrease.class);
        again.isEqual(tenant, entity.invoiceSeries().number(4), InvoiceBasis.OfCredit.class);
    }

    /** Somebody asked for 405 of 900, then the month became cheaper: the share is one of what it comes to now. */
    @Test
    void givesBackASecondTimeWhatBecameCheaperAfterSomebodyAsked() {
        LegalEntity entity = books.legalEntity();
        String tenant = months.tenant(entity, CommercialTerms.NONE);
        books.credit(tenant, CreditKind.PROMOTIONAL, nok("100.00"), null);
        books.credit(tenant, CreditKind.PAID, nok("600.00"), null);
        books.rated(day(tenant).gpuHours("100", "10"));
        months.run(tenant);
        assertThat(months.receivable(tenant, entity, 1)).isEqualTo("525.00");

        months.credit(tenant, entity, new CreditRequest.ByAmount(nok("405.00").amount()));
        assertThat(books.balances(tenant)).containsExactlyInAnyOrder("45.00", "0.00");
        books.rated(day(tenant).gpuHours("91", "10").revision(2));
        assertThat(months.run(tenant).outcome()).isEqualTo("corrected");

        // 810 less 405 are 506.25 with VAT, all of them paid in advance.
        assertThat(months.receivable(tenant, entity, 1)).isEqualTo("0.00");
        assertThat(books.balances(tenant)).containsExactlyInAnyOrder("50.00", "93.75");
        again.isEqual(tenant, entity.invoiceSeries().number(2), InvoiceBasis.OfCredit.class);
        again.isEqual(tenant, entity.invoiceSeries().number(3), InvoiceBasis.OfDecrease.class);
    }

    /** The credit note gives back to a credit that was used up, and the invoice beside it draws that again. */
    @Test
    void drawsWhatTheCreditNoteGaveBackToAUsedUpCredit() {
        LegalEntity entity = books.legalEntity();
        String tenant = months.tenant(entity, CommercialTerms.NONE);
        books.credit(tenant, CreditKind.PROMOTIONAL, nok("100.00"), null);
        books.rated(day(tenant).gpuHours("100", "10"));
        months.run(tenant);
        books.rated(day(tenant).gpuHours("5", "10").revision(2), second(tenant).gpuHours("95", "10"));

        assertThat(months.run(tenant).documents()).hasSize(2);
        assertThat(months.receivable(tenant, entity, 1)).isEqualTo("0.00");
        assertThat(months.receivable(tenant, entity, 3)).isEqualTo("1125.00");
        assertThat(books.balances(tenant)).containsExactly("0.00");
        again.isEqual(tenant, entity.invoiceSeries().number(3), InvoiceBasis.OfIncrease.class);
    }

    /** As billed anew the credit would have been drawn in full, whatever day it is now. */
    @Test
    void drawsWhatTheCreditNoteGaveBackToACreditThatHasExpired() {
        LegalEntity entity = books.legalEntity();
        String tenant = months.tenant(entity, CommercialTerms.NONE);
        books.credit(tenant, CreditKind.PROMOTIONAL, nok("110.00"), Books.ISSUED);
        books.rated(day(tenant).gpuHours("10", "10"));
        months.run(tenant);
        assertThat(books.balances(tenant)).containsExactly("10.00");
        books.rated(day(tenant).gpuHours("4", "10").revision(2), second(tenant).gpuHours("8", "10"));

        books.runLater(CorrectedMonths.SEPTEMBER, Books.ISSUED.plusDays(9), tenant);

        // 60 went back and are drawn again; 10 had expired, so 20 of 80 are paid in money.
        assertThat(months.receivable(tenant, entity, 3)).isEqualTo("25.00");
        assertThat(books.balances(tenant)).containsExactly("10.00");
        again.isEqual(tenant, entity.invoiceSeries().number(3), InvoiceBasis.OfIncrease.class);
    }

    /** A month of which all usage was withdrawn was not credited by anybody: what comes back is billed. */
    @Test
    void billsWhatComesBackToAMonthThatWasWithdrawn() {
        LegalEntity entity = books.legalEntity();
        String tenant = months.tenant(entity, CommercialTerms.NONE);
        books.rated(day(tenant).gpuHours("100", "10"));
        months.run(tenant);
        books.rated(day(tenant).gpuHours("0", "10").revision(2));
        assertThat(months.run(tenant).outcome()).isEqualTo("corrected");
        assertThat(months.receivable(tenant, entity, 1)).isEqualTo("0.00");

        books.rated(day(tenant).gpuHours("60", "10").revision(3));
        assertThat(months.run(tenant).outcome()).isEqualTo("corrected");
        assertThat(months.receivable(tenant, entity, 3)).isEqualTo("750.00");
    }
}
