package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.PricePoint;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.feed.CsvTable.Row;
import io.wattledger.pricing.flow.DocumentReader.Prices;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Reads a CSV of British prices by settlement date and settlement period. */
final class SettlementCsvReader {

    private static final List<DateTimeFormatter> DAYS =
            List.of(DateTimeFormatter.ISO_LOCAL_DATE, DateTimeFormatter.ofPattern("dd/MM/uuuu", Locale.ROOT));

    private final CsvTable table;
    private final Reading.SettlementCsv reading;
    private final PriceSeries series;

    private SettlementCsvReader(CsvTable table, Reading.SettlementCsv reading, PriceSeries series) {
        this.table = table;
        this.reading = reading;
        this.series = series;
    }

    static Prices read(String file, byte[] bytes, Reading.SettlementCsv reading, PriceSeries series) {
        CsvTable table = CsvTable.read(file, bytes, reading.form());
        CsvRemarks.requireSameIndex(table, series);
        SeriesFacts.requireZone("GB", series, rule -> table.refuse(0, 0, "file", null, rule));
        return new Prices(new SettlementCsvReader(table, reading, series).points());
    }

    private List<PricePoint> points() {
        int dateColumn = table.column(reading.dateColumn());
        int periodColumn = table.column(reading.periodColumn());
        int priceColumn = table.column(reading.priceColumn());
        SlotValues values = new SlotValues(series);
        for (Row row : table.rows()) {
            Instant start = SettlementPeriods.start(
                    table.day(
                            row,
                            dateColumn,
                            DAYS,
                            "is no settlement date; expected for example 2026-10-24 or 24/10/2026"),
                    period(row, periodColumn),
                    series.timeZone(),
                    rule -> table.refuse(row, periodColumn, rule));
            if (!reading.form().isAbsent(row.fields().get(priceColumn))) {
                values.add(
                        start,
                        start.plus(Resolution.PT30M.length()),
                        table.number(row, priceColumn, reading.form()),
                        ValueState.FINAL,
                        rule -> table.refuse(row, priceColumn, rule));
            }
        }
        if (values.isEmpty()) {
            throw table.refuse(0, 0, "rows", null, "there is no price in the file");
        }
        return values.prices(series);
    }

    private long period(Row row, int column) {
        try {
            return Long.parseLong(row.fields().get(column).strip());
        } catch (NumberFormatException e) {
            throw table.refuse(row, column, "is no settlement period; it must be a whole number from 1");
        }
    }
}
