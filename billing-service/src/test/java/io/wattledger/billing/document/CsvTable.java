package io.wattledger.billing.document;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/** A CSV document read back, for tests. */
public record CsvTable(List<NamedCsvRecord> rows) {

    /** Reads a document in UTF-8. */
    public static CsvTable read(byte[] csv) {
        try (var reader = CsvReader.builder().ofNamedCsvRecord(new String(csv, StandardCharsets.UTF_8))) {
            return new CsvTable(reader.stream().toList());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The exact sum of a column over the rows that {@code which} takes. */
    public BigDecimal sum(String column, Predicate<NamedCsvRecord> which) {
        return rows.stream()
                .filter(which)
                .map(row -> new BigDecimal(row.getField(column)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
