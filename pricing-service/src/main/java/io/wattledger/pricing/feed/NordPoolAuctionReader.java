package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.flow.DocumentReader.Prices;
import java.time.ZoneId;
import java.util.List;

/** Reads the day-ahead prices of Nord Pool's market data API v2 (AuctionPrices): an array with an element per area. */
final class NordPoolAuctionReader {

    private static final ZoneId DAY = ZoneId.of("Europe/Oslo");

    private NordPoolAuctionReader() {}

    static Prices read(String file, byte[] bytes, PriceSeries series) {
        JsonPlace root = JsonPlace.root(file, bytes);
        List<JsonPlace> areas = root.items();
        for (JsonPlace area : areas) {
            if (area.at("deliveryArea").text().equals(series.zone())
                    && area.at("market").text().equals("DayAhead")) {
                return prices(area, series);
            }
        }
        if (areas.isEmpty()) {
            throw root.empty("there is no area in the document");
        }
        JsonPlace first = areas.getFirst().at("deliveryArea");
        throw first.refuse("there is no day-ahead price of zone " + series.zone() + ", the zone of series "
                + series.id() + ", in the document");
    }

    private static Prices prices(JsonPlace area, PriceSeries series) {
        JsonPlace currency = area.at("currency");
        SeriesFacts.requireCurrency(currency.text(), series, currency::refuse);
        JsonPlace unit = area.at("unit");
        if (!unit.text().equals(series.currency() + "/MWh")) {
            throw unit.refuse("must be " + series.currency() + "/MWh");
        }
        SeriesFacts.requireUnit(EnergyUnit.MWH, series, unit::refuse);
        NordPoolDay day = NordPoolDay.of(area.at("deliveryDateCET"), DAY);
        ValueState state = NordPoolDay.state(area.at("status"));
        SlotValues values = new SlotValues(series);
        for (JsonPlace entry : area.at("prices").items()) {
            JsonPlace price = entry.at("price");
            if (!price.isAbsent()) {
                values.add(
                        day.require(entry.at("deliveryStart")),
                        entry.at("deliveryEnd").instant(),
                        price.decimal(),
                        state,
                        price::refuse);
            }
        }
        if (values.isEmpty()) {
            throw area.at("prices").empty("there is no price of area " + series.zone());
        }
        return new Prices(area.at("updatedAt").instantOrNull(), null, values.prices(series));
    }
}
