package io.wattledger.pricing.catalog;

import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.MonthComponent;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffOverride;
import io.wattledger.pricing.tariff.TariffVersion;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is wrong with tariff versions as contracts have them: with all that is negotiated with the tenant and for the
 * contract at one time, where each by itself may be right. What holds for a contract wins component by component.
 */
final class NegotiatedTogether {

    private final Catalog catalog;
    private final Map<Finding, Instant> findings = new LinkedHashMap<>();

    private NegotiatedTogether(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Something wrong.
     *
     * @param tariff id of the tariff
     * @param version first day of the version
     * @param overrides names in the catalog of what holds together, sorted
     * @param flaw what is wrong
     */
    record Finding(String tariff, LocalDate version, List<String> overrides, String flaw) {

        /** What is wrong, when, and what holds then. */
        String words(Instant from) {
            String ids = overrides.stream()
                    .map(name -> "'" + name.substring(name.indexOf('/') + 1) + "'")
                    .collect(Collectors.joining(" and "));
            return flaw + "; so it is with version " + version + " of tariff " + tariff + " from " + from
                    + " on, where " + ids + (overrides.size() == 1 ? " holds" : " hold");
        }
    }

    /** What is wrong, in the order of tariffs and tenants, each with the first instant at which it is. */
    static Map<Finding, Instant> in(Catalog catalog) {
        NegotiatedTogether together = new NegotiatedTogether(catalog);
        Map<String, List<TariffOverride>> byTenant = catalog.overrides().values().stream()
                .sorted(Comparator.comparing(Catalog::nameOf))
                .collect(Collectors.groupingBy(
                        one -> one.tariff() + "/" + one.tenant(), LinkedHashMap::new, Collectors.toList()));
        byTenant.values().forEach(together::ofTenant);
        return together.findings;
    }

    /** What is negotiated with one tenant about one tariff. */
    private void ofTenant(List<TariffOverride> overrides) {
        Tariff tariff = catalog.tariffs().get(overrides.getFirst().tariff());
        if (tariff == null) {
            return;
        }
        // Contracts for which nothing is negotiated have what is agreed with the tenant alone.
        Set<@Nullable String> contracts = new LinkedHashSet<>();
        contracts.add(null);
        overrides.forEach(one -> contracts.add(one.contract()));
        for (String contract : contracts) {
            ofContract(
                    tariff,
                    overrides.stream()
                            .filter(one ->
                                    one.contract() == null || one.contract().equals(contract))
                            .toList());
        }
    }

    private void ofContract(Tariff tariff, List<TariffOverride> overrides) {
        SortedSet<Instant> changes = new TreeSet<>();
        for (TariffOverride override : overrides) {
            changes.add(override.validFrom());
            if (override.validTo() != null) {
                changes.add(override.validTo());
            }
        }
        for (Instant start : changes) {
            List<TariffOverride> holding =
                    overrides.stream().filter(one -> one.holdsAt(start)).toList();
            Instant end =
                    changes.tailSet(start.plusNanos(1)).stream().findFirst().orElse(Instant.MAX);
            if (!holding.isEmpty()) {
                for (int number = 0; number < tariff.versions().size(); number++) {
                    check(tariff, number, holding, new Stretch(start, end));
                }
            }
        }
    }

    /** A stretch of time; {@code end} is the first instant after it, and it is empty where that does not come after its start. */
    private record Stretch(Instant start, Instant end) {

        private Stretch shared(Stretch other) {
            return new Stretch(
                    start.isBefore(other.start) ? other.start : start, end.isBefore(other.end) ? end : other.end);
        }
    }

    private void check(Tariff tariff, int number, List<TariffOverride> holding, Stretch time) {
        List<Component> components = components(tariff.versions().get(number), holding);
        EnergyOnce.flawsBySite(components).forEach((site, flaw) -> {
            Site place = catalog.sites().get(site);
            boolean byMonth =
                    components.stream().anyMatch(one -> one instanceof MonthComponent && one.pricesEnergyAt(site));
            if (place != null) {
                note(tariff, number, holding, flaw, time.shared(heldAt(tariff, number, place.timeZone(), byMonth)));
            }
        });
        Stretch anywhere = time.shared(heldAt(tariff, number, ZoneOffset.UTC, true));
        FacilityEnergyNamed.check(components, (pointer, flaw) -> note(tariff, number, holding, flaw, anywhere));
    }

    private void note(Tariff tariff, int number, List<TariffOverride> holding, String flaw, Stretch time) {
        if (time.start.isBefore(time.end)) {
            findings.putIfAbsent(
                    new Finding(
                            tariff.id(),
                            tariff.versions().get(number).validFrom(),
                            holding.stream().map(Catalog::nameOf).toList(),
                            flaw),
                    time.start);
        }
    }

    private static List<Component> components(TariffVersion version, List<TariffOverride> holding) {
        List<Component> components = new ArrayList<>();
        for (Component component : version.components()) {
            components.add(holding.stream()
                    .sorted(Comparator.comparing((TariffOverride one) -> one.contract() == null))
                    .map(one -> one.component(component.id()))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElse(component));
        }
        return components;
    }

    /**
     * When a version can have what holds at an instant: while it holds itself at a site and, where energy is priced by the
     * month, from the beginning of the month in which it begins, since what holds there is kept for all of the month.
     */
    private static Stretch heldAt(Tariff tariff, int number, ZoneId zone, boolean byMonth) {
        LocalDate from = tariff.versions().get(number).validFrom();
        Instant start =
                (byMonth ? from.withDayOfMonth(1) : from).atStartOfDay(zone).toInstant();
        return new Stretch(
                start,
                number + 1 < tariff.versions().size()
                        ? tariff.versions()
                                .get(number + 1)
                                .validFrom()
                                .atStartOfDay(zone)
                                .toInstant()
                        : Instant.MAX);
    }
}
