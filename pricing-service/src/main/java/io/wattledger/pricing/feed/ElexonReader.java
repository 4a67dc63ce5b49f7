package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.energy.UnreadableDocument;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.flow.DocumentReader.Prices;
import java.time.Instant;

/**
 * Reads prices of Elexon Insights: system prices and market index, GBP/MWh per settlement period. The settlement date and
 * period say which half-hour it is; a start time that contradicts them makes the document one that nobody can use.
 */
final class ElexonReader {

    private ElexonReader() {}

    static Prices read(String file, byte[] bytes, Reading.ElexonJson reading, PriceSeries series) {
        JsonPlace root = JsonPlace.root(file, bytes);
        JsonPlace data = root.isArray() ? root : root.at("data");
        SeriesFacts.requireZone("GB", series, data::refuse);
        SeriesFacts.requireCurrency("GBP", series, data::refuse);
        SeriesFacts.requireUnit(EnergyUnit.MWH, series, data::refuse);
        SlotValues values = SlotValues.of(series);
        Instant created = null;
        for (JsonPlace entry : data.items()) {
            JsonPlace provider = entry.at("dataProvider");
            if (reading.provider() != null && !reading.provider().equals(provider.textOrNull())) {
                continue;
            }
            JsonPlace price = entry.at(reading.member());
            Instant start = start(entry, series);
            if (!price.isAbsent()) {
                values.add(
                        start, null, price.decimal(), ValueState.FINAL, rule -> price.refuse(several(rule, provider)));
            }
            Instant at = entry.at("createdDateTime").instantOrNull();
            created = at != null && (created == null || at.isAfter(created)) ? at : created;
        }
        if (values.isEmpty()) {
            throw nothing(data, reading);
        }
        return new Prices(created, null, values.prices(series));
    }

    private static UnreadableDocument nothing(JsonPlace data, Reading.ElexonJson reading) {
        if (data.items().isEmpty()) {
            return data.empty("there is no entry in the answer");
        }
        return data.refuse("no entry has the member '" + reading.member() + "'"
                + (reading.provider() == null ? "" : " of provider '" + reading.provider() + "'"));
    }

    private static String several(String rule, JsonPlace provider) {
        return provider.isAbsent() ? rule : rule + "; where there are several providers, the reading must name one";
    }

    private static Instant start(JsonPlace entry, PriceSeries series) {
        JsonPlace period = entry.at("settlementPeriod");
        Instant start = SettlementPeriods.start(
                entry.at("settlementDate").day(), period.integer(), series.timeZone(), period::refuse);
        JsonPlace stated = entry.at("startTime");
        if (!stated.isAbsent() && !stated.instant().equals(start)) {
            throw stated.refuse("contradicts settlement period " + period.integer() + " of "
                    + entry.at("settlementDate").text() + ", which begins at " + start);
        }
        return start;
    }
}
