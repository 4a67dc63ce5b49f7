package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Energy that is charged at a price that stands in for a missing one is told on its line, and nowhere where there is none. */
class StandInsTest {

    private static final Invoice WITHOUT = AnInvoice.british()
            .withEnergy("a", "Loughton", 36_000_000_000L, "0.05")
            .withEnergy("b", "Loughton", 36_000_000_000L, "0.05")
            .build();

    private static final Invoice WITH = WithLines.of(
            WITHOUT,
            List.of(standingIn(WITHOUT.lines().getFirst()), WITHOUT.lines().getLast()));

    /** 1.25 kWh of the line. */
    private static InvoiceLine standingIn(InvoiceLine line) {
        return new InvoiceLine(
                line.number(),
                line.item(),
                line.quantity(),
                line.amount(),
                line.vat(),
                line.chargePeriod(),
                line.facts().withStandIns(4_500_000_000L),
                line.provenance());
    }

    @Test
    void standInTheJson() throws IOException {
        JsonNode json = new ObjectMapper().readTree(InvoiceJson.write(WITH));
        assertThat(json.at("/lines/0/facts/standInKwh").textValue()).isEqualTo("1.25");
        assertThat(json.at("/lines/1/facts").has("standInKwh")).isFalse();
    }

    @Test
    void stayOutOfADocumentThatHasNone() {
        assertThat(new String(InvoiceJson.write(WITHOUT))).doesNotContain("standIn");
        assertThat(InvoicePdf.html(WITHOUT)).doesNotContain("in the place of a missing one");
    }

    @Test
    void standOnThePrintedLine() {
        assertThat(InvoicePdf.html(WITH))
                .containsOnlyOnce(
                        "1.2500 kWh are charged at a price that the contract puts in the place of a missing one."
                                + " Once the price is known, the charge is corrected.");
    }

    @Test
    void standInElectronicInvoices() {
        assertThat(ItemTerms.attributes(WITH.lines().getFirst(), WITH.heading()))
                .containsEntry("Energy at stand-in price kWh", "1.25");
        assertThat(ItemTerms.attributes(WITH.lines().getLast(), WITH.heading()))
                .doesNotContainKey("Energy at stand-in price kWh");
    }
}
