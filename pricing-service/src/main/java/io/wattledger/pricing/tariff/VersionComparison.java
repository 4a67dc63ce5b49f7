package io.wattledger.pricing.tariff;

import io.wattledger.contracts.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares tariff versions member by member in their written form, so that a kind of component need not know how it is
 * compared. An entry of a list is known by the members that name it (a SKU, a site, a day), and where these do not tell
 * the entries apart by its place.
 */
public final class VersionComparison {

    /** Members that name an entry of a list, in the order in which they are said. */
    private static final List<String> NAMES = List.of(
            "id", "sku", "site", "series", "taxClass", "name", "tenant", "project", "validFrom", "from", "start");

    private final List<Difference> differences = new ArrayList<>();

    private VersionComparison() {}

    /** What differs; all of the later version where there is no earlier one. */
    public static List<Difference> of(@Nullable TariffVersion before, TariffVersion after) {
        VersionComparison comparison = new VersionComparison();
        Map<String, Object> old = before == null ? Map.of() : components(before);
        Map<String, Object> changed = components(after);
        comparison.members("", old, changed);
        List<String> oldOrder = kept(old, changed);
        List<String> newOrder = kept(changed, old);
        if (!oldOrder.equals(newOrder)) {
            // The order of evaluation is part of a version.
            comparison.differences.add(
                    new Difference("order of components", String.join(", ", oldOrder), String.join(", ", newOrder)));
        }
        return List.copyOf(comparison.differences);
    }

    private static List<String> kept(Map<String, Object> all, Map<String, Object> others) {
        return all.keySet().stream().filter(others::containsKey).toList();
    }

    private static Map<String, Object> components(TariffVersion version) {
        Map<String, Object> components = new LinkedHashMap<>();
        for (Object component : (List<?>) tree(version).getOrDefault("components", List.of())) {
            Map<String, Object> members = object(component);
            components.put(String.valueOf(members.remove("id")), members);
        }
        return components;
    }

    @SuppressWarnings("unchecked") // what JSON is read into has texts as keys
    private static Map<String, Object> tree(Object value) {
        try {
            return WireJson.read(WireJson.write(value), LinkedHashMap.class);
        } catch (IOException e) {
            throw new UncheckedIOException("what was just written cannot be read", e);
        }
    }

    @SuppressWarnings("unchecked") // as above
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    private void members(String at, Map<String, Object> before, Map<String, Object> after) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            value(at.isEmpty() ? name : at + " / " + name, before.get(name), after.get(name));
        }
    }

    private void value(String at, @Nullable Object before, @Nullable Object after) {
        if (isComposed(before) || isComposed(after)) {
            composed(at, before, after);
        } else if (!String.valueOf(before).equals(String.valueOf(after))) {
            differences.add(new Difference(at, text(before), text(after)));
        }
    }

    private void composed(String at, @Nullable Object before, @Nullable Object after) {
        if (before instanceof List<?> || after instanceof List<?>) {
            Map<String, Object> old = entries(before);
            Map<String, Object> changed = entries(after);
            Set<String> names = new LinkedHashSet<>(old.keySet());
            names.addAll(changed.keySet());
            // As one unit: "sites glomfjord", and then what of it differs.
            for (String name : names) {
                value(at + " " + name, old.get(name), changed.get(name));
            }
        } else {
            members(at, before == null ? Map.of() : object(before), after == null ? Map.of() : object(after));
        }
    }

    private static boolean isComposed(@Nullable Object value) {
        return value instanceof List<?> || value instanceof Map<?, ?>;
    }

    private static Map<String, Object> entries(@Nullable Object list) {
        List<?> values = list instanceof List<?> all ? all : List.of();
        Map<String, Object> named = new LinkedHashMap<>();
        for (Object value : values) {
            named.put(name(value), value);
        }
        if (named.size() == values.size() && !named.containsKey("")) {
            return named;
        }
        Map<String, Object> placed = new LinkedHashMap<>();
        for (Object value : values) {
            placed.put(Integer.toString(placed.size() + 1), value);
        }
        return placed;
    }

    private static String name(Object value) {
        if (!(value instanceof Map<?, ?> members)) {
            return "";
        }
        return String.join(
                " ",
                NAMES.stream()
                        .filter(members::containsKey)
                        .map(name -> String.valueOf(members.get(name)))
                        .toList());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : String.valueOf(value);
    }
}
