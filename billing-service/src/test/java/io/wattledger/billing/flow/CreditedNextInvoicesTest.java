package io.wattledger.billing.flow;

import static io.wattledger.billing.commercial.SomeTerms.nok;
import static io.wattledger.billing.flow.CorrectedMonths.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Next invoices that have corrected an earlier month, and what becomes of that month afterwards, with the real database. */
@QuarkusTest
@WithSuite
class CreditedNextInvoicesTest {

    private static final YearMonth JULY = YearMonth.of(2026, 7);

    @Inject
    Books books;

    @Inject
    ReadRevisions revisions;

    @Inject
    CorrectedMonths months;

    @Inject
    DocumentsComputedAgain again;

    /** Bills 100 of July, and on the invoice of August 200 less 40 by which July became cheaper. */
    private void takeBackOnAugust(String tenant) {
        books.rated(first(tenant).gpuHours("10", "10"));
        books.run(JULY, tenant);
        books.rated(
                first(tenant).gpuHours("6", "10").revision(2), august(tenant).gpuHours("20", "10"));
        books.run(JULY.plusMonths(1), tenant);
    }

    /** July became 40 cheaper, and August, which took that back, is voided: July is not billed again. */
    @Test
    void leavesTheEarlierMonthCorrected() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity, CommercialTerms.NONE);
        takeBackOnAugust(tenant);
        assertThat(months.invoice(tenant, entity, 2).totals().withoutVat()).isEqualTo(nok("160.00"));

        Invoice note = months.credit(tenant, entity, 2, new CreditRequest.InFull());

        assertThat(note.totals().withoutVat()).isEqualTo(nok("160.00"));
        assertThat(months.receivable(tenant, entity, 2)).isEqualTo("0.00");
        assertThat(ofJuly(tenant, entity)).isEqualTo(nok("60.00"));
        again.isEqual(tenant, note.heading().number(), InvoiceBasis.OfCredit.class);

        // It goes on being corrected by what changes.
        books.rated(
                first(tenant).gpuHours("5", "10").revision(3),
                on(tenant, "2026-09-01").gpuHours("20", "10"));
        books.run(JULY.plusMonths(2), tenant);
        assertThat(months.invoice(tenant, entity, 4).totals().withoutVat()).isEqualTo(nok("190.00"));
        assertThat(ofJuly(tenant, entity)).isEqualTo(nok("50.00"));
    }

    /** July became 40 cheaper on the invoice of August. Once July is voided, so is what August took back of it: 260 go back. */
    @Test
    void leavesOnAVoidedMonthWhatTheNextInvoiceHadTakenBack() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity, CommercialTerms.NONE);
        takeBackOnAugust(tenant);

        Invoice july = months.credit(tenant, entity, 1, new CreditRequest.InFull());
        Invoice august = months.credit(tenant, entity, 2, new CreditRequest.InFull());
        Invoice rest = months.credit(tenant, entity, 1, new CreditRequest.InFull());

        assertThat(july.totals().withoutVat()).isEqualTo(nok("60.00"));
        assertThat(august.totals().withoutVat()).isEqualTo(nok("160.00"));
        assertThat(rest.totals().withoutVat()).isEqualTo(nok("40.00"));
        assertThat(months.receivable(tenant, entity, 1)).isEqualTo("0.00");
        assertThat(months.receivable(tenant, entity, 2)).isEqualTo("0.00");
        assertThat(ofJuly(tenant, entity)).isEqualTo(nok("0.00"));
        for (Invoice note : List.of(july, august, rest)) {
            again.isEqual(tenant, note.heading().number(), InvoiceBasis.OfCredit.class);
        }
    }

    /**
     * August billed 50 more of one line of July and took 40 of another back, so it comes to 20 with 10 of its own. When the 50
     * are wrong after all, 20 of them are credited there, and 30 on July's own invoice.
     */
    @Test
    void takesFromOlderInvoicesWhatANextInvoiceHasNotLeft() {
        LegalEntity entity = books.legalEntity();
        String tenant = dearerAndCheaperJuly(entity);
        books.rated(first(tenant).gpuHours("10", "10").revision(3));

        ItemState july = books.run(JULY, tenant).getFirst();

        assertThat(july.outcome()).isEqualTo("corrected");
        assertThat(months.invoice(tenant, entity, 3).totals().withoutVat()).isEqualTo(nok("20.00"));
        assertThat(months.invoice(tenant, entity, 4).totals().withoutVat()).isEqualTo(nok("30.00"));
        assertThat(ofJuly(tenant, entity)).isEqualTo(nok("160.00"));
        again.isEqual(tenant, entity.invoiceSeries().number(3), InvoiceBasis.OfDecrease.class);
        again.isEqual(tenant, entity.invoiceSeries().number(4), InvoiceBasis.OfDecrease.class);
    }

    /** All of July is withdrawn: 210, of which its invoices have 180 left. It does not wait without end: September takes it. */
    @Test
    void leavesToTheNextInvoiceWhatNoneHasLeft() {
        LegalEntity entity = books.legalEntity();
        String tenant = dearerAndCheaperJuly(entity);
        books.rated(
                first(tenant).gpuHours("0", "10").revision(3),
                second(tenant).gpuHours("0", "10").revision(3));

        ItemState july = books.run(JULY, tenant).getFirst();
        assertThat(july.outcome()).isEqualTo("changed-after-issue");
        assertThat(july.reasons()).extracting(HoldReason::code).containsExactly("charges-changed", "correction-waits");
        assertThat(july.reasons().getLast().detail()).contains("next invoice");

        books.rated(on(tenant, "2026-09-01").gpuHours("30", "10"));
        books.run(JULY.plusMonths(2), tenant);

        assertThat(months.invoice(tenant, entity, 3).totals().withoutVat()).isEqualTo(nok("90.00"));
        assertThat(ofJuly(tenant, entity)).isEqualTo(nok("0.00"));
        assertThat(books.run(JULY, tenant)).extracting(ItemState::outcome).containsExactly("already-issued");
        again.isEqual(tenant, entity.invoiceSeries().number(3), InvoiceBasis.OfMonth.class);
    }

    /**
     * 60 more of July are billed by themselves, and the invoice of August takes 40 of these back. Both are voided, so that 40 are
     * left again on the first. Of 110 that become cheaper then, July's invoice gives the 100 that it has, and 10 are of the 40.
     */
    @Test
    void takesLastWhatIsLeftAgain() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity, CommercialTerms.NONE);
        books.rated(first(tenant).gpuHours("10", "10"));
        books.run(JULY, tenant);
        months.apply(tenant, entity, CommercialTerms.NONE);
        books.rated(first(tenant).gpuHours("16", "10").revision(2));
        books.run(JULY, tenant);
        Contract nextInvoice = AnAccount.contract("c-2026", entity.id(), AnAccount.since2026());
        books.apply(List.of(), List.of(AnAccount.municipality(tenant, nextInvoice)));
        books.rated(
                first(tenant).gpuHours("12", "10").revision(3), august(tenant).gpuHours("20", "10"));
        books.run(JULY.plusMonths(1), tenant);
        months.credit(tenant, entity, 2, new CreditRequest.InFull());
        months.credit(tenant, entity, 3, new CreditRequest.InFull());
        months.apply(tenant, entity, CommercialTerms.NONE);
        books.rated(first(tenant).gpuHours("1", "10").revision(4));

        ItemState july = books.run(JULY, tenant).getFirst();

        assertThat(july.outcome()).isEqualTo("corrected");
        assertThat(months.invoice(tenant, entity, 6).totals().withoutVat()).isEqualTo(nok("10.00"));
        assertThat(months.invoice(tenant, entity, 7).totals().withoutVat()).isEqualTo(nok("100.00"));
        assertThat(ofJuly(tenant, entity)).isEqualTo(nok("30.00"));
        again.isEqual(tenant, entity.invoiceSeries().number(6), InvoiceBasis.OfDecrease.class);
        again.isEqual(tenant, entity.invoiceSeries().number(7), InvoiceBasis.OfDecrease.class);
    }

    /** 100 and 100 in July, then 150 and 60 on the invoice of August; from then on corrections are documents of their own. */
    private String dearerAndCheaperJuly(LegalEntity entity) {
        String tenant = books.tenantOf(entity, CommercialTerms.NONE);
        books.rated(first(tenant).gpuHours("10", "10"), second(tenant).gpuHours("10", "10"));
        books.run(JULY, tenant);
        books.rated(
                first(tenant).gpuHours("15", "10").revision(2),
                second(tenant).gpuHours("6", "10").revision(2),
                august(tenant).gpuHours("1", "10"));
        books.run(JULY.plusMonths(1), tenant);
        assertThat(months.invoice(tenant, entity, 2).totals().withoutVat()).isEqualTo(nok("20.00"));
        months.apply(tenant, entity, CommercialTerms.NONE);
        return tenant;
    }

    /** What all documents say of July without VAT. */
    private Money ofJuly(String tenant, LegalEntity entity) {
        String number = entity.invoiceSeries().number(1);
        Money sum = months.invoice(tenant, entity, 1).totals().withoutVat();
        for (LineEffect effect : revisions.read(tenant, number).orElseThrow().effects()) {
            sum = sum.plus(effect.net());
        }
        return sum;
    }

    private static RatedDay first(String tenant) {
        return on(tenant, "2026-07-01");
    }

    private static RatedDay second(String tenant) {
        return on(tenant, "2026-07-01").at("second", "glomfjord", "h100-sxm");
    }

    private static RatedDay august(String tenant) {
        return on(tenant, "2026-08-01");
    }
}
