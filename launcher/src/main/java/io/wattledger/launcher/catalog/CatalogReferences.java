package io.wattledger.launcher.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        references.overrides();
        references.availability();
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
                version(pointer + "/components", versions.get(v).path("components"), tariffs.get(t));
            }
        }
    }

    private void version(String pointer, JsonNode components, JsonNode tariff) {
        List<String> earlier = new ArrayList<>();
        for (int c = 0; c < components.size(); c++) {
            JsonNode component = components.get(c);
            String at = pointer + "/" + c;
            named(at, component, tariff);
            if (component.has("component")) {
                earlier(at + "/component", component.path("component"), earlier);
            }
            JsonNode bases = component.path("components");
            for (int b = 0; b < bases.size(); b++) {
                earlier(at + "/components/" + b, bases.get(b), earlier);
            }
            earlier.add(component.path("id").asText());
        }
    }

    private void earlier(String pointer, JsonNode id, List<String> earlier) {
        if (!earlier.contains(id.asText())) {
            fault(
                    pointer,
                    "'" + id.asText() + "' is no component before this one in its version; "
                            + (earlier.isEmpty() ? "it is the first" : "there are " + String.join(", ", earlier)));
        }
    }

    private void overrides() {
        JsonNode overrides = root.path("tariffOverrides");
        List<String> ids = new ArrayList<>();
        for (int o = 0; o < overrides.size(); o++) {
            JsonNode override = overrides.get(o);
            String pointer = "/tariffOverrides/" + o;
            String tenant = override.path("tenant").asText();
            if (ids.contains(tenant + "/" + override.path("id").asText())) {
                fault(
                        pointer + "/id",
                        "'" + override.path("id").asText() + "' stands twice in tariffOverrides for tenant " + tenant);
            }
            ids.add(tenant + "/" + override.path("id").asText());
            reference(pointer + "/tenant", "accounts", override.path("tenant"));
            reference(pointer + "/tariff", "tariffs", override.path("tariff"));
            contract(pointer + "/contract", override);
            JsonNode tariff = known("tariffs").get(override.path("tariff").asText());
            JsonNode components = override.path("components");
            for (int c = 0; tariff != null && c < components.size(); c++) {
                named(pointer + "/components/" + c, components.get(c), tariff);
                replaced(pointer + "/components/" + c + "/id", components.get(c).path("id"), tariff);
            }
        }
    }

    private void contract(String pointer, JsonNode override) {
        JsonNode account = known("accounts").get(override.path("tenant").asText());
        if (account != null && override.hasNonNull("contract")) {
            String contract = override.path("contract").asText();
            List<String> contracts = new ArrayList<>();
            account.path("contracts")
                    .forEach(one -> contracts.add(one.path("id").asText()));
            if (!contracts.contains(contract)) {
                fault(
                        pointer,
                        "'" + contract + "' is not among the contracts of tenant '"
                                + override.path("tenant").asText() + "': " + String.join(", ", contracts));
            }
        }
    }

    private void replaced(String pointer, JsonNode id, JsonNode tariff) {
        for (JsonNode version : tariff.path("versions")) {
            for (JsonNode component : version.path("components")) {
                if (component.path("id").equals(id)) {
                    return;
                }
            }
        }
        fault(
                pointer,
                "no version of tariff '" + tariff.path("id").asText() + "' has a component '" + id.asText()
                        + "' that could be replaced");
    }

    private void availability() {
        JsonNode all = root.path("availability");
        List<String> months = new ArrayList<>();
        for (int a = 0; a < all.size(); a++) {
            JsonNode one = all.get(a);
            reference("/availability/" + a + "/site", "sites", one.path("site"));
            String month =
                    one.path("site").asText() + " in " + one.path("month").asText();
            if (months.contains(month)) {
                fault("/availability/" + a, "there are two values for " + month);
            }
            months.add(month);
        }
    }

    /** What a component names. A member of one of these names means the same wherever it stands in a component. */
    private void named(String pointer, JsonNode node, JsonNode tariff) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String at = pointer + "/" + member.getKey();
            JsonNode value = member.getValue();
            switch (member.getKey()) {
                case "site" -> reference(at, "sites", value);
                case "sku" -> reference(at, "skus", value);
                case "series" -> reference(at, "priceSeries", value);
                case "exchangeRate" -> reference(at, "exchangeRates", value);
                default -> entries(at, value, tariff);
            }
        }
        if (node.hasNonNull("site") && node.hasNonNull("series")) {
            fits(pointer, node, tariff);
        }
    }

    private void entries(String pointer, JsonNode value, JsonNode tariff) {
        if (value.isObject()) {
            named(pointer, value, tariff);
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            String at = pointer + "/" + i;
            if (value.get(i).isObject()) {
                named(at, value.get(i), tariff);
            } else if (pointer.endsWith("/sites")) {
                reference(at, "sites", value.get(i));
            } else if (pointer.endsWith("/skus")) {
                reference(at, "skus", value.get(i));
            }
        }
    }

    /** Whether a series is of the zone of its site and leads to the currency of the tariff. */
    private void fits(String pointer, JsonNode index, JsonNode tariff) {
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
        if (series.path("currency").asText().equals(currency)) {
            return;
        }
        String seriesCurrency = series.path("currency").asText();
        JsonNode rate = known("exchangeRates").get(index.path("exchangeRate").asText());
        // A rate leads both ways: by multiplying or by dividing.
        boolean converts = rate != null
                && Set.of(rate.path("base").asText(), rate.path("quote").asText())
                        .equals(Set.of(seriesCurrency, currency));
        if (!converts) {
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
