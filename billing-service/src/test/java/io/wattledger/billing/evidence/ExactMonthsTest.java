package io.wattledger.billing.evidence;

import static io.wattledger.billing.commercial.SomeTerms.nok;
import static io.wattledger.billing.evidence.BooksHold.documents;
import static io.wattledger.billing.evidence.BooksHold.isWithinWhatWasBilled;
import static io.wattledger.billing.evidence.BooksHold.net;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.billing.RatedDay;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.invoice.AcrossLines;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.CreditLeft;
import io.wattledger.billing.invoice.CreditNote;
import io.wattledger.billing.invoice.CreditRefused;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.DocumentAllowance;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.invoice.Revision;
import io.wattledger.billing.tax.TaxDetermination;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Figures of months that were a cent or a discount off once next invoices had corrected them, each with its reckoning. */
class ExactMonthsTest {

    private static final String MONTH = "NO26-000001";
    private static final String NEXT = "NO26-000002";

    /**
     * 646.61 has 161.65 of VAT. The next invoice took back 284.46. Both are voided: 362.15 goes back with 90.53, and once it was
     * voided what the next one had, 284.46 with 71.12. That of 362.15 by itself is 90.54, and both would be a cent too much.
     */
    @Test
    void givesBackTheVatThatWasCharged() {
        AMonthInBooks month = new AMonthInBooks(List.of(gpuTime("first", "646.61")), new SomeTerms().basis());
        month.onNextInvoice(List.of(gpuTime("first", "362.15")), RandomMonths.own("9000.00"));
        Remainder left = month.left(month.month());

        assertThat(voided(month, MONTH).totals().vat()).isEqualTo(nok("90.53"));
        voided(month, NEXT);
        assertThat(voided(month, MONTH).totals().vat()).isEqualTo(nok("71.12"));
        assertThat(month.month().totals().vat()).isEqualTo(nok("161.65"));
        isWithinWhatWasBilled(month);

        // What was stored before says nothing of what next invoices have taken, and is computed as it was.
        Invoice before =
                CreditNote.of(without(left), new CreditRequest.InFull()).numbered("NO26-000009", SomeTerms.ISSUED);
        assertThat(before.totals().vat()).isEqualTo(nok("90.54"));
    }

    /** A paid credit settles all of it: no credit note asks the tenant for a cent that the credit has got back too much. */
    @Test
    void givesBackToAPaidCreditWhatTheNoteComesTo() {
        CommercialBasis basis = new SomeTerms()
                .credit("paid", CreditKind.PAID, nok("5000.00"), null)
                .basis();
        AMonthInBooks month = new AMonthInBooks(List.of(gpuTime("first", "646.61")), basis);
        month.onNextInvoice(List.of(gpuTime("first", "362.15")), RandomMonths.own("9000.00"));

        Invoice note = voided(month, MONTH);

        assertThat(note.totals().payable()).isEqualTo(nok("0.00"));
        assertThat(DocumentsOfAMonth.drawn(note.totals().money(), "paid")).isEqualTo(nok("-452.68"));
    }

    /**
     * 300 are paid by two credits, 100 by the first and 200 by the last. On the next invoice 200 become cheaper and 150 dearer, so
     * the last one gets 50 back and pays 150 still. Of 60 that then become cheaper it gets 60, and the allowance is the last one's.
     */
    @Test
    void namesTheCreditThatGetsAnAllowanceBack() {
        CommercialBasis basis = new SomeTerms()
                .credit("first", CreditKind.PROMOTIONAL, nok("100.00"), "2026-12-01")
                .credit("last", CreditKind.PROMOTIONAL, nok("200.00"), null)
                .basis();
        AMonthInBooks month = new AMonthInBooks(List.of(gpuTime("one", "300.00")), basis);
        month.onNextInvoice(List.of(gpuTime("one", "100.00"), gpuTime("two", "150.00")), RandomMonths.own("9000.00"));
        assertThat(month.left(month.month()).across().credits())
                .extracting(CreditLeft::pays)
                .containsExactly(nok("100.00"), nok("150.00"));

        List<RatedUsage> now = List.of(gpuTime("one", "40.00"), gpuTime("two", "150.00"));
        Revision.Split split = month.split(now, month.billed());
        Remainder left = month.left(month.month());
        month.atOnce(now);

        Invoice note = month.after(2).getFirst();
        assertThat(note.totals().withoutVat()).isEqualTo(nok("0.00"));
        assertThat(DocumentsOfAMonth.drawn(note.totals().money(), "last")).isEqualTo(nok("-60.00"));
        assertThat(stated(note)).containsExactly("Credit last 60.00");

        Invoice before = CreditNote.revising(without(left), split.decreases().get(MONTH), split.keptOf(MONTH))
                .numbered("NO26-000009", SomeTerms.ISSUED);
        assertThat(stated(before)).containsExactly("Credit first 60.00");
    }

