package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.invoice.ContractMoney.Balance;
import io.wattledger.billing.invoice.ContractMoney.CommitmentDrawn;
import io.wattledger.billing.invoice.ContractMoney.DiscountRevised;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.MonthSpan;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrintedTermsTest {

    private static final MonthSpan YEAR = new MonthSpan(YearMonth.of(2026, 1), YearMonth.of(2027, 1));

    @Test
    void tellsANorwegianWhatWasDrawnAndWhatIsLeft() {
        AnInvoice invoice = AnInvoice.norwegian()
                .withGpuTime("a", "Glomfjord", 36_000_000L, "24.90")
                .withPrepaid("300.00")
                .withCommitment(new CommitmentDrawn(
                        "floor",
                        "Minimum 2026",
                        YEAR,
                        new Balance(SomeTerms.nok("1000.00"), SomeTerms.nok("700.00"), SomeTerms.nok("249.00")),
                        SomeTerms.nok("249.00"),
                        null,
                        List.of(),
                        2));

        assertThat(terms(invoice))
                .containsExactly(
                        "Minimum 2026, 01.01.2026 til 31.12.2026: 1 000,00 NOK avtalt, 700,00 NOK brukt tidligere,"
                                + " 249,00 NOK brukt med dette dokumentet, 51,00 NOK igjen. Linje 2 fakturerer det som sto"
                                + " igjen til slutt.",
                        "Order 2026-7, forhåndsbetalt: 5 000 000,00 NOK før, 300,00 NOK brukt, 4 999 700,00 NOK igjen."
                                + " Det utløper etter 30.06.2027.");
    }

    @Test
    void tellsAGermanTheRateOfExchange() {
        ExchangeRate rate = new ExchangeRate(
                Currency.getInstance("EUR"),
                Currency.getInstance("NOK"),
                LocalDate.of(2026, 10, 30),
                new BigDecimal("11.5"),
                "Norges Bank");
        AnInvoice invoice = AnInvoice.toGermanAuthority()
                .withGpuTime("a", "Glomfjord", 36_000_000L, "2")
                .withCommitment(new CommitmentDrawn(
                        "floor",
                        "Minimum 2026",
                        YEAR,
                        new Balance(SomeTerms.nok("1000.00"), SomeTerms.nok("0.00"), SomeTerms.nok("230.00")),
                        SomeTerms.eur("20.00"),
                        rate,
                        List.of(),
                        null));

        assertThat(terms(invoice))
                .singleElement()
                .asString()
                .endsWith("20,00 EUR zählen, zum Kurs 11,5, Norges Bank vom 30.10.2026.");
    }

    @Test
    void tellsWhatACreditNoteGivesBack() {
        AnInvoice note = AnInvoice.british()
                .crediting("GB26-000001")
                .withGpuTime("a", "Loughton", 36_000_000L, "2")
                .withPrepaid("3.00");
        assertThat(terms(note))
                .containsExactly("Order 2026-7: 3.00 GBP go back to the credit. It expires after 30/06/2027.");
    }

    @Test
    void tellsWhatDiscountsTakeMoreAndLessOfACorrectedMonth() {
        AnInvoice note = AnInvoice.british()
                .crediting("GB26-000001")
                .withGpuTime("a", "Loughton", 36_000_000L, "2")
                .withDiscountsRevised(
                        new DiscountRevised("GB26-000001", "early", "Early", pounds("3.00")),
                        new DiscountRevised("GB26-000001", "late", "Late", pounds("-2.50")));
        assertThat(terms(note))
                .containsExactly(
                        "Early: 3.00 GBP more taken off the month of invoice GB26-000001.",
                        "Late: 2.50 GBP less taken off the month of invoice GB26-000001.");
    }

    private static Money pounds(String amount) {
        return new Money(new BigDecimal(amount), Currency.getInstance("GBP"));
    }

    private static List<String> terms(AnInvoice invoice) {
        return ((List<?>) PrintedInvoice.of(invoice.build()).get("terms"))
                .stream().map(text -> text.toString().replace('\u00A0', ' ')).toList();
    }
}
