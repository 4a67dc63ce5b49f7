package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattledger.billing.invoice.Invoice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvoiceJsonTest {

    private static final Invoice INVOICE =
            AnInvoice.toGermanAuthority().withAMonthOfUsage("2.20", "0.0353").build();

    @Test
    void hasTheDocumentedShape() throws IOException {
        JsonNode json = new ObjectMapper().readTree(InvoiceJson.write(INVOICE));
        assertThat(names(json))
                .containsExactly(
                        "format",
                        "number",
                        "issueDate",
                        "dueDate",
                        "period",
                        "currency",
                        "type",
                        "paymentReference",
                        "seller",
                        "buyer",
                        "references",
                        "lines",
                        "vatBreakdown",
                        "totals");
        assertThat(json.at("/format").textValue()).isEqualTo("wattledger-invoice.v1");
        assertThat(json.at("/issueDate").textValue()).isEqualTo("2026-11-02");
        assertThat(json.at("/period/lastDate").textValue()).isEqualTo("2026-10-31");
        assertThat(json.at("/period/startAt").textValue()).isEqualTo("2026-09-30T22:00:00Z");
        assertThat(json.at("/totals/payable").toString()).isEqualTo("{\"amount\":\"7601817.95\",\"currency\":\"EUR\"}");
        assertThat(json.at("/vatBreakdown/0/vat/category").textValue()).isEqualTo("AE");
        assertThat(names(json.at("/lines/0")))
                .containsExactly(
                        "number",
                        "item",
                        "chargePeriod",
                        "quantity",
                        "net",
                        "unroundedAmount",
                        "vat",
                        "facts",
                        "computedFrom");
        assertThat(json.at("/lines/0/facts/gpuSeconds").textValue()).isEqualTo("10713600000.000");
        assertThat(json.at("/lines/0/facts").has("estimatedGpuSeconds")).isFalse();
    }

    @Test
    void tellsWhatOfTheGpuTimeIsEstimated() throws IOException {
        Invoice invoice = AnInvoice.norwegian()
                .withGpuTime("a", "Glomfjord", 3_600_000L, 900_500L, "1")
                .build();
        JsonNode json = new ObjectMapper().readTree(InvoiceJson.write(invoice));
        assertThat(json.at("/lines/0/facts/estimatedGpuSeconds").textValue()).isEqualTo("900.500");
    }

    @Test
    void writesNoDecimalAsANumber() throws IOException {
        List<String> fractions = new ArrayList<>();
        collect(new ObjectMapper().readTree(InvoiceJson.write(INVOICE)), fractions);
        assertThat(fractions).isEmpty();
    }

    @Test
    void givesTheSameBytesEachTime() {
        assertThat(InvoiceJson.write(INVOICE)).isEqualTo(InvoiceJson.write(INVOICE));
    }

    private static void collect(JsonNode node, List<String> fractions) {
        if (node.isFloatingPointNumber()) {
            fractions.add(node.toString());
        }
        node.forEach(child -> collect(child, fractions));
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
