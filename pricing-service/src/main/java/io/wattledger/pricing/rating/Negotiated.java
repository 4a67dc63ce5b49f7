package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.MonthComponent;
import io.wattledger.pricing.tariff.TariffOverride;
import io.wattledger.pricing.tariff.TariffVersion;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A tariff version as a contract has it: components that are negotiated stand in the place of those of the same id. What
 * names the contract wins over what is agreed with the tenant as a whole. A component that is rated by the month, or is
 * replaced by one that is, changes for the billing months that begin inside, since a month is rated once.
 *
 * @param version with the components that hold
 * @param overrides ids of the overrides that replaced a component, sorted
 */
record Negotiated(TariffVersion version, List<String> overrides) {

    static Negotiated of(
            TariffVersion version, List<TariffOverride> overrides, ContractFacts contract, Instant instant) {
        List<Component> components = new ArrayList<>();
        SortedSet<String> used = new TreeSet<>();
        for (Component component : version.components()) {
            Optional<TariffOverride> replacing = overrides.stream()
                    .filter(one -> one.concerns(contract) && replaces(one, component, contract, instant))
                    .min(Comparator.comparing(one -> one.contract() == null));
            replacing.ifPresent(one -> used.add(one.id()));
            components.add(
                    replacing.flatMap(one -> one.component(component.id())).orElse(component));
        }
        return used.isEmpty()
                ? new Negotiated(version, List.of())
                : new Negotiated(new TariffVersion(version.validFrom(), components), List.copyOf(used));
    }

    private static boolean replaces(
            TariffOverride override, Component component, ContractFacts contract, Instant instant) {
        return override.component(component.id())
                .filter(other -> override.holdsAt(
                        isOfMonth(component) || isOfMonth(other) ? monthStart(contract, instant) : instant))
                .isPresent();
    }

    private static boolean isOfMonth(Component component) {
        return component instanceof MonthComponent ofMonth && ofMonth.dueByMonth();
    }

    /** Where the billing month begins, or the contract inside it. */
    private static Instant monthStart(ContractFacts contract, Instant instant) {
        ZoneId zone = ZoneId.of(contract.billingTimeZone());
        Instant start = LocalDate.ofInstant(instant, zone)
                .withDayOfMonth(1)
                .atStartOfDay(zone)
                .toInstant();
        return start.isBefore(contract.start()) ? contract.start() : start;
    }
}
