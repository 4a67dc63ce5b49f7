package io.wattledger.launcher.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a schema cannot say: ids stand once and references lead somewhere. Assumes a catalog that keeps its schema. What
 * only a service can decide (check digits, VAT rates, invoice series) is left to that service's dry run.
 */
final class CatalogReferences {

    private final JsonNode root;
    private final List<CatalogFault> faults = new ArrayList<>();
    private final Map<String, Map<String, JsonNode>> known = new HashMap<>();

    private CatalogReferences(JsonNode root) {
        this.root = root;
    }

    /** Every reference that leads nowhere and every id that stands twice; empty when none. */
    static List<CatalogFault> faults(JsonNode root) {
        var references = new CatalogReferences(root);
        for (String part : List.of(
                "legalEntities",
                "sites",
                "skus",
                "priceSeries",
                "exchangeRates",
                "carbonSeries",
                "priceFeeds",
                "tariffs")) {
            references.index(part, "id");
        }
        references.index("accounts", "tenant");
        references.zones("/sites", root.path("sites"), "timeZone");
        references.zones("/priceSeries", root.path("priceSeries"), "timeZone");
        references.zones("/carbonSeries", root.path("carbonSeries"), "timeZone");
        references.sites();
        references.usage();
        references.priceFiles();
        references.tariffs();
        references.accounts();
        references.emissionFactors();
        return references.faults;
    }

    private void index(String part, String key) {
        Map<String, JsonNode> byId = new TreeMap<>();
        int i = 0;
        for (JsonNode item : root.path(part)) {
            String id = item.path(key).asText();
            if (byId.putIfAbsent(id, item) != null) {
                fault("/" + part + "/" + i + "/" + key, "'" + id + "' stands twice in " + part);
            }
            i++;
        }
        known.put(part, byId);
    }

    private void sites() {
        JsonNode sites = root.path("sites");
        for (int i = 0; i < sites.size(); i++) {
            JsonNode site = sites.get(i);
            reference("/sites/" + i + "/legalEntity", "legalEntities", site.path("legalEntity"));
            reference(
                    "/sites/" + i + "/carbon/locationSeries",
                    "carbonSeries",
                    site.path("carbon").path("locationSeries"));
        }
    }

    private void zones(String pointer, JsonNode items, String member) {
        for (int i = 0; i < items.size(); i++) {
            zone(pointer + "/" + i + "/" + member, items.get(i).path(member).asText());
        }
    }

