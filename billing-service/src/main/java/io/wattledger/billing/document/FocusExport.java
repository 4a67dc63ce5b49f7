package io.wattledger.billing.document;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.wattledger.billing.invoice.Invoice;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.List;

/**
 * Writes invoices as rows of the FOCUS 1.2 Cost and Usage dataset (CSV). Per invoice: one Usage row per line, a Credit
 * row beside it where the line is negative, one Adjustment row that carries what rounding the lines made of the
 * unrounded costs, and one Tax row per VAT entry. So {@code BilledCost} adds up to the payable amount per
 * {@code InvoiceId}.
 */
public final class FocusExport {

    /** The version of FOCUS that the rows follow. */
    public static final String VERSION = "1.2";

    private FocusExport() {}

    /** Writes the header and the rows of {@code invoices}, in their order, as UTF-8 text to {@code out}. */
    public static void write(Collection<Invoice> invoices, Writer out) throws IOException {
        // Rows go through as they are made: an export of a year is never in memory as a whole.
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out);
        csv.writeRecord(FocusRow.header());
        for (Invoice invoice : invoices) {
            for (FocusRow row : FocusRows.of(invoice)) {
                csv.writeRecord(row.cells());
            }
        }
        csv.flush();
    }

    /** The columns in their order: FOCUS's own, then ours, which begin with {@code x_}. */
    public static List<String> columns() {
        return FocusRow.header();
    }
}