    /**
     * 400, of which two credits pay 100 each. Of the 200 in money somebody is given back 100, and the last credit its share of 100.
     * Then 400 become 200: the first gets its 100 back, and the allowance is its own. Then 100: the allowance that has no lines
     * any more is the last one's, to which nothing is left to go back.
     */
    @Test
    void givesBackEachAllowanceOnce() {
        CommercialBasis basis = new SomeTerms()
                .credit("first", CreditKind.PROMOTIONAL, nok("100.00"), "2026-12-01")
                .credit("last", CreditKind.PROMOTIONAL, nok("100.00"), null)
                .basis();
        AMonthInBooks month = new AMonthInBooks(List.of(gpuTime("one", "400.00")), basis);
        Invoice asked = month.credit(MONTH, new CreditRequest.ByAmount(new BigDecimal("100.00")));
        assertThat(DocumentsOfAMonth.drawn(asked.totals().money(), "last")).isEqualTo(nok("-100.00"));

        month.atOnce(List.of(gpuTime("one", "200.00")));
        month.atOnce(List.of(gpuTime("one", "100.00")));

        assertThat(stated(month.after(2).getFirst())).containsExactly("Credit first 100.00");
        assertThat(stated(month.after(3).getFirst())).containsExactly("Credit last 100.00");
        isWithinWhatWasBilled(month);
    }

    /**
     * 100 of GPU time are discounted to nothing. A credit pays 50 of energy beside, and on the next invoice 30 of its own and 60 of
     * GPU time. Then the 100 were wrong: the discount takes 60 now. 50 of them the energy bears, and 10 are taken off the 60; the
     * credit gets back both, so that it pays 80: the 50 that the month costs, and 30.
     */
    @Test
    void takesADiscountBeforeACreditPays() {
        CommercialBasis basis = new SomeTerms()
                .amount("start", "100.00")
                .credit("gift", CreditKind.PROMOTIONAL, nok("140.00"), null)
                .basis();
        AMonthInBooks month = new AMonthInBooks(List.of(energy("100.00")), basis);
        month.onNextInvoiceDrawing(List.of(energy("100.00"), gpuTime("two", "60.00")), RandomMonths.own("30.00"));
        assertThat(month.document(NEXT).totals().withoutVat()).isEqualTo(nok("0.00"));
        List<RatedUsage> now = List.of(energy("0.00"), gpuTime("two", "60.00"));
        assertThat(month.split(now, asBefore(month)).more()).isEmpty();

        month.atOnce(now);

        assertThat(month.standing()).isEqualTo(Map.of("start", nok("60.00")));
        assertThat(month.drawn("gift")).isEqualTo(nok("80.00"));
        assertThat(net(documents(month, false)).subtract(net(documents(month, true))))
                .isZero();
    }

    /**
     * 100, and 60 more on an invoice of which the next one took back 40. That one is voided, and then the next: its 40 are left
     * again on the second. Of 110 that now become cheaper the month's invoice gives the 100 that it has, and the second 10.
     */
    @Test
    void takesWhatIsLeftAgainLast() {
        AMonthInBooks month = new AMonthInBooks(List.of(gpuTime("one", "100.00")), new SomeTerms().basis());
        month.atOnce(List.of(gpuTime("one", "160.00")));
        month.onNextInvoice(List.of(gpuTime("one", "120.00")), RandomMonths.own("9000.00"));
        voided(month, NEXT);
        voided(month, "NO26-000003");
        assertThat(leftOf(month, NEXT)).isEqualTo(nok("40.00"));
        List<RatedUsage> now = List.of(gpuTime("one", "10.00"));
        assertThat(month.split(now, asBefore(month))).isNull();

        assertThat(month.atOnce(now)).isTrue();

        assertThat(leftOf(month, MONTH)).isEqualTo(nok("0.00"));
        assertThat(leftOf(month, NEXT)).isEqualTo(nok("30.00"));
        voided(month, NEXT);
        assertThat(month.effects().stream()
                        .filter(effect -> effect.root().equals(MONTH))
                        .map(LineEffect::net)
                        .reduce(nok("100.00"), Money::plus))
                .isEqualTo(nok("0.00"));
    }