    private void zone(String pointer, String zone) {
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            fault(pointer, "'" + zone + "' is no time zone; use an IANA name such as Europe/Oslo");
        }
    }

    private void usage() {
        JsonNode usage = root.path("usage");
        reference("/usage/defaults/site", "sites", usage.path("defaults").path("site"));
        reference("/usage/defaults/sku", "skus", usage.path("defaults").path("sku"));
        usage.path("skuByGpuType")
                .properties()
                .forEach(entry -> reference("/usage/skuByGpuType/" + entry.getKey(), "skus", entry.getValue()));
    }

    private void priceFiles() {
        JsonNode files = root.path("priceFiles");
        for (int i = 0; i < files.size(); i++) {
            reading("/priceFiles/" + i, files.get(i));
        }
        JsonNode feeds = root.path("priceFeeds");
        for (int i = 0; i < feeds.size(); i++) {
            reading("/priceFeeds/" + i + "/reading", feeds.get(i).path("reading"));
            zone(
                    "/priceFeeds/" + i + "/schedule/timeZone",
                    feeds.get(i).path("schedule").path("timeZone").asText());
        }
    }

    private void reading(String pointer, JsonNode reading) {
        boolean carbon = reading.path("format").asText().contains("carbon");
        reference(pointer + "/series", carbon ? "carbonSeries" : "priceSeries", reading.path("series"));
        JsonNode listed = reading.path("exchangeRates");
        for (int rate = 0; rate < listed.size(); rate++) {
            reference(pointer + "/exchangeRates/" + rate, "exchangeRates", listed.get(rate));
        }
        for (String rate : names(reading.path("columns").path("rates"))) {
            if (!known("exchangeRates").containsKey(rate)) {
                missing(pointer + "/columns/rates/" + rate, "exchangeRates", rate);
            }
        }
    }

    private void tariffs() {
        JsonNode tariffs = root.path("tariffs");
        for (int t = 0; t < tariffs.size(); t++) {
            JsonNode versions = tariffs.get(t).path("versions");
            List<String> dates = new ArrayList<>();
            for (int v = 0; v < versions.size(); v++) {
                String pointer = "/tariffs/" + t + "/versions/" + v;
                String from = versions.get(v).path("validFrom").asText();
                date(pointer + "/validFrom", from);
                if (dates.contains(from)) {
                    fault(pointer + "/validFrom", "two versions begin on " + from);
                }
                dates.add(from);
                JsonNode components = versions.get(v).path("components");
                for (int c = 0; c < components.size(); c++) {
                    component(pointer + "/components/" + c, components.get(c), tariffs.get(t));
                }
            }
        }
    }

    private void component(String pointer, JsonNode component, JsonNode tariff) {
        JsonNode prices = component.path("prices");
        for (int i = 0; i < prices.size(); i++) {
            reference(pointer + "/prices/" + i + "/sku", "skus", prices.get(i).path("sku"));
            reference(pointer + "/prices/" + i + "/site", "sites", prices.get(i).path("site"));
        }
        JsonNode sites = component.path("sites");
        for (int i = 0; i < sites.size(); i++) {
            index(pointer + "/sites/" + i, sites.get(i), tariff);
        }
    }

    private void index(String pointer, JsonNode index, JsonNode tariff) {
        reference(pointer + "/site", "sites", index.path("site"));
        reference(pointer + "/series", "priceSeries", index.path("series"));
        reference(pointer + "/exchangeRate", "exchangeRates", index.path("exchangeRate"));
        JsonNode site = known("sites").get(index.path("site").asText());
        JsonNode series = known("priceSeries").get(index.path("series").asText());
        if (site == null || series == null) {
            return;
        }
        if (!site.path("biddingZone").equals(series.path("zone"))) {
            fault(
                    pointer + "/series",
                    "series '" + series.path("id").asText() + "' is of zone "
                            + series.path("zone").asText() + ", site '"
                            + site.path("id").asText() + "' lies in "
                            + site.path("biddingZone").asText());
        }
        String currency = tariff.path("currency").asText();
        String seriesCurrency = series.path("currency").asText();
        JsonNode rate = known("exchangeRates").get(index.path("exchangeRate").asText());
        boolean converts = rate != null
                && rate.path("base").asText().equals(seriesCurrency)
                && rate.path("quote").asText().equals(currency);
        if (!seriesCurrency.equals(currency) && !converts) {
            fault(
                    pointer + "/exchangeRate",
                    "the series is in " + seriesCurrency + " and the tariff in " + currency
                            + "; name an exchange rate from one to the other");
        }
    }

    private void emissionFactors() {
        JsonNode factors = root.path("emissionFactors");
        for (int i = 0; i < factors.size(); i++) {
            reference("/emissionFactors/" + i + "/site", "sites", factors.get(i).path("site"));
        }
    }

    private void accounts() {
        JsonNode accounts = root.path("accounts");
        for (int a = 0; a < accounts.size(); a++) {
            JsonNode contracts = accounts.get(a).path("contracts");
            for (int c = 0; c < contracts.size(); c++) {
                JsonNode contract = contracts.get(c);
                String pointer = "/accounts/" + a + "/contracts/" + c;
                reference(pointer + "/legalEntity", "legalEntities", contract.path("legalEntity"));
                reference(pointer + "/tariff", "tariffs", contract.path("tariff"));
                zone(
                        pointer + "/billingTimeZone",
                        contract.path("billingTimeZone").asText());
                date(pointer + "/validFrom", contract.path("validFrom").asText());
                JsonNode tariff = known("tariffs").get(contract.path("tariff").asText());
                if (tariff != null && !tariff.path("currency").equals(contract.path("currency"))) {
                    fault(
                            pointer + "/currency",
                            contract.path("currency").asText() + " is not the currency of the tariff, "
                                    + tariff.path("currency").asText());
                }
            }
        }
    }

    private void date(String pointer, String date) {
        try {
            LocalDate.parse(date);
        } catch (DateTimeException e) {
            fault(pointer, "'" + date + "' is no calendar date");
        }
    }

    private void reference(String pointer, String part, JsonNode id) {
        if (!id.isMissingNode() && !known(part).containsKey(id.asText())) {
            missing(pointer, part, id.asText());
        }
    }

    private void missing(String pointer, String part, String id) {
        fault(
                pointer,
                "'" + id + "' is not among the " + part + " of this catalog: "
                        + String.join(", ", known(part).keySet()));
    }

    private Map<String, JsonNode> known(String part) {
        return known.getOrDefault(part, Map.of());
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void fault(String pointer, String detail) {
        faults.add(new CatalogFault(pointer, detail));
    }
}
