package io.wattledger.pricing.feed;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.wattledger.pricing.energy.CsvForm;
import io.wattledger.pricing.energy.DocumentFault;
import io.wattledger.pricing.energy.UnreadableDocument;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A CSV file with a header line, in UTF-8, whose rows know their line and whose refusals name line and column. */
final class CsvTable {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** A row after the last one, unless the file ends inside a quote: an open quote takes in all that follows it. */
    private static final String END = "\u0004";

    private static final String NEVER_CLOSED =
            "opens a quote that the file never closes: it is cut off, or the quote is one"
                    + " too many; fetch it again, or close the quote";

    private final String file;
    private final List<String> remarks = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Integer> columns = new LinkedHashMap<>();

    /**
     * One row.
     *
     * @param line where it begins in the file
     * @param fields as many as the header has
     */
    record Row(long line, List<String> fields) {}

    private CsvTable(String file) {
        this.file = file;
    }

    /** Reads the whole file; lines that begin with {@code #} before the header are remarks. */
    static CsvTable read(String file, byte[] bytes, CsvForm form) {
        CsvTable table = new CsvTable(file);
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(form.delimiter())
                .commentStrategy(CommentStrategy.READ)
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(new StringReader(table.decode(bytes) + "\n" + END))) {
            Iterator<CsvRecord> records = reader.iterator();
            CsvRecord record = records.next();
            while (records.hasNext()) {
                table.add(record);
                record = records.next();
            }
            if (!record.getFields().equals(List.of(END))) {
                throw table.refuse(record.getStartingLineNumber(), 0, "row", null, NEVER_CLOSED);
            }
        } catch (CsvParseException e) {
            throw table.refuse(table.lastLine() + 1, 0, "row", null, "is no CSV: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (table.columns.isEmpty()) {
            throw table.refuse(0, 0, "header", null, "is missing; the first line must name the columns");
        }
        return table;
    }

    private String decode(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw refuse(0, 0, "file", null, "is not UTF-8");
        }
    }

    private void add(CsvRecord record) {
        long line = record.getStartingLineNumber();
        if (record.isComment()) {
            if (columns.isEmpty()) {
                remarks.add(record.getField(0).strip());
            }
            return;
        }
        if (columns.isEmpty()) {
            for (int field = 0; field < record.getFieldCount(); field++) {
                String name = record.getField(field).strip();
                if (columns.putIfAbsent(name, field) != null) {
                    throw refuse(line, field + 1, "header", name, "names a column twice");
                }
            }
            return;
        }
        if (record.getFieldCount() != columns.size()) {
            throw refuse(
                    line,
                    record.getFieldCount(),
                    "row",
                    null,
                    "has " + record.getFieldCount() + " fields, the header has " + columns.size());
        }
        rows.add(new Row(line, record.getFields()));
    }

    private long lastLine() {
        return rows.isEmpty() ? 0 : rows.getLast().line();
    }

    /** The lines before the header that began with {@code #}, without it. */
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** The rows in the order of the file. */
    List<Row> rows() {
        return List.copyOf(rows);
    }

    /** Where the column of this header stands, from 0. */
    int column(String header) {
        Integer column = columns.get(header);
        if (column == null) {
            throw refuse(
                    1, 0, "column", header, "is not in the header, which has " + String.join(", ", columns.keySet()));
        }
        return column;
    }

    /** The header of a column. */
    String header(int column) {
        return headers().get(column);
    }

    /** The day in a field, in the first of {@code forms} that it is written in; {@code rule} says what is expected. */
    LocalDate day(Row row, int column, List<DateTimeFormatter> forms, String rule) {
        String text = row.fields().get(column).strip();
        for (DateTimeFormatter form : forms) {
            try {
                return LocalDate.parse(text, form);
            } catch (DateTimeException e) {
                // Perhaps it is written in the next form.
            }
        }
        throw refuse(row, column, rule);
    }

    /** The number in a field, which must be one; exact. */
    BigDecimal number(Row row, int column, CsvForm form) {
        return form.number(row.fields().get(column))
                .orElseThrow(() -> refuse(row, column, "is no number with decimal sign '" + form.decimal() + "'"));
    }

    /** The headers, in order. */
    List<String> headers() {
        return List.copyOf(columns.keySet());
    }

    /** A refusal of one field. */
    UnreadableDocument refuse(Row row, int column, String rule) {
        return refuse(row.line(), column + 1, header(column), row.fields().get(column), rule);
    }

    /** A refusal at a line; 0 where it is about the whole file. */
    UnreadableDocument refuse(long line, int column, String field, @Nullable String value, String rule) {
        return UnreadableDocument.because(new DocumentFault(file, line, column, field, value, rule));
    }
}
