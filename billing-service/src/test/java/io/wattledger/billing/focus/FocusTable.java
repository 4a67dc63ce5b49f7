package io.wattledger.billing.focus;

import de.siegmar.fastcsv.reader.CsvReader;
import dev.hardwood.InputFile;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A FOCUS file as whoever receives it reads it: by its own header, with nothing of the code that wrote it.
 *
 * @param header names of the columns in their order
 * @param rows values by column; a column that is NULL in a row is left out
 */
record FocusTable(List<String> header, List<Map<String, String>> rows) {

    /** A CSV file in UTF-8, in which an empty cell is NULL. */
    static FocusTable csv(byte[] file) {
        try (var reader = CsvReader.builder().ofNamedCsvRecord(new String(file, StandardCharsets.UTF_8))) {
            List<Map<String, String>> rows = new ArrayList<>();
            List<String> header = new ArrayList<>();
            reader.forEach(record -> {
                Map<String, String> row = new LinkedHashMap<>();
                record.getFieldsAsMap().forEach((column, value) -> {
                    if (!value.isEmpty()) {
                        row.put(column, value);
                    }
                });
                header.clear();
                header.addAll(record.getHeader());
                rows.add(row);
            });
            return new FocusTable(List.copyOf(header), rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A Parquet file, with the names and types that it states itself. */
    static FocusTable parquet(byte[] file) {
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(file)));
                RowReader row = reader.rowReader()) {
            List<ColumnSchema> columns = reader.getFileSchema().getColumns();
            List<Map<String, String>> rows = new ArrayList<>();
            while (row.hasNext()) {
                row.next();
                Map<String, String> values = new LinkedHashMap<>();
                for (ColumnSchema column : columns) {
                    if (!row.isNull(column.name())) {
                        values.put(column.name(), text(row, column));
                    }
                }
                rows.add(values);
            }
            return new FocusTable(columns.stream().map(ColumnSchema::name).toList(), rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(RowReader row, ColumnSchema column) {
        String name = column.name();
        return switch (column.type()) {
            case INT64 -> row.getTimestamp(name).toString();
            case FIXED_LEN_BYTE_ARRAY -> plain(row.getDecimal(name));
            case BYTE_ARRAY -> row.getString(name);
            default -> throw new IllegalArgumentException(name + " is of type " + column.type());
        };
    }

    /** Whether Parquet keeps a column as a number, an instant or text. */
    static PhysicalType kept(String dataType) {
        return switch (dataType) {
            case "Decimal" -> PhysicalType.FIXED_LEN_BYTE_ARRAY;
            case "Date/Time" -> PhysicalType.INT64;
            default -> PhysicalType.BYTE_ARRAY;
        };
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** The exact sum of a column over some rows. */
    BigDecimal sum(String column, Predicate<Map<String, String>> which) {
        return rows.stream()
                .filter(which)
                .map(row -> new BigDecimal(row.get(column)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
