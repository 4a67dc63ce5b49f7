package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.flow.DocumentReader.Prices;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * Reads the day-ahead prices of Nord Pool's data portal (dataportal-api DayAheadPrices). Prices of a state other than
 * Final are preliminary: before the exchange rates of the day are set, those in other currencies than EUR may change.
 */
final class NordPoolPortalReader {

    /** Nord Pool's delivery days are those of central European time, in every area. */
    private static final ZoneId DAY = ZoneId.of("Europe/Oslo");

    private NordPoolPortalReader() {}

    static Prices read(String file, byte[] bytes, PriceSeries series) {
        JsonPlace root = JsonPlace.root(file, bytes);
        JsonPlace market = root.at("market");
        if (!market.text().equals("DayAhead")) {
            throw market.refuse("must be DayAhead");
        }
        SeriesFacts.requireCurrency(root.at("currency").text(), series, root.at("currency")::refuse);
        SeriesFacts.requireUnit(EnergyUnit.MWH, series, root.at("currency")::refuse);
        requireArea(root.at("deliveryAreas"), series);
        NordPoolDay day = NordPoolDay.of(root.at("deliveryDateCET"), DAY);
        ValueState state = state(root.at("areaStates"), series.zone());
        SlotValues values = new SlotValues(series);
        for (JsonPlace entry : root.at("multiAreaEntries").items()) {
            JsonPlace price = entry.at("entryPerArea").at(series.zone());
            if (price.isAbsent()) {
                continue;
            }
            Instant start = day.require(entry.at("deliveryStart"));
            Instant end = entry.at("deliveryEnd").instant();
            values.add(start, end, price.decimal(), state, price::refuse);
        }
        if (values.isEmpty()) {
            throw root.at("multiAreaEntries").empty("there is no price of area " + series.zone());
        }
        return new Prices(
                root.at("updatedAt").instant(),
                Math.toIntExact(root.at("version").integer()),
                values.prices(series));
    }

    private static void requireArea(JsonPlace areas, PriceSeries series) {
        List<String> named = areas.items().stream().map(JsonPlace::text).toList();
        if (!named.contains(series.zone())) {
            throw areas.refuse("holds " + String.join(", ", named) + ", but series " + series.id() + " is of zone "
                    + series.zone());
        }
    }

    private static ValueState state(JsonPlace states, String zone) {
        for (JsonPlace state : states.items()) {
            if (state.at("areas").items().stream().anyMatch(area -> area.text().equals(zone))) {
                return NordPoolDay.state(state.at("state"));
            }
        }
        throw states.refuse("says nothing about area " + zone + ", so whether its prices are final is unknown");
    }
}
