package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.flow.DocumentReader.Prices;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the price feed of elering.ee (nps/price): EUR/MWh by country, slots as seconds since 1970. */
final class EleringReader {

    private EleringReader() {}

    static Prices read(String file, byte[] bytes, PriceSeries series) {
        JsonPlace root = JsonPlace.root(file, bytes);
        if (!root.at("success").isTrue()) {
            throw root.at("success").refuse("must be true");
        }
        JsonPlace data = root.at("data");
        JsonPlace zone = data.at(series.zone().toLowerCase(Locale.ROOT));
        SeriesFacts.requireCurrency("EUR", series, data::refuse);
        SeriesFacts.requireUnit(EnergyUnit.MWH, series, data::refuse);
        if (zone.isAbsent()) {
            throw data.refuse("holds " + String.join(", ", data.members()) + ", but series " + series.id()
                    + " is of zone " + series.zone());
        }
        SlotValues values = new SlotValues(series);
        Instant last = null;
        for (JsonPlace entry : zone.items()) {
            JsonPlace price = entry.at("price");
            Instant start = Instant.ofEpochSecond(entry.at("timestamp").integer());
            requireSpacing(last, start, series, entry.at("timestamp"));
            values.add(start, null, price.decimal(), ValueState.FINAL, price::refuse);
            last = start;
        }
        if (values.isEmpty()) {
            throw zone.empty("there is no price of zone " + series.zone());
        }
        return new Prices(values.prices(series));
    }

    /** The feed does not name its resolution: two slots closer than the series says, or all farther apart, are another. */
    private static void requireSpacing(@Nullable Instant last, Instant start, PriceSeries series, JsonPlace place) {
        if (last != null
                && start.isAfter(last)
                && !last.plus(series.resolution().length()).equals(start)) {
            throw place.refuse("follows " + last + " after " + Duration.between(last, start) + ", but series "
                    + series.id() + " is in " + series.resolution());
        }
    }
}
