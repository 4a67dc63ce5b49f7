package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.PricePoint;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.feed.CsvTable.Row;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a CSV of prices: a start, perhaps an end, a price. Times need an offset unless the reading names a time zone.
 * A row without a price ({@code -} or nothing) states none; it is not zero.
 */
final class PriceCsvReader {

    private static final DateTimeFormatter LOCAL = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']HH:mm[:ss]")
            .toFormatter(Locale.ROOT);

    private static final DateTimeFormatter WITH_OFFSET = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']HH:mm[:ss]XXX")
            .toFormatter(Locale.ROOT);

    private final CsvTable table;
    private final Reading.PriceCsv reading;
    private final PriceSeries series;
    private final LocalTimes starts;
    private final LocalTimes ends;

    private PriceCsvReader(CsvTable table, Reading.PriceCsv reading, PriceSeries series) {
        this.table = table;
        this.reading = reading;
        this.series = series;
        ZoneOffset unused = ZoneOffset.UTC;
        this.starts = new LocalTimes(reading.timeZone() == null ? unused : reading.timeZone());
        this.ends = new LocalTimes(reading.timeZone() == null ? unused : reading.timeZone());
    }

    /** Reads the prices of one series, in order of time. */
    static List<PricePoint> read(String file, byte[] bytes, Reading.PriceCsv reading, PriceSeries series) {
        CsvTable table = CsvTable.read(file, bytes, reading.form());
        CsvRemarks.requireSameIndex(table, series);
        return new PriceCsvReader(table, reading, series).points();
    }

    private List<PricePoint> points() {
        requireQuotedUnit();
        int startColumn = table.column(reading.startColumn());
        int priceColumn = table.column(reading.priceColumn());
        int endColumn = reading.endColumn() == null ? -1 : table.column(reading.endColumn());
        SlotValues values = new SlotValues(series);
        for (Row row : table.rows()) {
            Instant start = instant(row, startColumn, starts);
            values.requireSlot(start, null, rule -> table.refuse(row, startColumn, rule));
            if (endColumn >= 0) {
                Instant end = instant(row, endColumn, ends);
                values.requireSlot(start, end, rule -> table.refuse(row, endColumn, rule));
            }
            String field = row.fields().get(priceColumn);
            if (reading.form().isAbsent(field)) {
                continue;
            }
            BigDecimal price = table.number(row, priceColumn, reading.form());
            values.add(
                    start,
                    null,
                    reading.quoted() == null ? price : reading.quoted().toMain(price),
                    ValueState.FINAL,
                    rule -> table.refuse(row, priceColumn, rule));
        }
        if (values.isEmpty()) {
            throw table.refuse(0, 0, "rows", null, "there is no price in the file");
        }
        return values.prices(series);
    }

    private void requireQuotedUnit() {
        if (reading.quoted() != null && !reading.quoted().fits(series)) {
            throw table.refuse(
                    0,
                    0,
                    "unit",
                    reading.quoted().text(),
                    "series " + series.id() + " is in " + series.currency() + " per "
                            + series.unit().symbol());
        }
    }

    private Instant instant(Row row, int column, LocalTimes localTimes) {
        String text = row.fields().get(column).strip();
        Optional<Instant> withOffset = withOffset(text);
        if (withOffset.isPresent()) {
            return withOffset.get();
        }
        LocalDateTime local;
        try {
            local = LocalDateTime.parse(text, LOCAL);
        } catch (DateTimeException e) {
            throw table.refuse(row, column, "is no time; expected for example 2026-10-25T00:15:00Z");
        }
        if (reading.timeZone() == null) {
            throw table.refuse(row, column, "has no offset; write one, or name a timeZone in the reading");
        }
        return localTimes.next(local, rule -> table.refuse(row, column, rule));
    }

    /** The instant of a text with an offset; empty for any other. */
    static Optional<Instant> withOffset(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text, WITH_OFFSET).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
