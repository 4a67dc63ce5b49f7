package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.energy.UnreadableDocument;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.flow.DocumentReader.Prices;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads prices of Elexon Insights: system prices and market index, GBP/MWh per settlement period. The settlement date and
 * period say which half-hour it is; a start time that contradicts them makes the document one that nobody can use. A
 * market index has several providers, of which the publisher of the series is taken.
 *
 * <p>A provider states price 0 and volume 0 for a period in which less was traded than its Individual Liquidity
 * Threshold: there is no index then, and default rules apply (Elexon, Market Index Definition Statement, section 3.3).
 * So these zeros are no price of £0, and such a period states none.
 */
final class ElexonReader {

    private ElexonReader() {}

    static Prices read(String file, byte[] bytes, Reading.ElexonJson reading, PriceSeries series) {
        JsonPlace root = JsonPlace.root(file, bytes);
        JsonPlace data = root.isArray() ? root : root.at("data");
        SeriesFacts.requireZone("GB", series, data::refuse);
        SeriesFacts.requireCurrency("GBP", series, data::refuse);
        SeriesFacts.requireUnit(EnergyUnit.MWH, series, data::refuse);
        SlotValues values = new SlotValues(series);
        Instant created = null;
        Set<String> others = new TreeSet<>();
        int illiquid = 0;
        for (JsonPlace entry : data.items()) {
            String provider = entry.at("dataProvider").textOrNull();
            if (provider != null && !provider.equals(series.publisher())) {
                others.add(provider);
                continue;
            }
            JsonPlace price = entry.at(reading.member());
            Instant start = start(entry, series);
            if (isBelowThreshold(entry, price)) {
                illiquid++;
            } else if (!price.isAbsent()) {
                values.add(start, null, price.decimal(), ValueState.FINAL, price::refuse);
            }
            Instant at = entry.at("createdDateTime").instantOrNull();
            created = at != null && (created == null || at.isAfter(created)) ? at : created;
        }
        if (values.isEmpty()) {
            throw nothing(data, reading, series, others, illiquid);
        }
        return new Prices(created, null, values.prices(series));
    }

    private static boolean isBelowThreshold(JsonPlace entry, JsonPlace price) {
        JsonPlace volume = entry.at("volume");
        return !price.isAbsent()
                && !volume.isAbsent()
                && price.decimal().signum() == 0
                && volume.decimal().signum() == 0;
    }

    private static UnreadableDocument nothing(
            JsonPlace data, Reading.ElexonJson reading, PriceSeries series, Set<String> others, int illiquid) {
        if (data.items().isEmpty()) {
            return data.empty("there is no entry in the answer");
        }
        if (illiquid > 0) {
            return data.empty("there is no price of " + series.publisher() + ": in " + illiquid
                    + " periods it has volume 0, which means that less was traded than its liquidity threshold, not a"
                    + " price of 0");
        }
        return data.refuse(
                others.isEmpty()
                        ? "no entry has the member '" + reading.member() + "'"
                        : "it is of " + String.join(", ", others) + ", but series " + series.id() + " is published by "
                                + series.publisher());
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
