package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.CarbonFactor;
import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.feed.CsvTable.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Reads a CSV of carbon factors in grams of CO2 per kWh: what was measured, and perhaps what was forecast. */
final class CarbonCsvReader {

    private final CsvTable table;
    private final Reading.CarbonCsv reading;

    private CarbonCsvReader(CsvTable table, Reading.CarbonCsv reading) {
        this.table = table;
        this.reading = reading;
    }

    static List<CarbonFactor> read(String file, byte[] bytes, Reading.CarbonCsv reading, CarbonSeries series) {
        CsvTable table = CsvTable.read(file, bytes, reading.form());
        return new CarbonCsvReader(table, reading).factors(series);
    }

    private List<CarbonFactor> factors(CarbonSeries series) {
        int startColumn = table.column(reading.startColumn());
        int actualColumn = table.column(reading.actualColumn());
        int forecastColumn = reading.forecastColumn() == null ? actualColumn : table.column(reading.forecastColumn());
        SlotValues values = new SlotValues(series);
        for (Row row : table.rows()) {
            boolean measured = !reading.form().isAbsent(row.fields().get(actualColumn));
            int column = measured ? actualColumn : forecastColumn;
            if (reading.form().isAbsent(row.fields().get(column))) {
                continue;
            }
            Instant start = PriceCsvReader.withOffset(
                            row.fields().get(startColumn).strip())
                    .orElseThrow(() -> table.refuse(
                            row, startColumn, "is no instant with offset; expected for example 2026-10-25T00:30:00Z"));
            BigDecimal grams = table.number(row, column, reading.form());
            if (grams.signum() < 0) {
                throw table.refuse(row, column, "must not be below 0 g/kWh");
            }
            values.add(
                    start,
                    null,
                    grams,
                    measured ? ValueState.FINAL : ValueState.PRELIMINARY,
                    rule -> table.refuse(row, column, rule));
        }
        if (values.isEmpty()) {
            throw table.refuse(0, 0, "rows", null, "there is no carbon factor in the file");
        }
        return values.factors();
    }
}