    /**
     * The next invoice has 200 of its own at 15 %, and of July, at 25 %, 20 more and −40: 180. Both are voided. With −20 of the 40
     * alone it would give back 200, and July's 20 less.
     */
    @Test
    void givesBackNoMoreThanAnInvoiceOfTwoRatesCameTo() {
        AMonthInBooks month = new AMonthInBooks(List.of(gpuTime("one", "100.00")), new SomeTerms().basis());
        month.taxingNext(TaxDetermination.treatment(VatCategory.S, new BigDecimal("15"), null, null));
        month.onNextInvoice(List.of(gpuTime("one", "60.00"), gpuTime("two", "20.00")), RandomMonths.own("200.00"));

        assertThatThrownBy(() -> month.credit(NEXT, new CreditRequest.ByLine(Map.of(1, new BigDecimal("180.01")))))
                .isInstanceOfSatisfying(
                        CreditRefused.class,
                        refused -> assertThat(refused.detail()).contains("comes to 180.00 NOK without VAT"));
        assertThat(voided(month, MONTH).totals().withoutVat()).isEqualTo(nok("60.00"));
        Invoice next = voided(month, NEXT);
        assertThat(next.totals().withoutVat()).isEqualTo(nok("180.00"));
        assertThat(next.totals().vat()).isEqualTo(nok("25.00"));
        assertThat(voided(month, MONTH).totals().withoutVat()).isEqualTo(nok("40.00"));
        isWithinWhatWasBilled(month);
    }

    /**
     * The next invoice takes 60 of July's invoice back and 60 of a second one, at another rate than its own 200: 80. July's is voided,
     * but not the second: with the 60 that need not stay alone it would give back 140.
     */
    @Test
    void refusesAllOfAnInvoiceOfTwoRatesWhileLinesHaveToStay() {
        AMonthInBooks month = new AMonthInBooks(List.of(gpuTime("one", "100.00")), new SomeTerms().basis());
        month.atOnce(List.of(gpuTime("one", "160.00")));
        month.taxingNext(TaxDetermination.treatment(VatCategory.S, new BigDecimal("15"), null, null));
        month.onNextInvoice(List.of(gpuTime("one", "40.00")), RandomMonths.own("200.00"));
        voided(month, MONTH);

        assertThatThrownBy(() -> voided(month, "NO26-000003"))
                .isInstanceOfSatisfying(
                        CreditRefused.class,
                        refused -> assertThat(refused.detail())
                                .contains("takes back more of earlier months at one VAT rate")
                                .contains("at most 80.00 NOK"));
    }

    private static List<String> stated(Invoice note) {
        return note.allowances().stream()
                .map(DocumentAllowance::allowance)
                .map(allowance -> allowance.reason() + " " + allowance.amount().amount())
                .toList();
    }

    private static Money leftOf(AMonthInBooks month, String number) {
        return month.left(month.document(number)).total();
    }

    /** What is left as it was kept before it was told what next invoices have taken. */
    private static List<Remainder> asBefore(AMonthInBooks month) {
        return month.billed().stream().map(ExactMonthsTest::without).toList();
    }

    private static Remainder without(Remainder left) {
        AcrossLines across = left.across();
        return new Remainder(
                left.invoice(),
                left.left(),
                new AcrossLines(
                        across.allowances(),
                        across.requested(),
                        across.promotional(),
                        across.commitments(),
                        across.discounts(),
                        across.billedSince(),
                        across.credits().stream()
                                .map(one -> new CreditLeft(one.id(), one.kind(), one.pays(), null))
                                .toList(),
                        null));
    }

    private static Invoice voided(AMonthInBooks month, String number) {
        return month.credit(number, new CreditRequest.InFull());
    }

    private static RatedUsage gpuTime(String project, String amount) {
        return RatedDay.of("havvik", "c-2026", "2026-10-01")
                .at(project, "glomfjord", "h100-sxm")
                .gpuHours("1", amount)
                .build();
    }

    /** GPU time, which the discount is on, and 50 of energy, which it is not. */
    private static RatedUsage energy(String gpuTime) {
        return RatedDay.of("havvik", "c-2026", "2026-10-01")
                .at("one", "glomfjord", "h100-sxm")
                .gpuHours("1", gpuTime)
                .energy("10", "50.00")
                .build();
    }
}
