package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.ProjectFiling;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InvoiceCsvTest {

    @Test
    void hasOneRowPerLineAsOnTheInvoice() {
        Invoice invoice = AnInvoice.norwegian()
                .withAMonthOfUsage("24.90", "0.4128371")
                .filing("språkmodell-æøå", new ProjectFiling("4711", "Havvik kommune"))
                .build();
        CsvTable table = CsvTable.read(InvoiceCsv.write(invoice));
        assertThat(table.rows()).hasSize(8);
        assertThat(table.rows().get(5).getFieldsAsMap())
                .containsEntry("invoice_number", "NO26-000042")
                .containsEntry("line", "6")
                .containsEntry("project", "språkmodell-æøå")
                .containsEntry("charge_start", "2026-09-30T22:00:00Z")
                .containsEntry("charge_end", "2026-10-31T23:00:00Z")
                .containsEntry("quantity", "-86668.5600")
                .containsEntry("unit", "kWh")
                .containsEntry("net_amount", "-1083.36")
                .containsEntry("currency", "NOK")
                .containsEntry("vat_category", "S")
                .containsEntry("vat_rate_percent", "25")
                .containsEntry("cost_centre", "4711")
                .containsEntry("used_by", "Havvik kommune");
        assertThat(table.rows().getFirst().getFieldsAsMap())
                .containsEntry("cost_centre", "")
                .containsEntry("used_by", "");
        assertThat(table.sum("net_amount", row -> true))
                .isEqualByComparingTo(invoice.totals().lines().amount());
    }

    /** Documents without estimates keep the columns that they always had. */
    @Test
    void hasAColumnForWhatIsEstimatedWhereAnythingIs() {
        AnInvoice one = AnInvoice.norwegian().withGpuTime("a", "Glomfjord", 3_600_000L, 900_500L, "1");
        CsvTable table = CsvTable.read(InvoiceCsv.write(
                one.withGpuTime("b", "Glomfjord", 7_200_000L, "1").build()));
        assertThat(table.rows())
                .extracting(row -> row.getField("estimated_gpu_seconds"))
                .containsExactly("900.500", "0.000");
        assertThat(table.rows().getFirst().getHeader())
                .startsWith(InvoiceCsv.COLUMNS.toArray(String[]::new))
                .endsWith("estimated_gpu_seconds");

        Invoice known = AnInvoice.norwegian()
                .withGpuTime("b", "Glomfjord", 7_200_000L, "1")
                .build();
        assertThat(CsvTable.read(InvoiceCsv.write(known)).rows().getFirst().getHeader())
                .isEqualTo(InvoiceCsv.COLUMNS);
    }

    @Test
    void quotesWhatNeedsIt() {
        byte[] csv = InvoiceCsv.write(AnInvoice.british()
                .withGpuTime("a,\"b\"\nc", "Loughton", 3_600_000L, "1")
                .build());
        assertThat(new String(csv, StandardCharsets.UTF_8)).contains("\"a,\"\"b\"\"\nc\"");
        assertThat(CsvTable.read(csv).rows().getFirst().getField("project")).isEqualTo("a,\"b\"\nc");
    }

    @Test
    void givesTheSameBytesEachTime() {
        Invoice invoice = AnInvoice.british().withAMonthOfUsage("1.95", "0.08").build();
        assertThat(InvoiceCsv.write(invoice)).isEqualTo(InvoiceCsv.write(invoice));
    }
}
