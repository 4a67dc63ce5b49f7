package io.wattledger.billing.focus;

import io.wattledger.billing.document.CsvTable;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.contracts.message.RatedUsage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;

/** Exports for tests, in memory. */
public final class FocusFile {

    private FocusFile() {}

    /**
     * A document with the rated records that it was made from.
     *
     * @param document the document
     * @param usage none where its lines are to speak for themselves
     */
    record Source(FocusDocument document, List<RatedUsage> usage) {}

    /** The file of invoices of which only the lines are at hand. */
    public static CsvTable ofLines(List<Invoice> invoices) {
        return CsvTable.read(write(
                FocusVersion.V1_2,
                invoices.stream()
                        .map(invoice -> new Source(FocusDocument.invoice(invoice), List.of()))
                        .toList(),
                out -> new FocusCsv(FocusDataset.COST_AND_USAGE, FocusVersion.V1_2, out)));
    }

    /** The rows of a file as CSV. */
    static CsvTable csv(FocusVersion version, List<Source> sources) {
        return CsvTable.read(write(version, sources, out -> new FocusCsv(FocusDataset.COST_AND_USAGE, version, out)));
    }

    /** A file, which must keep every rule. */
    static byte[] write(FocusVersion version, List<Source> sources, Function<OutputStream, FocusWriter> writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (FocusWriter out = writer.apply(bytes)) {
            FocusExport export = new FocusExport(version, out);
            for (Source source : sources) {
                export.begin(source.document());
                source.usage().forEach(export::usage);
                export.end();
            }
            if (!export.violations().isEmpty()) {
                throw new AssertionError(export.violations());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
