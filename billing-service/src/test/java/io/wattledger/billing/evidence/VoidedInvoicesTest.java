package io.wattledger.billing.evidence;

import static io.wattledger.billing.commercial.SomeTerms.nok;
import static io.wattledger.billing.evidence.BooksHold.documents;
import static io.wattledger.billing.evidence.BooksHold.net;
import static io.wattledger.billing.evidence.RandomMonths.cents;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.RatedDay;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.MoneyState;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.CommitmentInterval;
import io.wattledger.billing.invoice.AcrossLines;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.CreditLeft;
import io.wattledger.billing.invoice.CreditNote;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Invoices that are credited in full, with all that was corrected on next invoices and paid by credits. */
class VoidedInvoicesTest {

    private static final String MONTH = "NO26-000001";
    private static final String NEXT = "NO26-000002";
    private static final int STEPS = 3;

    static List<Long> seeds() {
        return Seeds.of(20_261_130L, 300);
    }

    /** 100, then 9,000 less 40: 9,060 are paid. Who voids the earlier invoice first gives back 60, 8,960 and 40. */
    @Test
    void leavesOnTheEarlierInvoiceWhatWasTakenBackOfIt() {
        AMonthInBooks month = cheaper();

        assertThat(voided(month, MONTH).totals().withoutVat()).isEqualTo(nok("60.00"));
        Invoice next = voided(month, NEXT);
        assertThat(next.totals().withoutVat()).isEqualTo(nok("8960.00"));
        assertThat(amounts(next)).containsExactly(nok("9000.00"), nok("-40.00"));
        assertThat(month.isCreditedInFull()).isTrue();
        assertThat(voided(month, MONTH).totals().withoutVat()).isEqualTo(nok("40.00"));

        assertThat(month.left()).allMatch(left -> left.isEmpty());
        assertThat(net(documents(month, true))).isEqualByComparingTo("9060.00");
    }

    /** Who voids the next invoice first credits it once more, for nothing, when the earlier one was credited in full. */
    @Test
    void billsAgainByACreditNoteOfNothing() {
        AMonthInBooks month = cheaper();

        assertThat(voided(month, NEXT).totals().withoutVat()).isEqualTo(nok("8960.00"));
        assertThat(voided(month, MONTH).totals().withoutVat()).isEqualTo(nok("60.00"));
        Invoice again = voided(month, NEXT);
        assertThat(amounts(again)).containsExactly(nok("40.00"), nok("-40.00"));
        assertThat(again.totals().withVat()).isEqualTo(nok("0.00"));
        BooksHold.holds(again);
        assertThat(voided(month, MONTH).totals().withoutVat()).isEqualTo(nok("40.00"));

        assertThat(month.left()).allMatch(left -> left.isEmpty());
        assertThat(net(documents(month, true))).isEqualByComparingTo("9060.00");
    }

    /**
     * A credit pays all of 100. Of these 50 are taken back, and 80 of another line are billed: the 50 that the credit does not
     * pay any more pay for these. Who voids all of it has the 100 back in the credit, and no more in money than was paid.
     */
    @Test
    void returnsWhatACreditPaidOfWhatBecameDearer() {
        CommercialBasis basis = new SomeTerms()
                .credit("gift", CreditKind.PROMOTIONAL, nok("100.00"), null)
                .basis();
        AMonthInBooks month = new AMonthInBooks(List.of(gpuTime("first", "100.00")), basis);
        month.onNextInvoiceDrawing(
                List.of(gpuTime("first", "50.00"), gpuTime("second", "80.00")), RandomMonths.own("200.00"));
        assertThat(month.document(NEXT).totals().withoutVat()).isEqualTo(nok("230.00"));

        voided(month, MONTH);
        assertThat(month.drawn("gift")).isEqualTo(nok("50.00"));
        assertThat(voided(month, NEXT).totals().withoutVat()).isEqualTo(nok("230.00"));
        Invoice last = voided(month, MONTH);

        assertThat(last.totals().withVat()).isEqualTo(nok("0.00"));
        assertThat(month.drawn("gift")).isEqualTo(nok("0.00"));
        assertThat(month.left()).allMatch(left -> left.isEmpty());
    }

    /** Of 1,000 a credit paid 100; 90 were asked for, and all but 5 of the rest was taken back. The credit still pays these 5. */
    @Test
    void creditsWhatOnlyACreditStillPays() {
        CommercialBasis basis = new SomeTerms()
                .credit("gift", CreditKind.PROMOTIONAL, nok("100.00"), null)
                .basis();
        AMonthInBooks month = new AMonthInBooks(List.of(gpuTime("first", "1000.00")), basis);
        month.credit(MONTH, new CreditRequest.ByAmount(new BigDecimal("90.00")));
        month.onNextInvoice(
                List.of(gpuTime("first", "95.00"), gpuTime("second", "500.00")), RandomMonths.own("9000.00"));
        assertThat(month.drawn("gift")).isEqualTo(nok("90.00"));

        Invoice note = voided(month, MONTH);

        assertThat(amounts(note)).containsExactly(nok("5.00"));
        assertThat(note.totals().withVat()).isEqualTo(nok("0.00"));
        assertThat(month.drawn("gift")).isEqualTo(nok("85.00"));
    }

