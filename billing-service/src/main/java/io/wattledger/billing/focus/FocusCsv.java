package io.wattledger.billing.focus;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes rows as CSV (RFC 4180, UTF-8); an empty cell is NULL. */
public final class FocusCsv implements FocusWriter {

    private final List<FocusColumn> columns;
    private final CsvWriter csv;

    /** Writes the header to {@code out}, which {@link #close} closes. */
    public FocusCsv(FocusDataset dataset, FocusVersion version, OutputStream out) {
        this.columns = FocusColumn.of(dataset, version);
        this.csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.CRLF)
                .build(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
        csv.writeRecord(columns.stream().map(FocusColumn::header).toList());
    }

    @Override
    public void row(FocusRow row) {
        csv.writeRecord(row.cells(columns));
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
