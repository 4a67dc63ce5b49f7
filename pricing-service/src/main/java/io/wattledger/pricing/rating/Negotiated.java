package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyPart;
import io.wattledger.pricing.tariff.MonthComponent;
import io.wattledger.pricing.tariff.TariffOverride;
import io.wattledger.pricing.tariff.TariffVersion;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A tariff version as a contract has it: components that are negotiated stand in the place of those of the same id. What
 * names the contract wins over what is agreed with the tenant as a whole. A component that is rated by the month, or is
 * replaced by one that is, changes for the billing months that begin inside, since a month is rated once.
 *
 * <p>Energy of a site that goes over from one component to another leaves the one when the other takes it: where that waits
 * for its month, so do all that give or take of the same energy. Else it would be charged never or twice until then.
 *
 * @param version with the components that hold
 * @param overrides ids of the overrides that replaced a component, sorted
 */
record Negotiated(TariffVersion version, List<String> overrides) {

    /**
     * A component that holds.
     *
     * @param component the component
     * @param by what was negotiated; absent where it is that of the tariff
     */
    private record Choice(Component component, @Nullable TariffOverride by) {

        private Map<String, BigDecimal> percentBySite() {
            return component.energyParts().stream().collect(Collectors.toMap(EnergyPart::site, EnergyPart::percent));
        }

        /** The sites of whose energy two choices price another part. */
        private Set<String> sitesThatDiffer(Choice other) {
            if (component == other.component) {
                return Set.of();
            }
            Map<String, BigDecimal> mine = percentBySite();
            Map<String, BigDecimal> others = other.percentBySite();
            Set<String> sites = new HashSet<>(mine.keySet());
            sites.addAll(others.keySet());
            sites.removeIf(site -> mine.containsKey(site)
                    && others.containsKey(site)
                    && mine.get(site).compareTo(others.get(site)) == 0);
            return sites;
        }
    }

    static Negotiated of(
            TariffVersion version,
            List<TariffOverride> overrides,
            ContractFacts contract,
            Instant instant,
            Quotes quotes) {
        List<TariffOverride> concerning =
                overrides.stream().filter(one -> one.concerns(contract)).toList();
        if (concerning.isEmpty()) {
            return new Negotiated(version, List.of());
        }
        Instant month = monthStart(contract, instant);
        List<Choice> choices = new ArrayList<>();
        List<Choice> atOnce = new ArrayList<>();
        List<Choice> ofMonth = new ArrayList<>();
        for (Component component : version.components()) {
            Choice whereMonthBegins = choose(component, concerning, one -> one.holdsAt(month));
            ofMonth.add(whereMonthBegins);
            atOnce.add(choose(component, concerning, one -> one.holdsAt(instant)));
            if (!quotes.holds(RatingRule.SHARES_GO_OVER_TOGETHER)) {
                choices.add(choose(component, concerning, one -> one.holdsAt(waits(component, one) ? month : instant)));
            } else if (isOfMonth(component) || isOfMonth(whereMonthBegins.component)) {
                choices.add(whereMonthBegins);
            } else {
                choices.add(choose(component, concerning, one -> one.holdsAt(instant) && !waits(component, one)));
            }
        }
        if (quotes.holds(RatingRule.SHARES_GO_OVER_TOGETHER)) {
            holdBack(choices, atOnce, ofMonth);
        }
        SortedSet<String> used = choices.stream()
                .map(Choice::by)
                .filter(Objects::nonNull)
                .map(TariffOverride::id)
                .collect(Collectors.toCollection(TreeSet::new));
        return used.isEmpty()
                ? new Negotiated(version, List.of())
                : new Negotiated(
                        new TariffVersion(
                                version.validFrom(),
                                choices.stream().map(Choice::component).toList()),
                        List.copyOf(used));
    }

    private static Choice choose(Component component, List<TariffOverride> overrides, Predicate<TariffOverride> holds) {
        Optional<TariffOverride> replacing = overrides.stream()
                .filter(one -> one.component(component.id()).isPresent())
                .filter(holds)
                .min(Comparator.comparing(one -> one.contract() == null));
        return new Choice(
                replacing.flatMap(one -> one.component(component.id())).orElse(component), replacing.orElse(null));
    }

    /** Whether a component is replaced by that of an override only when a month begins. */
    private static boolean waits(Component component, TariffOverride override) {
        return isOfMonth(component)
                || override.component(component.id())
                        .filter(Negotiated::isOfMonth)
                        .isPresent();
    }

    private static boolean isOfMonth(Component component) {
        return component instanceof MonthComponent ofMonth && ofMonth.dueByMonth();
    }

    /**
     * Takes back to the beginning of the month what would take or give energy of a site at once, where another component gives
     * or takes of it with the month only; and what gives or takes with these at their other sites.
     */
    private static void holdBack(List<Choice> choices, List<Choice> atOnce, List<Choice> ofMonth) {
        Set<String> sites = new HashSet<>();
        for (int number = 0; number < choices.size(); number++) {
            sites.addAll(choices.get(number).sitesThatDiffer(atOnce.get(number)));
        }
        for (boolean more = !sites.isEmpty(); more; ) {
            more = false;
            for (int number = 0; number < choices.size(); number++) {
                Set<String> changed = choices.get(number).sitesThatDiffer(ofMonth.get(number));
                if (!Collections.disjoint(changed, sites)) {
                    choices.set(number, ofMonth.get(number));
                    more |= sites.addAll(changed);
                }
            }
        }
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
