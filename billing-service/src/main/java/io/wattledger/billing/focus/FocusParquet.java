package io.wattledger.billing.focus;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * Writes rows as Parquet: costs, prices and quantities as DECIMAL(38,24), instants as UTC timestamps in milliseconds, all
 * else as text. The values are those of the CSV file. Rows are kept until a row group is full, never more.
 */
public final class FocusParquet implements FocusWriter {

    /** Rows of a row group: what is in memory at once. */
    private static final int ROWS_PER_GROUP = 20_000;

    private static final int DECIMAL_BYTES = 16;
    private static final int STATISTICS_LENGTH = 64;
    private static final long ALIGNMENT = 128L * 1024 * 1024;

    private final FocusVersion version;
    private final List<FocusColumn> columns;
    private final MessageType schema;
    private final ParquetProperties properties = ParquetProperties.builder()
            .withAllocator(HeapByteBufferAllocator.getInstance())
            .build();
    private final ParquetFileWriter file;
    private ColumnChunkPageWriteStore pages;
    private ColumnWriteStore store;
    private List<ColumnWriter> writers;
    private int rows;

    /** Begins a file in {@code out}, which {@link #close} closes. */
    public FocusParquet(FocusDataset dataset, FocusVersion version, OutputStream out) throws IOException {
        this.version = version;
        this.columns = FocusColumn.of(dataset, version);
        this.schema = schema(dataset, columns);
        this.file = new ParquetFileWriter(new StreamedFile(out), schema, ParquetFileWriter.Mode.CREATE, ALIGNMENT, 0);
        file.start();
        this.pages = pages();
        this.store = properties.newColumnWriteStore(schema, pages);
        this.writers = writers();
    }

    @Override
    public void row(FocusRow row) {
        for (int i = 0; i < columns.size(); i++) {
            FocusColumn column = columns.get(i);
            ColumnWriter writer = writers.get(i);
            String text = row.get(column);
            if (text == null && !column.required()) {
                writer.writeNull(0, 0);
            } else {
                write(writer, column, row, text == null ? "" : text);
            }
        }
        store.endRecord();
        rows++;
        if (rows == ROWS_PER_GROUP) {
            try {
                endGroup();
            } catch (IOException e) {
                throw new UncheckedIOException("a row group could not be written", e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        endGroup();
        store.close();
        pages.close();
        file.end(Map.of("FocusVersion", version.text(), "DataGenerator", "Wattledger"));
    }

    private static void write(ColumnWriter writer, FocusColumn column, FocusRow row, String text) {
        int level = column.required() ? 0 : 1;
        switch (column.type()) {
            case STRING, JSON -> writer.write(Binary.fromString(text), 0, level);
            case DECIMAL ->
                writer.write(
                        Binary.fromConstantByteArray(bytes(Objects.requireNonNull(row.decimal(column)))), 0, level);
            case DATE_TIME -> writer.write(Instant.parse(text).toEpochMilli(), 0, level);
        }
    }

    /** The unscaled value as Parquet has it: two's complement, the highest byte first. */
    private static byte[] bytes(BigDecimal number) {
        byte[] bytes = number.setScale(FocusMetadata.SCALE).unscaledValue().toByteArray();
        if (bytes.length > DECIMAL_BYTES) {
            throw new ArithmeticException(
                    number.toPlainString() + " has more than " + FocusMetadata.PRECISION + " digits");
        }
        byte[] value = new byte[DECIMAL_BYTES];
        Arrays.fill(value, (byte) (bytes[0] < 0 ? -1 : 0));
        System.arraycopy(bytes, 0, value, DECIMAL_BYTES - bytes.length, bytes.length);
        return value;
    }

    private void endGroup() throws IOException {
        if (rows == 0) {
            return;
        }
        file.startBlock(rows);
        store.flush();
        pages.flushToFileWriter(file);
        file.endBlock();
        store.close();
        pages.close();
        pages = pages();
        store = properties.newColumnWriteStore(schema, pages);
        writers = writers();
        rows = 0;
    }

    private ColumnChunkPageWriteStore pages() {
        return new ColumnChunkPageWriteStore(new GzipPages(), schema, properties.getAllocator(), STATISTICS_LENGTH);
    }

    private List<ColumnWriter> writers() {
        List<ColumnWriter> result = new ArrayList<>();
        for (ColumnDescriptor column : schema.getColumns()) {
            result.add(store.getColumnWriter(column));
        }
        return result;
    }

    private static MessageType schema(FocusDataset dataset, List<FocusColumn> columns) {
        Types.MessageTypeBuilder message = Types.buildMessage();
        for (FocusColumn column : columns) {
            Repetition repetition = column.required() ? Repetition.REQUIRED : Repetition.OPTIONAL;
            switch (column.type()) {
                case STRING, JSON ->
                    message.addField(Types.primitive(PrimitiveTypeName.BINARY, repetition)
                            .as(LogicalTypeAnnotation.stringType())
                            .named(column.header()));
                case DECIMAL ->
                    message.addField(Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                            .length(DECIMAL_BYTES)
                            .as(LogicalTypeAnnotation.decimalType(FocusMetadata.SCALE, FocusMetadata.PRECISION))
                            .named(column.header()));
                case DATE_TIME ->
                    message.addField(Types.primitive(PrimitiveTypeName.INT64, repetition)
                            .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))
                            .named(column.header()));
            }
        }
        return message.named(dataset.text());
    }
}
