package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.MonthComponent;
import io.wattledger.pricing.tariff.Tariff;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Prices use that has not happened, by the same engine that rates what has: a plan is usage of a tenant that nobody is,
 * with every slot full. So a quote can differ from the bill only by what is not known yet, and that is named.
 */
public final class PlanPricing {

    private static final String NOBODY = "quote";
    private static final long MILLI_GPU_SECONDS_PER_SLOT = Slot.LENGTH.toMillis();

    private final Agreement agreement;
    private final DayRating days;
    private final MonthRating months;

    /** Prices under these agreements and with these prices. */
    public PlanPricing(Agreement agreement, Quotes quotes) {
        this.agreement = agreement;
        this.days = new DayRating(agreement, quotes);
        this.months = new MonthRating(agreement, quotes);
    }

    /**
     * What is to run where.
     *
     * @param tariff id of a tariff of the agreement
     * @param site id of a site of the agreement
     * @param sku id of a SKU of the agreement
     * @param gpus how many, 1 or more
     */
    public record Plan(String tariff, String site, String sku, int gpus) {}

    /**
     * What a component comes to.
     *
     * @param component its id
     * @param description words for an invoice line
     * @param amount unrounded, in the tariff's currency
     */
    public record ComponentAmount(String component, String description, BigDecimal amount) {}

    /**
     * A priced plan.
     *
     * @param window when it runs
     * @param gpuHours what it uses
     * @param components what each component comes to, those of the month too, as if nothing else were used in it
     * @param amount their sum, unrounded
     * @param gaps what has no price yet; it is not in the amount, unless the gap says what fills it
     */
    public record Priced(
            Interval window, BigDecimal gpuHours, List<ComponentAmount> components, BigDecimal amount, List<Gap> gaps) {

        /** Copies the lists. */
        public Priced {
            components = List.copyOf(components);
            gaps = List.copyOf(gaps);
        }
    }

    /** Prices a plan over a window that begins and ends on quarter-hours. */
    public Priced price(Plan plan, Interval window) {
        Site site = site(plan);
        List<SlotUsage> slots = slots(plan, window);
        List<RatedUsage> rated = new ArrayList<>(days(plan, slots));
        for (LocalDate month = site.dayOf(window.start()).withDayOfMonth(1);
                month.atStartOfDay(site.timeZone()).toInstant().isBefore(window.end());
                month = month.plusMonths(1)) {
            Interval interval = new Interval(
                    month.atStartOfDay(site.timeZone()).toInstant(),
                    month.plusMonths(1).atStartOfDay(site.timeZone()).toInstant());
            rated.addAll(month(plan, interval, slots, rated));
        }
        return priced(plan, window, slots, rated);
    }

    /**
     * Prices a month of which the plan uses the first so many quarter-hours; what is due without any use is in it.
     *
     * @param month a billing month at the site
     * @param quarterHours 0 or more
     */
    public Priced priceMonth(Plan plan, Interval month, long quarterHours) {
        List<SlotUsage> slots = slots(plan, month).stream().limit(quarterHours).toList();
        List<RatedUsage> rated = new ArrayList<>(days(plan, slots));
        rated.addAll(month(plan, month, slots, rated));
        return priced(plan, month, slots, rated);
    }

    /**
     * The window of a length that costs least among all that begin on a quarter-hour inside the horizon; of several the
     * first. Charges of the month are left out: see {@link #notCompared}.
     *
     * @return empty where no window of this length has a price for each of its slots, and where a component of the month follows
     *     a price series at the site, so that the others do not tell which window costs least
     */
    public Optional<Priced> cheapest(Plan plan, Interval horizon, Duration length) {
        if (componentsOfMonth(plan, horizon)
                .anyMatch(one -> one.indexUses().stream()
                        .anyMatch(use -> use.isMoney() && use.site().equals(plan.site())))) {
            return Optional.empty();
        }
        List<Instant> starts = new ArrayList<>();
        List<Optional<BigDecimal>> costs = new ArrayList<>();
        for (Instant at = horizon.start(); at.isBefore(horizon.end()); at = at.plus(Slot.LENGTH)) {
            starts.add(at);
            costs.add(cost(days(plan, slots(plan, new Interval(at, at.plus(Slot.LENGTH))))));
        }
        int count = Math.toIntExact(length.dividedBy(Slot.LENGTH));
        BigDecimal least = null;
        int best = 0;
        for (int first = 0; first + count <= starts.size(); first++) {
            Optional<BigDecimal> sum = sum(costs.subList(first, first + count));
            if (sum.isPresent() && (least == null || sum.get().compareTo(least) < 0)) {
                least = sum.get();
                best = first;
            }
        }
        if (least == null) {
            return Optional.empty();
        }
        Interval window = new Interval(starts.get(best), starts.get(best).plus(length));
        List<SlotUsage> slots = slots(plan, window);
        return Optional.of(priced(plan, window, slots, days(plan, slots)));
    }

