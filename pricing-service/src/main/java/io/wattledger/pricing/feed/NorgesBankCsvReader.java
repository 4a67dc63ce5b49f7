package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.CsvForm;
import io.wattledger.pricing.energy.DayRate;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.feed.CsvTable.Row;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * Reads exchange rates of Norges Bank as SDMX-CSV: an observation per row. Of weak currencies a hundred units are quoted
 * (UNIT_MULT 2), which is undone here, exactly: a rate always counts for one unit of its base.
 */
final class NorgesBankCsvReader {

    private final CsvTable table;
    private final CsvForm form;

    private NorgesBankCsvReader(CsvTable table, CsvForm form) {
        this.table = table;
        this.form = form;
    }

    static Map<String, List<DayRate>> read(
            String file, byte[] bytes, Reading.NorgesBankCsv reading, Map<String, ExchangeRate> wanted) {
        NorgesBankCsvReader reader =
                new NorgesBankCsvReader(CsvTable.read(file, bytes, reading.form()), reading.form());
        RatesByDay rates = new RatesByDay(wanted);
        reader.table.rows().forEach(row -> reader.add(row, rates));
        return rates.all(rate -> reader.table.refuse(
                0, 0, "OBS_VALUE", null, "there is no business-day rate " + rate.base() + "/" + rate.quote()));
    }

    private void add(Row row, RatesByDay rates) {
        int value = table.column("OBS_VALUE");
        if (!text(row, "FREQ").equals("B") || form.isAbsent(row.fields().get(value))) {
            return;
        }
        LocalDate day;
        try {
            day = LocalDate.parse(text(row, "TIME_PERIOD"));
        } catch (DateTimeException e) {
            throw table.refuse(row, table.column("TIME_PERIOD"), "is no day; expected for example 2026-10-24");
        }
        BigDecimal quoted = table.number(row, value, form);
        rates.add(
                text(row, "BASE_CUR"),
                text(row, "QUOTE_CUR"),
                day,
                quoted.scaleByPowerOfTen(-multiplier(row)),
                rule -> table.refuse(row, value, rule));
    }

    private int multiplier(Row row) {
        String text = text(row, "UNIT_MULT");
        if (!text.matches("[0-6]")) {
            throw table.refuse(row, table.column("UNIT_MULT"), "must be a power of ten from 0 to 6");
        }
        return Integer.parseInt(text);
    }

    private String text(Row row, String header) {
        return row.fields().get(table.column(header)).strip();
    }
}
