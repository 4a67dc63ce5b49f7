package io.wattledger.billing.focus;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import io.wattledger.billing.document.CsvTable;
import io.wattledger.billing.focus.FocusFile.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parquet files, read back by a reader that shares no code with the writer. */
class FocusParquetTest {

    private static final List<Source> ALL =
            List.of(AMonth.invoice(), AMonth.voided(), AMonth.creditOf("1000.01"), AMonth.nextInvoice());

    @ParameterizedTest
    @EnumSource(FocusVersion.class)
    void saysRowByRowWhatTheCsvFileSays(FocusVersion version) throws IOException {
        CsvTable csv = FocusFile.csv(version, ALL);
        byte[] parquet = FocusFile.write(version, ALL, out -> writer(version, out));

        try (ParquetFileReader file = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(parquet)));
                RowReader rows = file.rowReader()) {
            for (NamedCsvRecord expected : csv.rows()) {
                assertThat(rows.hasNext()).isTrue();
                rows.next();
                for (FocusColumn column : FocusColumn.of(FocusDataset.COST_AND_USAGE, version)) {
                    assertSame(column, rows, expected.getField(column.header()));
                }
            }
            assertThat(rows.hasNext()).isFalse();
        }
    }

    @Test
    void theSameRowsGiveTheSameBytes() {
        byte[] once = FocusFile.write(FocusVersion.V1_4, ALL, out -> writer(FocusVersion.V1_4, out));

        assertThat(FocusFile.write(FocusVersion.V1_4, ALL, out -> writer(FocusVersion.V1_4, out)))
                .isEqualTo(once);
    }

    /** More rows than a row group has: what was written is let go. */
    @Test
    void writesMoreThanOneRowGroup() throws IOException {
        FocusRow row = rows(AMonth.invoice()).getFirst();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int count = 45_000;
        try (FocusParquet out = new FocusParquet(FocusDataset.COST_AND_USAGE, FocusVersion.V1_2, bytes)) {
            for (int i = 0; i < count; i++) {
                out.row(row);
            }
        }

        int read = 0;
        try (ParquetFileReader file = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(bytes.toByteArray())));
                RowReader rows = file.rowReader()) {
            assertThat(file.getFileMetaData().rowGroups()).hasSize(3);
            while (rows.hasNext()) {
                rows.next();
                read++;
            }
        }
        assertThat(read).isEqualTo(count);
    }

    private static void assertSame(FocusColumn column, RowReader row, String expected) {
        String name = column.header();
        if (expected.isEmpty()) {
            assertThat(row.isNull(name)).as(name).isTrue();
            return;
        }
        switch (column.type()) {
            case STRING, JSON -> assertThat(row.getString(name)).as(name).isEqualTo(expected);
            case DECIMAL -> assertThat(row.getDecimal(name)).as(name).isEqualByComparingTo(new BigDecimal(expected));
            case DATE_TIME -> assertThat(row.getTimestamp(name)).as(name).isEqualTo(Instant.parse(expected));
        }
    }

    private static FocusParquet writer(FocusVersion version, OutputStream out) {
        try {
            return new FocusParquet(FocusDataset.COST_AND_USAGE, version, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<FocusRow> rows(Source source) {
        List<FocusRow> rows = new ArrayList<>();
        FocusRows made = new FocusRows(source.document(), rows::add);
        source.usage().forEach(made::usage);
        made.end();
        return rows;
    }
}
