package io.wattledger.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.invoice.CreditGround.Cause;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which cause a credit note states, and what a seller may say beside. */
class CreditGroundTest {

    private static final LocalDate LATER = LocalDate.of(2026, 12, 1);

    @Test
    void saysAllWhereNothingHadBeenTakenBefore() {
        assertThat(cause(books(), new CreditRequest.InFull())).isEqualTo(Cause.ALL_CREDITED);
        assertThat(cause(books(), new CreditRequest.ByAmount(new BigDecimal("30.00"))))
                .isEqualTo(Cause.ALL_CREDITED);
        assertThat(cause(
                        books(),
                        new CreditRequest.ByLine(Map.of(1, new BigDecimal("10.00"), 2, new BigDecimal("20.00")))))
                .isEqualTo(Cause.ALL_CREDITED);
    }

    @Test
    void saysAPartWhileSomethingIsLeftAndThenTheRest() {
        ACreditedInvoice books = books();

        assertThat(cause(books, lines(1, "10.00"))).isEqualTo(Cause.PART_CREDITED);
        books.credit(lines(1, "10.00"));
        assertThat(cause(books, lines(2, "19.99"))).isEqualTo(Cause.PART_CREDITED);
        assertThat(cause(books, lines(2, "20.00"))).isEqualTo(Cause.REST_CREDITED);
        assertThat(cause(books, new CreditRequest.InFull())).isEqualTo(Cause.REST_CREDITED);
    }

    /** What a revision took back is gone too: all that was asked for then is the rest. */
    @Test
    void saysTheRestWhereARevisionHadTakenSomething() {
        ACreditedInvoice books = books();
        books.revise(books.revision(Map.of(1, nok("4.00"))));

        assertThat(cause(books, new CreditRequest.InFull())).isEqualTo(Cause.REST_CREDITED);
    }

    /** Where a credit has paid all of it, a credit note comes to nothing whatever it gives back; its lines tell. */
    @Test
    void goesByTheLinesOfAnInvoiceThatComesToNothing() {
        Money all = nok("30.00");
        InvoiceDraft draft = draft();
        DocumentAllowance paid =
                new DocumentAllowance(new Allowance("100", "gift", all, null, null), AnAccount.NORWEGIAN_VAT);
        ContractMoney.CreditDrawn gift =
                new ContractMoney.CreditDrawn("gift", CreditKind.PROMOTIONAL, "gift", all, all, null);
        ACreditedInvoice books = new ACreditedInvoice(draft.with(draft.lines(), List.of(paid))
                .settling(new ContractMoney(List.of(), List.of(), List.of(gift)))
                .numbered("NO26-000001", LocalDate.of(2026, 11, 2)));

        assertThat(cause(books, new CreditRequest.InFull())).isEqualTo(Cause.ALL_CREDITED);
        assertThat(cause(books, lines(1, "4.00"))).isEqualTo(Cause.PART_CREDITED);
        books.credit(lines(1, "4.00"));
        assertThat(cause(books, new CreditRequest.InFull())).isEqualTo(Cause.REST_CREDITED);
    }

    @Test
    void saysOfACorrectionWhichMonthHasChanged() {
        CreditNote note = CreditNote.of(books().remainder(), new CreditRequest.InFull());

        assertThat(note.numbered("NO26-2", LATER).heading().credited().ground()).isNull();
        assertThat(note.sayingChanged(YearMonth.of(2026, 10))
                        .numbered("NO26-2", LATER)
                        .heading()
                        .credited()
                        .ground())
                .isEqualTo(new CreditGround(Cause.CHARGES_CHANGED, YearMonth.of(2026, 10), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Agreed.", " two words ", "東京 – Ærø & <b>", "zwölf\u00a0%", "\ud83d\ude00", "#12# and #4#", "##"
            })
    void takesWhatCanBeRead(String statement) {
        assertThat(CreditGround.flaw(statement)).isNull();
        assertThat(CreditGround.flaw("x".repeat(CreditGround.LONGEST_STATEMENT) + " "))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"two\nlines", "a\ttab", "bell \u0007.", "half \ud83d.", "none \uffff.", "end \u2028.", "\u0085x"
            })
    void refusesWhatDocumentsHaveNoFormFor(String statement) {
        assertThat(CreditGround.flaw(statement)).contains("one paragraph");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#AAI# agreed", "ticket #123#"})
    void refusesWhatElectronicInvoicesTakeForACode(String statement) {
        assertThat(CreditGround.flaw(statement)).contains("three characters between two #");
    }

    @Test
    void refusesWhatSaysNothingOrTooMuch() {
        assertThat(CreditGround.flaw("")).contains("is blank");
        assertThat(CreditGround.flaw(" \n ")).contains("is blank");
        assertThat(CreditGround.flaw("x".repeat(501))).contains("has 501 characters", "room for 500");
    }

    private static Cause cause(ACreditedInvoice books, CreditRequest request) {
        return CreditNote.of(books.remainder(), request)
                .sayingRequested("Agreed.")
                .numbered("NO26-2", LATER)
                .heading()
                .credited()
                .ground()
                .cause();
    }

    private static CreditRequest lines(int line, String amount) {
        return new CreditRequest.ByLine(Map.of(line, new BigDecimal(amount)));
    }

    private static ACreditedInvoice books() {
        return new ACreditedInvoice(draft().numbered("NO26-000001", LocalDate.of(2026, 11, 2)));
    }

    /** Lines of 10.00 and 20.00. */
    private static InvoiceDraft draft() {
        return InvoiceDraft.of(ABillable.of(RatedDay.of("havvik", "c-2026", "2026-10-01")
                .gpuHours("1", "10")
                .energy("10", "20")));
    }

    private static Money nok(String amount) {
        return new Money(new BigDecimal(amount), Currency.getInstance("NOK"));
    }
}
