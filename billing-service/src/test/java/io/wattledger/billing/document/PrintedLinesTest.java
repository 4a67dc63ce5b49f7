package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.invoice.CreditNote;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.Remainder;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintedLinesTest {

    /** What the tariff says of its component is in English for everybody; what the document says is in the reader's words. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nb-NO | Kreditering av linje 1 på faktura NO26-000042: GPU time
            en-GB | Credit of line 1 of invoice NO26-000042: GPU time
            de-DE | Rechnungskorrektur zu Position 1 der Rechnung NO26-000042: GPU time
            fr-FR | Avoir sur la ligne 1 de la facture NO26-000042 : GPU time
            """)
    void tellsInTheReadersWordsWhichLineACreditNoteGivesBack(String language, String expected) {
        AnInvoice builder =
                switch (language) {
                    case "nb-NO" -> AnInvoice.norwegian();
                    case "en-GB" -> AnInvoice.british();
                    case "de-DE" -> AnInvoice.toGermanAuthority();
                    default -> AnInvoice.toFrenchCompany();
                };
        Invoice invoice = builder.numbered("NO26-000042")
                .withGpuTime("a", "Glomfjord", 36_000_000L, "2")
                .build();
        Invoice note = CreditNote.of(Remainder.whole(invoice), new CreditRequest.InFull())
                .numbered("NO26-000043", LocalDate.of(2026, 12, 1));

        assertThat(Words.of(note.buyer().language()).tag()).isEqualTo(language);
        assertThat(descriptions(note)).singleElement().asString().endsWith(" · " + expected);
    }

    @Test
    void tellsWhatOfTheGpuTimeIsEstimatedOnItsLineOnly() {
        Invoice invoice = AnInvoice.british()
                .withGpuTime("a", "Loughton", 3_600_000L, 900_500L, "2")
                .withGpuTime("b", "Loughton", 3_600_000L, "2")
                .build();
        assertThat(computed(invoice))
                .filteredOn(text -> text.contains("estimated"))
                .containsExactly(
                        "Of the GPU time 900.500 GPU-seconds are estimated: reports were missing, and the time between them was filled.");
    }

    private static List<String> computed(Invoice invoice) {
        return ((List<?>) PrintedInvoice.of(invoice).get("groups"))
                .stream()
                        .flatMap(group -> ((List<?>) ((Map<?, ?>) group).get("lines")).stream())
                        .flatMap(line -> ((List<?>) ((Map<?, ?>) line).get("computed")).stream())
                        .map(Object::toString)
                        .toList();
    }

    private static List<String> descriptions(Invoice invoice) {
        return ((List<?>) PrintedInvoice.of(invoice).get("groups"))
                .stream()
                        .flatMap(group -> ((List<?>) ((Map<?, ?>) group).get("lines")).stream())
                        .map(line ->
                                ((Map<?, ?>) line).get("description").toString().replace('\u00A0', ' '))
                        .toList();
    }
}
