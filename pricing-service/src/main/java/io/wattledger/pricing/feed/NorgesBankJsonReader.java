package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.CsvForm;
import io.wattledger.pricing.energy.DayRate;
import io.wattledger.pricing.energy.ExchangeRate;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads exchange rates of Norges Bank as SDMX-JSON: series are keyed by the places of their dimensions' values, for
 * example {@code 0:1:0:0}, and observations by the places of their days.
 */
final class NorgesBankJsonReader {

    private final JsonPlace structure;

    private NorgesBankJsonReader(JsonPlace structure) {
        this.structure = structure;
    }

    static Map<String, List<DayRate>> read(String file, byte[] bytes, Map<String, ExchangeRate> wanted) {
        JsonPlace data = JsonPlace.root(file, bytes).at("data");
        NorgesBankJsonReader reader = new NorgesBankJsonReader(data.at("structure"));
        RatesByDay rates = new RatesByDay(wanted);
        for (JsonPlace dataSet : data.at("dataSets").items()) {
            JsonPlace series = dataSet.at("series");
            for (String key : series.members()) {
                reader.add(key, series.at(key), rates);
            }
        }
        return rates.all(rate ->
                data.at("dataSets").refuse("there is no business-day rate " + rate.base() + "/" + rate.quote()));
    }

    private void add(String key, JsonPlace series, RatesByDay rates) {
        List<JsonPlace> dimensions = structure.at("dimensions").at("series").items();
        String[] places = key.split(":");
        if (places.length != dimensions.size()) {
            throw series.refuse("its key must have " + dimensions.size() + " parts, one for each dimension");
        }
        Map<String, String> facts = new HashMap<>();
        for (int number = 0; number < places.length; number++) {
            JsonPlace dimension = dimensions.get(number);
            facts.put(dimension.at("id").text(), valueAt(dimension, places[number], series));
        }
        if (!"B".equals(facts.get("FREQ"))) {
            return;
        }
        int multiplier = multiplier(series);
        JsonPlace days = structure.at("dimensions").at("observation").items().getFirst();
        JsonPlace observations = series.at("observations");
        for (String place : observations.members()) {
            JsonPlace observation = observations.at(place).items().getFirst();
            if (observation.isAbsent()) {
                continue;
            }
            BigDecimal quoted = CsvForm.PLAIN
                    .number(observation.text())
                    .orElseThrow(() -> observation.refuse("is no number with a decimal point"));
            rates.add(
                    facts.getOrDefault("BASE_CUR", ""),
                    facts.getOrDefault("QUOTE_CUR", ""),
                    day(valueAt(days, place, observation), observation),
                    quoted.scaleByPowerOfTen(-multiplier),
                    observation::refuse);
        }
    }

    private int multiplier(JsonPlace series) {
        List<JsonPlace> attributes = structure.at("attributes").at("series").items();
        List<JsonPlace> given = series.at("attributes").items();
        for (int number = 0; number < attributes.size() && number < given.size(); number++) {
            if (attributes.get(number).at("id").text().equals("UNIT_MULT")) {
                String text = valueAt(
                        attributes.get(number), String.valueOf(given.get(number).integer()), given.get(number));
                if (text.matches("[0-6]")) {
                    return Integer.parseInt(text);
                }
            }
        }
        throw series.at("attributes").refuse("UNIT_MULT must be given, a power of ten from 0 to 6");
    }

    private static String valueAt(JsonPlace dimension, String place, JsonPlace asking) {
        List<JsonPlace> values = dimension.at("values").items();
        if (!place.matches("[0-9]{1,9}") || Integer.parseInt(place) >= values.size()) {
            throw asking.refuse("place " + place + " is not among the values of "
                    + dimension.at("id").text());
        }
        return values.get(Integer.parseInt(place)).at("id").text();
    }

    private static LocalDate day(String text, JsonPlace asking) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw asking.refuse("its day '" + text + "' is none");
        }
    }
}
