package io.wattledger.pricing.catalog;

import io.wattledger.pricing.tariff.Component;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Gathers what is wrong, so that a person learns all of it at once. */
final class Faults {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private final List<CatalogFault> faults = new ArrayList<>();

    void add(String pointer, String detail) {
        add(CatalogRule.GENERAL, pointer, detail);
    }

    void add(CatalogRule rule, String pointer, String detail) {
        faults.add(new CatalogFault(rule, pointer, detail));
    }

    List<CatalogFault> all() {
        return List.copyOf(faults);
    }

    void requireText(String text, String pointer) {
        if (text.isBlank()) {
            add(pointer, "is blank");
        }
    }

    void requireId(String id, String pointer) {
        if (!ID.matcher(id).matches()) {
            add(pointer, "'" + id + "' is no id: letters, digits, '.', '_' and '-', at most 128, not first a sign");
        }
    }

    void requireCurrency(String code, String pointer) {
        try {
            Currency.getInstance(code);
        } catch (IllegalArgumentException e) {
            add(pointer, "'" + code + "' is no ISO 4217 currency");
        }
    }

    /** The zone; UTC, with a fault noted, where there is none of this name. */
    ZoneId zone(String name, String pointer) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            add(pointer, "'" + name + "' is no IANA time zone, for example Europe/Oslo");
            return ZoneId.of("UTC");
        }
    }

    /** Checks each component by itself, and that no two have one id. */
    void requireComponents(List<Component> components, String at) {
        Set<String> ids = new HashSet<>();
        int number = 0;
        for (Component component : components) {
            String place = at + "/" + number++;
            requireText(component.id(), place + "/id");
            requireText(component.description(), place + "/description");
            if (!ids.add(component.id())) {
                add(place + "/id", "'" + component.id() + "' occurs twice here");
            }
            component.check((pointer, detail) -> add(place + pointer, detail));
        }
        if (components.isEmpty()) {
            add(at, "there is no component");
        }
    }
}
