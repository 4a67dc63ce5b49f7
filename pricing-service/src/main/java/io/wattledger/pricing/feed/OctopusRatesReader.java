package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.flow.DocumentReader.Prices;
import java.math.BigDecimal;

/**
 * Reads the unit rates of an Octopus tariff (standard-unit-rates): pence per kWh. Those without VAT are taken, since
 * prices are net throughout. A rate that holds for longer than a slot of the series is refused.
 */
final class OctopusRatesReader {

    private OctopusRatesReader() {}

    static Prices read(String file, byte[] bytes, PriceSeries series) {
        JsonPlace root = JsonPlace.root(file, bytes);
        SeriesFacts.requireCurrency("GBP", series, root.at("results")::refuse);
        SeriesFacts.requireUnit(EnergyUnit.KWH, series, root.at("results")::refuse);
        SlotValues values = new SlotValues(series);
        for (JsonPlace rate : root.at("results").items()) {
            JsonPlace price = rate.at("value_exc_vat");
            JsonPlace until = rate.at("valid_to");
            if (until.isAbsent()) {
                throw until.refuse("is missing: the rate has no end, so it is none of " + series.resolution());
            }
            BigDecimal pounds = price.decimal().scaleByPowerOfTen(-2);
            values.add(rate.at("valid_from").instant(), until.instant(), pounds, ValueState.FINAL, price::refuse);
        }
        if (values.isEmpty()) {
            throw root.at("results").empty("there is no rate in the answer");
        }
        return new Prices(values.prices(series));
    }
}
