package io.wattledger.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.payment.BankTransaction.Booking;
import io.wattledger.billing.payment.BankTransaction.Named;
import io.wattledger.billing.payment.BankTransaction.Payer;
import io.wattledger.billing.payment.BankTransaction.Remittance;
import io.wattledger.billing.settlement.EntryKind;
import io.wattledger.billing.settlement.Receivable;
import io.wattledger.billing.settlement.ReceivableEntry;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchingTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    /** Two invoices of nordlys-no in kroner, one in euros, one of the British entity, and one that may be mistaken. */
    private static final List<PayableInvoice> ISSUED = List.of(
            invoice("NO26-000042", "nordlys-no", "NOK", "0000422", "100.00"),
            invoice("NO26-000043", "nordlys-no", "NOK", "0000430", "50.00"),
            invoice("NO26-000044", "nordlys-no", "EUR", "NO26-000044", "70.00"),
            invoice("GB26-000001", "nordlys-gb", "NOK", "GB26-000001", "80.00"),
            invoice("NO26/000043", "nordlys-no", "NOK", "other", "50.00"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0000422                        | | 100.00 | NO26-000042 100.00 EXACT
            0000422                        | | 40.00  | NO26-000042 40.00 PART
            0000422                        | | 120.00 | NO26-000042 120.00 OVER
            000 0422                       | | 100.00 | NO26-000042 100.00 EXACT
            no26000042                     | | 100.00 | NO26-000042 100.00 EXACT
            RF13 NO26 0000 42              | | 100.00 | NO26-000042 100.00 EXACT
            RF560000422                    | | 100.00 | NO26-000042 100.00 EXACT
                                           | Faktura NO26-000042, takk         | 100.00 | NO26-000042 100.00 EXACT
                                           | INVOICE NO26 000042               | 100.00 | NO26-000042 100.00 EXACT
                                           | KID 0000422                       | 100.00 | NO26-000042 100.00 EXACT
                                           | ref rf13no26000042                | 100.00 | NO26-000042 100.00 EXACT
            0000422,0000430                | | 150.00 | NO26-000042 100.00 EXACT, NO26-000043 50.00 EXACT
            0000422=90.00,0000430=60.00    | | 150.00 | NO26-000042 90.00 PART, NO26-000043 60.00 OVER
            0000422=90.00,0000422=10.00    | | 100.00 | NO26-000042 100.00 EXACT
                                           | KID 0000422 og 0000430            | 150.00 | NO26-000042 100.00 EXACT, NO26-000043 50.00 EXACT
            0000422,0000430                | | 149.00 | amounts-differ
            0000422=90.00,0000430=50.00    | | 150.00 | amounts-differ
            0000422=90.00                  | | 100.00 | amounts-differ
            0000422,7654320                | | 100.00 | unknown-reference
            0000428                        | | 100.00 | wrong-check-digit
            RF86NO26000042                 | | 100.00 | wrong-check-digit
            0000448                        | | 100.00 | unknown-reference
                                           | NO26-000049                       | 100.00 | unknown-reference
                                           | takk for sist                     | 100.00 | no-reference
                                           | | 100.00 | no-reference
            NO26000043                     | | 50.00  | ambiguous-reference
            NO26-000044                    | | 70.00  | other-currency
            GB26-000001                    | | 80.00  | other-seller
            0000422                        | | -5.00  | outgoing
            """)
    void assignsOnlyWhatIsCertain(String structured, String text, String amount, String expected) {
        BankTransaction transaction = transaction(structured, text, amount, false, true);

        assertThat(words(Matching.decide(transaction, Set.of("nordlys-no"), ISSUED)))
                .isEqualTo(expected);
    }

    @Test
    void leavesToAPersonWhatTheBankDoesNotTellApartAndWhatCameBack() {
        assertThat(words(Matching.decide(
                        transaction("0000422", null, "100.00", false, false), Set.of("nordlys-no"), ISSUED)))
                .isEqualTo("not-itemised");
        assertThat(words(Matching.decide(
                        transaction("0000422", null, "100.00", true, true), Set.of("nordlys-no"), ISSUED)))
                .isEqualTo("outgoing-came-back");
    }

    @Test
    void saysWhatAPaymentNamesThatNobodyKnows() {
        assertThat(Matching.decide(
                        transaction("0000448", "Faktura 17", "100.00", false, true), Set.of("nordlys-no"), ISSUED))
                .isInstanceOfSatisfying(
                        Verdict.Undecided.class,
                        undecided -> assertThat(undecided.detail())
                                .isEqualTo("no invoice is known under what the payment names: [0000448, Faktura 17]"));
    }

    @Test
    void doesNotPayAgainWhatWasEnteredByHand() {
        PayableInvoice open = ISSUED.getFirst();
        PayableInvoice paid = new PayableInvoice(
                open.tenant(),
                open.contract(),
                open.number(),
                open.legalEntity(),
                open.currency(),
                open.paymentReference(),
                open.receivable().with(new ReceivableEntry(EntryKind.PAID, new BigDecimal("100.00"), DAY, "bank-1")));

        Verdict verdict = Matching.decide(
                transaction("0000422", null, "100.00", false, true), Set.of("nordlys-no"), List.of(paid));

        assertThat(words(verdict)).isEqualTo("entered-by-hand");
    }

    private static PayableInvoice invoice(
            String number, String entity, String currency, String reference, String payable) {
        ReceivableEntry issue = new ReceivableEntry(EntryKind.ISSUED, new BigDecimal(payable), DAY, number);
        return new PayableInvoice(
                "havvik",
                "c-2026",
                number,
                entity,
                Currency.getInstance(currency),
                reference,
                new Receivable(DAY, List.of(issue)));
    }

    private static BankTransaction transaction(
            String structured, String text, String amount, boolean isReversal, boolean isItemised) {
        List<Named> named = structured == null
                ? List.of()
                : Arrays.stream(structured.split(",")).map(MatchingTest::named).toList();
        return new BankTransaction(
                "btx_1",
                new Booking(new BigDecimal(amount), Currency.getInstance("NOK"), DAY, isReversal, isItemised),
                "bank-1",
                null,
                new Payer("Havvik kommune", null),
                new Remittance(named, text == null ? List.of() : List.of(text)));
    }

    private static Named named(String written) {
        String[] parts = written.split("=");
        return new Named(parts[0], parts.length == 1 ? null : new BigDecimal(parts[1]));
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Outgoing ignored -> "outgoing";
            case Verdict.Undecided undecided -> undecided.reason().code();
            case Verdict.Pays pays ->
                pays.shares().stream()
                        .map(share ->
                                share.invoice().number() + " " + share.amount().toPlainString() + " " + fit(share))
                        .collect(Collectors.joining(", "));
        };
    }

    /** How a share compares with what was owed. */
    private static String fit(Verdict.Share share) {
        int compared = share.amount().compareTo(share.invoice().receivable().balance());
        return compared == 0 ? "EXACT" : compared < 0 ? "PART" : "OVER";
    }
}
