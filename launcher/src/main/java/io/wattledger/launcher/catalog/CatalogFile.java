package io.wattledger.launcher.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattledger.launcher.InputFault;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A catalog that keeps its schema and whose references lead somewhere; see docs/catalog.md. */
public final class CatalogFile {

    private static final List<String> PRICING_PARTS = List.of(
            "sites",
            "skus",
            "priceSeries",
            "exchangeRates",
            "carbonSeries",
            "priceFeeds",
            "tariffs",
            "tariffOverrides",
            "availability");
    private static final List<String> BILLING_PARTS =
            List.of("legalEntities", "accounts", "taxExchangeRates", "emissionFactors");

    private final String file;
    private final JsonNode root;
    private final Map<String, Place> places;

    private CatalogFile(String file, JsonNode root, Map<String, Place> places) {
        this.file = file;
        this.root = root;
        this.places = places;
    }

    /**
     * Reads and checks a catalog.
     *
     * @throws InputFault when it cannot be read, breaks the schema or refers to what it does not hold
     */
    public static CatalogFile read(Path path) {
        return parse(path.toString(), text(path));
    }

    /**
     * Reads how usage becomes events: from a mapping file, which holds a usage section alone, or from a whole catalog.
     *
     * @throws InputFault when it cannot be read or breaks the schema
     */
    public static JsonNode readUsage(Path path) {
        String text = text(path);
        YamlTree.Parsed parsed = YamlTree.read(path.toString(), text);
        if (parsed.root().has("catalog")) {
            return parse(path.toString(), text).usage();
        }
        var mapping = new CatalogFile(path.toString(), parsed.root(), parsed.places());
        mapping.refuse(CatalogSchema.usageFaults(parsed.root()));
        return parsed.root();
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (MalformedInputException e) {
            throw new InputFault(path + ": is not UTF-8 text");
        } catch (IOException e) {
            throw InputFault.unreadable(path, e);
        }
    }

    /** Checks the text of a catalog; {@code file} is its name in messages. */
    public static CatalogFile parse(String file, String text) {
        YamlTree.Parsed parsed = YamlTree.read(file, text);
        var catalog = new CatalogFile(file, parsed.root(), parsed.places());
        List<CatalogFault> faults = new ArrayList<>(CatalogSchema.faults(parsed.root()));
        if (faults.isEmpty()) {
            faults.addAll(CatalogReferences.faults(parsed.root()));
        }
        catalog.refuse(faults);
        return catalog;
    }

    private void refuse(List<CatalogFault> faults) {
        if (!faults.isEmpty()) {
            throw new InputFault(faults.stream()
                    .map(fault -> at(fault.pointer()) + ": " + fault.detail())
                    .toList());
        }
    }

    /** File, line and column of the value at a JSON pointer, or of the nearest thing around it. */
    public String at(String pointer) {
        String nearest = pointer;
        while (!places.containsKey(nearest) && nearest.contains("/")) {
            nearest = nearest.substring(0, nearest.lastIndexOf('/'));
        }
        Place place = places.get(nearest);
        String where = pointer.isEmpty() ? "" : ": " + pointer;
        return place == null ? file + where : file + ":" + place + where;
    }

    /** The catalog's own name. */
    public String name() {
        return root.path("name").asText();
    }

    /** What pricing keeps. */
    public JsonNode pricingPart() {
        return part(PRICING_PARTS);
    }

    /** What billing keeps. */
    public JsonNode billingPart() {
        return part(BILLING_PARTS);
    }

    /** How usage rows become events; every member may be absent. */
    public JsonNode usage() {
        return root.path("usage");
    }

    /** How price files are read, in order. */
    public List<JsonNode> priceFiles() {
        List<JsonNode> readings = new ArrayList<>();
        root.path("priceFiles").forEach(readings::add);
        return List.copyOf(readings);
    }

    /** Every tenant that has an account. */
    public SortedSet<String> tenants() {
        SortedSet<String> tenants = new TreeSet<>();
        root.path("accounts")
                .forEach(account -> tenants.add(account.path("tenant").asText()));
        return tenants;
    }

    /**
     * The zone in which each tenant's billing months begin: that of the contract that began last on or before {@code firstDay},
     * or else of the first to begin.
     */
    public SortedMap<String, ZoneId> billingZones(LocalDate firstDay) {
        SortedMap<String, ZoneId> zones = new TreeMap<>();
        for (JsonNode account : root.path("accounts")) {
            NavigableMap<LocalDate, ZoneId> byBegin = new TreeMap<>();
            for (JsonNode contract : account.path("contracts")) {
                byBegin.putIfAbsent(
                        LocalDate.parse(contract.path("validFrom").asText()),
                        ZoneId.of(contract.path("billingTimeZone").asText()));
            }
            var begun = byBegin.floorEntry(firstDay);
            zones.put(account.path("tenant").asText(), (begun == null ? byBegin.firstEntry() : begun).getValue());
        }
        return zones;
    }

    private ObjectNode part(List<String> members) {
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        for (String member : members) {
            part.set(member, root.has(member) ? root.get(member) : JsonNodeFactory.instance.arrayNode());
        }
        return part;
    }
}
