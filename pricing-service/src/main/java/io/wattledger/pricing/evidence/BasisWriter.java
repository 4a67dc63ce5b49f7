package io.wattledger.pricing.evidence;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.evidence.RatingInput.Agreed;
import io.wattledger.pricing.evidence.RatingInput.Available;
import io.wattledger.pricing.evidence.RatingInput.DayBasis;
import io.wattledger.pricing.evidence.RatingInput.DayOfMonth;
import io.wattledger.pricing.evidence.RatingInput.MonthBasis;
import io.wattledger.pricing.evidence.RatingInput.RatedThen;
import io.wattledger.pricing.evidence.RatingInput.UsedSlots;
import io.wattledger.pricing.rating.Agreement;
import io.wattledger.pricing.rating.DayUsage;
import io.wattledger.pricing.rating.MonthUsage;
import io.wattledger.pricing.rating.ProjectLoad;
import io.wattledger.pricing.rating.Quotes;
import io.wattledger.pricing.rating.SlotUsage;
import io.wattledger.pricing.site.Availability;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.IndexUse;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffOverride;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Writes down what days and months were rated from: of all that was loaded for a bunch of them, that which each could depend
 * on. What many of them share is written once.
 */
public final class BasisWriter {

    private final Agreement agreement;
    private final TermsWriter terms;
    private final Map<DayPlace, TermsWriter.Written> termsOfDays = new HashMap<>();

    /** Writes down parts of what is given to the rating too. */
    public BasisWriter(Agreement agreement, Quotes quotes) {
        this.agreement = agreement;
        this.terms = new TermsWriter(quotes);
    }

    /** What two series of one site and day share where their tenants have the same tariffs. */
    private record DayPlace(String site, String sku, LocalDate day, Set<String> tariffs) {}

    /** The basis of all records of a day. */
    public Basis of(DayUsage day) {
        UsageKey key = day.key();
        Inputs inputs = new Inputs(key.tenant());
        String slots = inputs.add(new UsedSlots(key, SlotRun.of(day.slots())));
        List<TariffOverride> overrides = overridesOf(key.tenant());
        String agreed = inputs.add(new Agreed(day.contracts(), overrides));
        Set<String> tariffs = tariffsOf(day.contracts(), day.interval());
        TermsWriter.Written shared = termsOfDays.computeIfAbsent(
                new DayPlace(key.site(), key.sku(), day.siteDay(), tariffs),
                place -> termsOf(place, overrides, day.interval()));
        shared.inputs().forEach(inputs::add);
        String sha256 = inputs.add(new DayBasis(key, day.siteDay(), day.interval(), slots, agreed, shared.sha256()));
        return inputs.basis(sha256);
    }

    private TermsWriter.Written termsOf(DayPlace place, List<TariffOverride> overrides, Interval interval) {
        List<RatingInput> things = new ArrayList<>();
        Site site = agreement.sites().get(place.site());
        if (site != null) {
            things.add(new RatingInput.SiteThen(site));
        }
        if (agreement.skus().containsKey(place.sku())) {
            things.add(new RatingInput.SkuThen(agreement.skus().get(place.sku())));
        }
        List<IndexUse> indices = indices(place.tariffs(), overrides, things).stream()
                .filter(index -> index.site().equals(place.site()))
                .toList();
        String carbon = site == null ? null : site.declared().carbon().locationSeries();
        return terms.write(things, indices, carbon, interval);
    }

    /**
     * The basis of all records of a month.
     *
     * @param rated what its charge periods were rated from, one for each of {@code month.days()}
     */
    public Basis of(MonthUsage month, List<RatedThen> rated) {
        Inputs inputs = new Inputs(month.tenant());
        SortedMap<LocalDate, List<String>> slots = new TreeMap<>();
        for (ProjectLoad load : month.loads()) {
            UsageKey key = new UsageKey(month.tenant(), load.project(), load.site(), load.sku());
            byDay(load)
                    .forEach((day, ofDay) -> slots.computeIfAbsent(day, none -> new ArrayList<>())
                            .add(inputs.add(new UsedSlots(key, SlotRun.of(ofDay)))));
        }
        SortedMap<LocalDate, List<RatedThen>> records = new TreeMap<>();
        for (int number = 0; number < rated.size(); number++) {
            RatedUsage day = month.days().get(number);
            records.computeIfAbsent(day.siteDate(), none -> new ArrayList<>()).add(rated.get(number));
        }
        Set<LocalDate> days = new TreeSet<>(slots.keySet());
        days.addAll(records.keySet());
        List<String> written = days.stream()
                .map(day -> inputs.add(
                        new DayOfMonth(day, slots.getOrDefault(day, List.of()), records.getOrDefault(day, List.of()))))
                .toList();
        List<TariffOverride> overrides = overridesOf(month.tenant());
        String agreed = inputs.add(new Agreed(List.of(month.contract()), overrides));
        TermsWriter.Written shared = termsOf(month, overrides);
        shared.inputs().forEach(inputs::add);
        String sha256 = inputs.add(new MonthBasis(
                month.tenant(), month.contract().contract(), month.interval(), written, agreed, shared.sha256()));
        return inputs.basis(sha256);
    }

