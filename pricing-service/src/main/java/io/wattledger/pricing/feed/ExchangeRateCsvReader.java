package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.DayRate;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.energy.UnreadableDocument.Reason;
import io.wattledger.pricing.feed.CsvTable.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads a CSV of exchange rates: a day per row, a column per rate. A field without a number states no rate. */
final class ExchangeRateCsvReader {

    /** The forms in which the ECB writes days: of its history, and of its file of the day. */
    private static final List<DateTimeFormatter> DAYS =
            List.of(DateTimeFormatter.ISO_LOCAL_DATE, DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH));

    private final CsvTable table;
    private final Reading.ExchangeRateCsv reading;

    private ExchangeRateCsvReader(CsvTable table, Reading.ExchangeRateCsv reading) {
        this.table = table;
        this.reading = reading;
    }

    /** Reads all rates that the reading names, each in order of days. */
    static Map<String, List<DayRate>> read(String file, byte[] bytes, Reading.ExchangeRateCsv reading) {
        ExchangeRateCsvReader reader = new ExchangeRateCsvReader(CsvTable.read(file, bytes, reading.form()), reading);
        Map<String, List<DayRate>> rates = new TreeMap<>();
        reading.columnByRate().forEach((id, column) -> rates.put(id, reader.rates(column)));
        return rates;
    }

    private List<DayRate> rates(String header) {
        int dateColumn = table.column(reading.dateColumn());
        int rateColumn = table.column(header);
        Map<LocalDate, BigDecimal> byDay = new TreeMap<>();
        for (Row row : table.rows()) {
            LocalDate day = table.day(row, dateColumn, DAYS, "is no day; expected for example 2026-10-24");
            String field = row.fields().get(rateColumn);
            if (reading.form().isAbsent(field)) {
                continue;
            }
            BigDecimal rate = reading.form()
                    .number(field)
                    .filter(number -> number.signum() > 0)
                    .orElseThrow(
                            () -> table.refuse(row, rateColumn, "is no exchange rate; it must be a number above 0"));
            BigDecimal other = byDay.putIfAbsent(day, rate);
            if (other != null && other.compareTo(rate) != 0) {
                throw table.refuse(row, rateColumn, day + " already has the rate " + other.toPlainString())
                        .as(Reason.TWO_VALUES);
            }
        }
        if (byDay.isEmpty()) {
            throw table.refuse(0, 0, header, null, "there is no rate in the file");
        }
        List<DayRate> rates = new ArrayList<>(byDay.size());
        byDay.forEach((day, rate) -> rates.add(new DayRate(day, rate)));
        return rates;
    }
}