    /** Of 1,000 a credit paid 100. Half of the 900 asked for gives back half of the credit, all of it the rest. */
    @Test
    void returnsToACreditItsShareAndThenTheRest() {
        CommercialBasis basis = new SomeTerms()
                .credit("gift", CreditKind.PROMOTIONAL, nok("100.00"), "2026-11-30")
                .basis();
        AMonthInBooks month = new AMonthInBooks(List.of(gpuTime("first", "1000.00")), basis);

        month.credit(MONTH, new CreditRequest.ByAmount(new BigDecimal("450.00")));
        assertThat(month.drawn("gift")).isEqualTo(nok("50.00"));
        voided(month, MONTH);

        assertThat(month.drawn("gift")).isEqualTo(nok("0.00"));
        assertThat(net(documents(month, true))).isEqualByComparingTo("900.00");
    }

    /**
     * Two credits paid 100 and 60 of 1,000; later documents have given back what the first paid. Asked for is the rest: it goes
     * back to the second. Where it was not kept what each still pays, what had gone was taken to have been drawn last.
     */
    @Test
    void returnsToEachCreditWhatItStillPays() {
        CommercialBasis basis = new SomeTerms()
                .credit("first", CreditKind.PROMOTIONAL, nok("100.00"), "2026-12-01")
                .credit("second", CreditKind.PROMOTIONAL, nok("60.00"), null)
                .basis();
        AMonthInBooks month = new AMonthInBooks(List.of(gpuTime("first", "1000.00")), basis);
        Remainder all = month.left(month.month());

        ContractMoney now = returned(all, List.of(credit("first", "0.00"), credit("second", "60.00")));
        ContractMoney before = returned(all, null);

        assertThat(DocumentsOfAMonth.drawn(now, "first")).isEqualTo(nok("0.00"));
        assertThat(DocumentsOfAMonth.drawn(now, "second")).isEqualTo(nok("-60.00"));
        assertThat(DocumentsOfAMonth.drawn(before, "first")).isEqualTo(nok("-60.00"));
    }

    private static ContractMoney returned(Remainder all, @Nullable List<CreditLeft> credits) {
        AcrossLines across = all.across();
        AcrossLines left = new AcrossLines(
                List.of(nok("0.00"), nok("60.00")),
                across.requested(),
                nok("60.00"),
                across.commitments(),
                null,
                across.billedSince(),
                credits,
                across.takenSince());
        return CreditNote.of(new Remainder(all.invoice(), all.left(), left), new CreditRequest.InFull())
                .totals()
                .money();
    }

    private static CreditLeft credit(String id, String pays) {
        return new CreditLeft(id, CreditKind.PROMOTIONAL, nok(pays), nok(pays));
    }

    /** An invoice of which a credit has paid a part counts nothing towards a commitment once all of it was credited. */
    @Test
    void countsNothingOfAVoidedInvoice() {
        CommercialBasis basis = new SomeTerms()
                .credit("gift", CreditKind.PROMOTIONAL, nok("100.00"), null)
                .commitment("floor", nok("5000.00"), CommitmentInterval.YEAR, null)
                .endingBeforeTheMonth()
                .basis();
        AMonthInBooks month = new AMonthInBooks(List.of(gpuTime("first", "1000.00")), basis);
        assertThat(counted(month)).isEqualTo(nok("1000.00"));

        voided(month, MONTH);

        assertThat(counted(month)).isEqualTo(nok("0.00"));
    }

    /** Whoever credits all invoices of a month in full, in any order, gives back all that was paid and drawn; nothing counts. */
    @ParameterizedTest
    @MethodSource("seeds")
    void givesBackAllThatWasPaidAndDrawn(long seed) {
        Random random = new Random(seed);
        SomeTerms terms = new SomeTerms();
        terms.credit("paid", CreditKind.PAID, nok(cents(random, 300_000)), null);
        if (random.nextBoolean()) {
            terms.commitment("floor", nok(cents(random, 300_000)), CommitmentInterval.YEAR, "80")
                    .endingBeforeTheMonth();
        }
        AMonthInBooks month = new AMonthInBooks(RandomMonths.usage(random), terms.basis());
        for (int i = 0; i < STEPS; i++) {
            month.onNextInvoiceDrawing(RandomMonths.usage(random), RandomMonths.own(cents(random, 600_000)));
        }
        List<String> numbers = new ArrayList<>(month.after(0).stream()
                .map(document -> document.heading().number())
                .toList());
        Collections.shuffle(numbers, random);

        int before;
        do {
            before = month.size();
            numbers.forEach(number -> RandomMonths.creditAll(month, number));
            month.after(before).forEach(BooksHold::holds);
        } while (month.size() > before);

        assertThat(net(documents(month, true))).isEqualByComparingTo(net(documents(month, false)));
        assertThat(counted(month)).isEqualTo(nok("0.00"));
        assertThat(month.drawn("paid")).isEqualTo(nok("0.00"));
        BooksHold.isWithinWhatWasBilled(month);
    }

    private static AMonthInBooks cheaper() {
        AMonthInBooks month = new AMonthInBooks(List.of(gpuTime("first", "100.00")), new SomeTerms().basis());
        month.onNextInvoice(List.of(gpuTime("first", "60.00")), RandomMonths.own("9000.00"));
        return month;
    }

    private static Invoice voided(AMonthInBooks month, String number) {
        return month.credit(number, new CreditRequest.InFull());
    }

    private static List<Money> amounts(Invoice document) {
        return document.lines().stream()
                .map(InvoiceLine::amount)
                .map(amount -> amount.net())
                .toList();
    }

    private static Money counted(AMonthInBooks month) {
        return month.counted().stream().map(MoneyState.Drawn::amount).reduce(nok("0.00"), Money::plus);
    }

    private static RatedUsage gpuTime(String project, String amount) {
        return RatedDay.of("havvik", "c-2026", "2026-10-01")
                .at(project, "glomfjord", "h100-sxm")
                .gpuHours("1", amount)
                .build();
    }
}