    /** A month may name any site, used or not: a capacity charge does. */
    private TermsWriter.Written termsOf(MonthUsage month, List<TariffOverride> overrides) {
        List<RatingInput> things = new ArrayList<>();
        new TreeMap<>(agreement.sites()).values().forEach(site -> things.add(new RatingInput.SiteThen(site)));
        new TreeMap<>(agreement.skus()).values().forEach(sku -> things.add(new RatingInput.SkuThen(sku)));
        things.add(new Available(agreement.availability().stream()
                .sorted(Comparator.comparing((Availability one) -> one.site()).thenComparing(one -> one.month()))
                .toList()));
        Set<String> tariffs = tariffsOf(List.of(month.contract()), month.interval());
        List<IndexUse> indices = indices(tariffs, overrides, things);
        return terms.write(things, indices, null, month.interval());
    }

    /** The indices that tariffs and what is negotiated name; adds the tariffs to {@code things}. */
    private List<IndexUse> indices(Set<String> tariffs, List<TariffOverride> overrides, List<RatingInput> things) {
        List<Component> components = new ArrayList<>();
        for (String id : tariffs) {
            Tariff tariff = Objects.requireNonNull(agreement.tariffs().get(id));
            things.add(new RatingInput.TariffThen(tariff));
            tariff.versions().forEach(version -> components.addAll(version.components()));
        }
        Stream<Component> negotiated = overrides.stream()
                .filter(override -> tariffs.contains(override.tariff()))
                .flatMap(override -> override.components().stream());
        return Stream.concat(components.stream(), negotiated)
                .flatMap(component -> component.indexUses().stream())
                .toList();
    }

    private Map<LocalDate, List<SlotUsage>> byDay(ProjectLoad load) {
        Site site = agreement.sites().get(load.site());
        Map<LocalDate, List<SlotUsage>> days = new LinkedHashMap<>();
        for (SlotUsage slot : load.slots()) {
            LocalDate day = site == null ? LocalDate.ofInstant(slot.start(), ZoneOffset.UTC) : site.dayOf(slot.start());
            days.computeIfAbsent(day, none -> new ArrayList<>()).add(slot);
        }
        return days;
    }

    private List<TariffOverride> overridesOf(String tenant) {
        return agreement.overrides().stream()
                .filter(one -> one.tenant().equals(tenant))
                .sorted(Comparator.comparing(TariffOverride::id))
                .toList();
    }

    private Set<String> tariffsOf(List<ContractFacts> contracts, Interval interval) {
        Set<String> tariffs = new TreeSet<>();
        for (ContractFacts contract : contracts) {
            boolean ended = contract.end() != null && !contract.end().isAfter(interval.start());
            if (!ended
                    && contract.start().isBefore(interval.end())
                    && agreement.tariffs().containsKey(contract.tariff())) {
                tariffs.add(contract.tariff());
            }
        }
        return tariffs;
    }

    /** The inputs of one basis, each once. */
    private static final class Inputs {
        private final String tenant;
        private final Map<String, WrittenInput> written = new LinkedHashMap<>();

        Inputs(String tenant) {
            this.tenant = tenant;
        }

        String add(RatingInput input) {
            return add(WrittenInput.of(tenant, input));
        }

        String add(WrittenInput input) {
            written.put(input.sha256(), input);
            return input.sha256();
        }

        Basis basis(String sha256) {
            return new Basis(sha256, List.copyOf(written.values()));
        }
    }
}