    /**
     * Ids of the components of the month, sorted: windows are not compared by what these come to. It may depend on when the plan
     * runs, as a peak does, or any charge of the month where a window may lie in one month or in two.
     */
    public List<String> notCompared(Plan plan, Interval horizon) {
        return componentsOfMonth(plan, horizon)
                .map(Component::id)
                .distinct()
                .sorted()
                .toList();
    }

    /** Those of the versions that hold inside the horizon. */
    private Stream<MonthComponent> componentsOfMonth(Plan plan, Interval horizon) {
        Site site = site(plan);
        LocalDate first = site.dayOf(horizon.start());
        LocalDate end = site.dayOf(horizon.end().minusNanos(1)).plusDays(1);
        Tariff tariff = Objects.requireNonNull(agreement.tariffs().get(plan.tariff()), plan.tariff());
        return first.datesUntil(end)
                .flatMap(day -> tariff.on(day).stream())
                .distinct()
                .flatMap(version -> version.components().stream())
                .filter(MonthComponent.class::isInstance)
                .map(MonthComponent.class::cast)
                .filter(MonthComponent::dueByMonth);
    }

    private static Optional<BigDecimal> sum(List<Optional<BigDecimal>> costs) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Optional<BigDecimal> cost : costs) {
            if (cost.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.add(cost.get());
        }
        return Optional.of(sum);
    }

    private static Optional<BigDecimal> cost(List<RatedUsage> rated) {
        boolean priced = rated.stream().noneMatch(one -> one.gaps().stream().anyMatch(gap -> !gap.filled()));
        return priced && !rated.isEmpty()
                ? Optional.of(rated.stream()
                        .flatMap(one -> one.charges().stream())
                        .map(Charge::amount)
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                : Optional.empty();
    }

    private List<RatedUsage> days(Plan plan, List<SlotUsage> slots) {
        Site site = site(plan);
        UsageKey key = new UsageKey(NOBODY, NOBODY, plan.site(), plan.sku());
        SortedMap<LocalDate, List<SlotUsage>> byDay = new TreeMap<>();
        slots.forEach(slot -> byDay.computeIfAbsent(site.dayOf(slot.start()), day -> new ArrayList<>())
                .add(slot));
        List<RatedUsage> rated = new ArrayList<>();
        byDay.forEach((day, used) ->
                rated.addAll(days.rate(new DayUsage(key, day, site.interval(day), used, List.of(contract(plan))))
                        .rated()));
        return rated;
    }

    private List<RatedUsage> month(Plan plan, Interval month, List<SlotUsage> slots, List<RatedUsage> days) {
        List<SlotUsage> inside =
                slots.stream().filter(slot -> month.contains(slot.start())).toList();
        return months.rate(new MonthUsage(
                NOBODY,
                contract(plan),
                month,
                days.stream().filter(day -> month.contains(day.periodStart())).toList(),
                inside.isEmpty() ? List.of() : List.of(new ProjectLoad(NOBODY, plan.site(), plan.sku(), inside))));
    }

    private ContractFacts contract(Plan plan) {
        Tariff tariff = Objects.requireNonNull(agreement.tariffs().get(plan.tariff()), plan.tariff());
        return new ContractFacts(
                NOBODY, Instant.EPOCH, null, tariff.id(), site(plan).timeZone().getId(), tariff.currency());
    }

    private Site site(Plan plan) {
        return Objects.requireNonNull(agreement.sites().get(plan.site()), plan.site());
    }

    private static List<SlotUsage> slots(Plan plan, Interval window) {
        List<SlotUsage> slots = new ArrayList<>();
        for (Instant at = window.start(); at.isBefore(window.end()); at = at.plus(Slot.LENGTH)) {
            slots.add(new SlotUsage(at, Math.multiplyExact(MILLI_GPU_SECONDS_PER_SLOT, plan.gpus()), 0, 0));
        }
        return slots;
    }

    private static Priced priced(Plan plan, Interval window, List<SlotUsage> slots, List<RatedUsage> rated) {
        Map<String, ComponentAmount> components = new TreeMap<>();
        List<Gap> gaps = new ArrayList<>();
        BigDecimal amount = BigDecimal.ZERO;
        for (RatedUsage one : rated) {
            gaps.addAll(one.gaps());
            for (Charge charge : one.charges()) {
                amount = amount.add(charge.amount());
                components.merge(
                        charge.component(),
                        new ComponentAmount(charge.component(), charge.description(), charge.amount()),
                        (sum, more) -> new ComponentAmount(
                                sum.component(),
                                sum.description(),
                                Exact.normal(sum.amount().add(more.amount()))));
            }
        }
        BigDecimal time = BigDecimal.valueOf(MILLI_GPU_SECONDS_PER_SLOT)
                .multiply(BigDecimal.valueOf((long) plan.gpus() * slots.size()));
        return new Priced(
                window,
                Exact.divide(time, Exact.MILLI_GPU_SECONDS_PER_GPU_HOUR),
                List.copyOf(components.values()),
                Exact.normal(amount),
                gaps);
    }
}
