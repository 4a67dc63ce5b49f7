package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.EnergyPrice;
import io.wattledger.pricing.energy.PricePoint;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.feed.CsvTable.Row;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
        int startColumn = table.column(reading.startColumn());
        int priceColumn = table.column(reading.priceColumn());
        int endColumn = reading.endColumn() == null ? -1 : table.column(reading.endColumn());
        Map<Instant, BigDecimal> byStart = new TreeMap<>();
        for (Row row : table.rows()) {
            Instant start = start(row, startColumn);
            if (endColumn >= 0) {
                requireEnd(row, endColumn, start);
            }
            String field = row.fields().get(priceColumn);
            if (reading.form().isAbsent(field)) {
                continue;
            }
            BigDecimal price = reading.form()
                    .number(field)
                    .orElseThrow(() -> table.refuse(
                            row,
                            priceColumn,
                            "is no number with decimal sign '" + reading.form().decimal() + "'"));
            BigDecimal other = byStart.putIfAbsent(start, price);
            if (other != null && other.compareTo(price) != 0) {
                throw table.refuse(
                        row, priceColumn, "slot " + start + " already has the value " + other.toPlainString());
            }
        }
        if (byStart.isEmpty()) {
            throw table.refuse(0, 0, "rows", null, "there is no price in the file");
        }
        List<PricePoint> points = new ArrayList<>(byStart.size());
        byStart.forEach((start, price) -> points.add(new PricePoint(start, EnergyPrice.of(price, series.unit()))));
        return points;
    }

    private Instant start(Row row, int column) {
        Instant start = instant(row, column, starts);
        if (!series.resolution().startsAt(start)) {
            throw table.refuse(
                    row,
                    column,
                    "is not the start of a slot of " + series.resolution() + ", the resolution of series "
                            + series.id());
        }
        return start;
    }

    private void requireEnd(Row row, int column, Instant start) {
        Instant expected = start.plus(series.resolution().length());
        if (!instant(row, column, ends).equals(expected)) {
            throw table.refuse(
                    row, column, "must be " + expected + ": series " + series.id() + " is in " + series.resolution());
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
        return localTimes
                .next(local)
                .orElseThrow(() -> table.refuse(
                        row, column, "does not exist in " + reading.timeZone() + ": the clocks jump over it"));
    }

    private static Optional<Instant> withOffset(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text, WITH_OFFSET).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
