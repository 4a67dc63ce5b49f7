package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.invoice.CreditNote;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LineAmount;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.invoice.UsageFacts;
import io.wattledger.contracts.message.ChargeUnit;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
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

    /** Two hours and 4.4 kWh too much in September: October's 5 hours and 22 kWh become 3 and 17.6, and not 7 and 26.4. */
    @Test
    void takesCorrectedUsageOffTheSums() {
        Invoice september = AnInvoice.norwegian()
                .withGpuTime("a", "Glomfjord", 36_000_000L, "24.90")
                .withEnergy("a", "Glomfjord", 72_000_000_000L, "0.5")
                .build();
        Invoice now = AnInvoice.norwegian()
                .withGpuTime("a", "Glomfjord", 28_800_000L, "24.90")
                .withEnergy("a", "Glomfjord", 57_600_000_000L, "0.5")
                .build();
        Invoice october = AnInvoice.norwegian()
                .withGpuTime("a", "Glomfjord", 18_000_000L, "24.90")
                .withEnergy("a", "Glomfjord", 72_000_000_000L, "0.5")
                .correcting(september, now)
                .build();

        assertThat(sums(october)).containsOnly("3,00 17,60");
        assertThat(cells(october, "quantity"))
                .containsExactly("5,0000 t", "22,0000 kWh", "\u22122,0000 t", "\u22124,4000 kWh");
        assertThat(cells(october, "price")).containsExactly("24,9000", "0,5000", "24,9000", "0,5000");
    }

    @Test
    void addsNoUsageWhereAPriceIsCorrected() {
        Invoice september = AnInvoice.norwegian()
                .withGpuTime("a", "Glomfjord", 36_000_000L, "24.90")
                .withEnergy("a", "Glomfjord", 72_000_000_000L, "0.5")
                .build();
        Invoice now = AnInvoice.norwegian()
                .withGpuTime("a", "Glomfjord", 36_000_000L, "20.90")
                .withEnergy("a", "Glomfjord", 72_000_000_000L, "0.6")
                .build();
        Invoice october = AnInvoice.norwegian()
                .withGpuTime("a", "Glomfjord", 18_000_000L, "24.90")
                .correcting(september, now)
                .build();

        assertThat(sums(october)).containsOnly("5,00 0,00");
        assertThat(cells(october, "quantity")).containsExactly("5,0000 t", "10,0000 t", "22,0000 kWh");
    }

    /** 5 % of 249.00 for the hours and of 11.00 for the energy: money, and neither hours nor kilowatt-hours. */
    @Test
    void addsNoUsageForMarkUpsAndPackages() {
        Invoice plain = AnInvoice.norwegian()
                .withGpuTime("a", "Glomfjord", 36_000_000L, "24.90")
                .withEnergy("a", "Glomfjord", 72_000_000_000L, "0.5")
                .build();
        List<InvoiceLine> lines = new ArrayList<>(plain.lines());
        plain.lines().forEach(line -> lines.add(markUp(lines.size() + 1, line)));
        Invoice marked = WithLines.of(plain, lines);
        Invoice note = CreditNote.of(Remainder.whole(marked), new CreditRequest.InFull())
                .numbered("NO26-000043", LocalDate.of(2026, 12, 1));

        assertThat(sums(marked)).containsOnly("10,00 22,00");
        assertThat(sums(note)).containsOnly("10,00 22,00");
    }

    private static InvoiceLine markUp(int number, InvoiceLine line) {
        Money base = line.amount().net();
        BigDecimal more = base.amount().multiply(new BigDecimal("0.05"));
        Money net = Money.rounded(more, base.currency());
        return new InvoiceLine(
                number,
                line.item(),
                Stated.quantity(base.amount(), ChargeUnit.ONE, more, net),
                new LineAmount(net, more),
                line.vat(),
                line.chargePeriod(),
                new UsageFacts(0, 0, 0, BigDecimal.ZERO),
                line.provenance());
    }

    /** GPU-hours and kilowatt-hours of each row of the sums. */
    private static List<String> sums(Invoice invoice) {
        return ((List<?>) PrintedInvoice.of(invoice).get("summaries"))
                .stream()
                        .flatMap(table -> ((List<?>) ((Map<?, ?>) table).get("rows")).stream())
                        .map(row -> ((Map<?, ?>) row).get("gpuHours") + " " + ((Map<?, ?>) row).get("energy"))
                        .toList();
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
        return cells(invoice, "description");
    }

    private static List<String> cells(Invoice invoice, String name) {
        return ((List<?>) PrintedInvoice.of(invoice).get("groups"))
                .stream()
                        .flatMap(group -> ((List<?>) ((Map<?, ?>) group).get("lines")).stream())
                        .map(line -> ((Map<?, ?>) line).get(name).toString().replace('\u00A0', ' '))
                        .toList();
    }
}
