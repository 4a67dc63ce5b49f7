package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.CarbonFactor;
import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.ValueState;
import java.math.BigDecimal;
import java.util.List;

/**
 * Reads the carbon intensity of Great Britain from NESO's API (api.carbonintensity.org.uk): grams of CO2 per kWh. What
 * was measured ({@code actual}) is final; until it is there, the {@code forecast} stands for it, as preliminary.
 */
final class NesoCarbonReader {

    private NesoCarbonReader() {}

    static List<CarbonFactor> read(String file, byte[] bytes, CarbonSeries series) {
        JsonPlace root = JsonPlace.root(file, bytes);
        if (!series.zone().equals("GB")) {
            throw root.refuse("is about GB, but carbon series " + series.id() + " is of zone " + series.zone());
        }
        SlotValues values = new SlotValues(series);
        for (JsonPlace entry : root.at("data").items()) {
            JsonPlace actual = entry.at("intensity").at("actual");
            JsonPlace forecast = entry.at("intensity").at("forecast");
            JsonPlace factor = actual.isAbsent() ? forecast : actual;
            if (!factor.isAbsent()) {
                values.add(
                        entry.at("from").instant(),
                        entry.at("to").instant(),
                        grams(factor),
                        actual.isAbsent() ? ValueState.PRELIMINARY : ValueState.FINAL,
                        factor::refuse);
            }
        }
        if (values.isEmpty()) {
            throw root.at("data").empty("there is no carbon intensity in the answer");
        }
        return values.factors();
    }

    private static BigDecimal grams(JsonPlace place) {
        BigDecimal grams = place.decimal();
        if (grams.signum() < 0) {
            throw place.refuse("must not be below 0 g/kWh");
        }
        return grams;
    }
}
