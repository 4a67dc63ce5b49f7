package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.CsvForm;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.flow.DocumentReader.Prices;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;

/**
 * Reads the older data pages of Nord Pool (page 10): a table as it is shown to people, with local times without offset,
 * Nordic numbers ({@code 1 060,85}) and areas by the names of their cities. The hour that the clocks jump over is there,
 * with {@code -} instead of a price; the hour that they repeat is there twice.
 */
final class NordPoolPageReader {

    private static final ZoneId CLOCK = ZoneId.of("Europe/Oslo");
    private static final CsvForm NUMBERS = new CsvForm(';', ',');

    /** The Norwegian zones by the names that these pages give them; Molde is shown for the same zone as Tr.heim. */
    private static final Map<String, String> NAME_BY_ZONE =
            Map.of("NO1", "Oslo", "NO2", "Kr.sand", "NO3", "Tr.heim", "NO4", "Tromsø", "NO5", "Bergen");

    private NordPoolPageReader() {}

    static Prices read(String file, byte[] bytes, PriceSeries series) {
        JsonPlace root = JsonPlace.root(file, bytes);
        SeriesFacts.requireCurrency(root.at("currency").text(), series, root.at("currency")::refuse);
        JsonPlace data = root.at("data");
        for (JsonPlace unit : data.at("Units").items()) {
            if (!unit.text().equals(series.currency() + "/MWh")) {
                throw unit.refuse("must be " + series.currency() + "/MWh");
            }
            SeriesFacts.requireUnit(EnergyUnit.MWH, series, unit::refuse);
        }
        ValueState state = data.at("ContainsPreliminaryValues").isTrue() ? ValueState.PRELIMINARY : ValueState.FINAL;
        LocalTimes starts = new LocalTimes(CLOCK);
        SlotValues values = new SlotValues(series);
        for (JsonPlace row : data.at("Rows").items()) {
            if (row.at("IsExtraRow").isTrue()) {
                continue;
            }
            JsonPlace price = price(row, series);
            JsonPlace from = row.at("StartTime");
            if (NUMBERS.isAbsent(price.text())) {
                starts.pass(localTime(from), from::refuse);
                continue;
            }
            Instant start = starts.next(localTime(from), from::refuse);
            values.requireSlot(start, end(row, start), row.at("EndTime")::refuse);
            BigDecimal number =
                    NUMBERS.number(price.text()).orElseThrow(() -> price.refuse("is no number with decimal comma"));
            values.add(start, null, number, state, price::refuse);
        }
        if (values.isEmpty()) {
            throw data.at("Rows").empty("there is no price of zone " + series.zone());
        }
        // DateUpdated has no offset, and nothing says whose clock it is; so the document counts as made when received.
        return new Prices(values.prices(series));
    }

    private static JsonPlace price(JsonPlace row, PriceSeries series) {
        String name = NAME_BY_ZONE.getOrDefault(series.zone(), series.zone());
        for (JsonPlace column : row.at("Columns").items()) {
            if (column.at("Name").text().equals(name)) {
                return column.at("Value");
            }
        }
        throw row.at("Columns")
                .refuse("there is no column '" + name + "', zone " + series.zone() + " of series " + series.id());
    }

    /** The end of a row as an instant, counted from its start: its own clock time may come twice. */
    private static Instant end(JsonPlace row, Instant start) {
        Duration length = Duration.between(localTime(row.at("StartTime")), localTime(row.at("EndTime")));
        return start.plus(length);
    }

    private static LocalDateTime localTime(JsonPlace place) {
        try {
            return LocalDateTime.parse(place.text());
        } catch (DateTimeException e) {
            throw place.refuse("must be a local time, for example 2022-10-30T02:00:00");
        }
    }
}
