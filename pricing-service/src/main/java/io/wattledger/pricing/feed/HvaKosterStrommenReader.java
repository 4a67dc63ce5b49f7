package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.UnreadableDocument.Reason;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.flow.DocumentReader.Prices;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the price files of hvakosterstrommen.no: per kWh without VAT, in NOK and EUR side by side. They do not name
 * their zone; their file names do, as in {@code 10-25_NO4.json}.
 */
final class HvaKosterStrommenReader {

    private static final Pattern ZONE = Pattern.compile("NO[1-5]");

    private HvaKosterStrommenReader() {}

    static Prices read(String file, byte[] bytes, PriceSeries series) {
        JsonPlace root = JsonPlace.root(file, bytes);
        Matcher zone = ZONE.matcher(file);
        if (zone.find()) {
            SeriesFacts.requireZone(zone.group(), series, rule -> root.refuse("by its name it " + rule));
        }
        SeriesFacts.requireUnit(EnergyUnit.KWH, series, root::refuse);
        String member = series.currency() + "_per_kWh";
        SlotValues values = new SlotValues(series);
        for (JsonPlace entry : root.items()) {
            JsonPlace price = entry.at(member);
            if (price.isAbsent()) {
                throw price.refuse("is missing: the file has no prices in " + series.currency()
                                + ", the currency of series " + series.id())
                        .as(Reason.OTHER_CURRENCY);
            }
            values.add(
                    entry.at("time_start").instant(),
                    entry.at("time_end").instant(),
                    price.decimal(),
                    ValueState.FINAL,
                    price::refuse);
        }
        if (values.isEmpty()) {
            throw root.empty("there is no price in the file");
        }
        return new Prices(values.prices(series));
    }
}
