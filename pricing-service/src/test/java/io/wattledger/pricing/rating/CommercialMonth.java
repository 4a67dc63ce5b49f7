package io.wattledger.pricing.rating;

import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.site.Availability;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.site.SiteState;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffOverride;
import io.wattledger.pricing.tariff.TariffVersion;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** March 2026 of one contract, billed in Europe/Oslo, with any tariff and use: rated day by day and then as a month. */
final class CommercialMonth {

    static final Instant START = Instant.parse("2026-02-28T23:00:00Z");
    static final Instant END = Instant.parse("2026-03-31T22:00:00Z");
    static final long HOUR = 3_600_000;

    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

    private final List<TariffVersion> versions = new ArrayList<>();
    private final Map<UsageKey, TreeMap<Instant, SlotUsage>> slots = new LinkedHashMap<>();
    private final List<TariffOverride> overrides = new ArrayList<>();
    private final List<Availability> availability = new ArrayList<>();

    CommercialMonth tariff(Component... components) {
        return version("2026-01-01", components);
    }

    CommercialMonth version(String from, Component... components) {
        versions.add(new TariffVersion(LocalDate.parse(from), List.of(components)));
        return this;
    }

    CommercialMonth override(TariffOverride override) {
        overrides.add(override);
        return this;
    }

    CommercialMonth available(String site, String percent) {
        availability.add(new Availability(site, YearMonth.of(2026, 3), new BigDecimal(percent)));
        return this;
    }

    /** The components of the last version. */
    Component[] components() {
        return versions.getLast().components().toArray(Component[]::new);
    }

    /** GPU time in the quarter-hour that begins at an instant, in milli-GPU-seconds; added to what is there. */
    CommercialMonth use(String project, String site, String sku, Instant start, long milliGpuSeconds) {
        slots.computeIfAbsent(new UsageKey("t", project, site, sku), key -> new TreeMap<>())
                .merge(
                        start,
                        new SlotUsage(start, milliGpuSeconds, 0, 0),
                        (one, other) -> new SlotUsage(start, one.milliGpuSeconds() + other.milliGpuSeconds(), 0, 0));
        return this;
    }

    /** GPU-hours at a site, all in one quarter-hour of the tenth. */
    CommercialMonth hours(String site, long gpuHours) {
        return use("p", site, "h100", Instant.parse("2026-03-10T12:00:00Z"), gpuHours * HOUR);
    }

    /** So many GPUs in every quarter-hour of a window. */
    CommercialMonth gpus(String site, String start, String end, int gpus) {
        for (Instant at = Instant.parse(start); at.isBefore(Instant.parse(end)); at = at.plusSeconds(900)) {
            use("p", site, "h100", at, gpus * 900_000L);
        }
        return this;
    }

    /** The records of days and then of the month. */
    List<RatedUsage> rated() {
        List<RatedUsage> days = days(new ArrayList<>(slots.keySet()));
        List<RatedUsage> all = new ArrayList<>(days);
        all.addAll(month(days));
        return all;
    }

    List<RatedUsage> days(List<UsageKey> order) {
        Agreement agreement = agreement();
        DayRating rating = new DayRating(agreement, new Quotes(Map.of(), Map.of()));
        List<RatedUsage> days = new ArrayList<>();
        for (UsageKey key : order) {
            Site site = agreement.sites().get(key.site());
            Map<LocalDate, List<SlotUsage>> byDay = new TreeMap<>();
            slots.get(key)
                    .values()
                    .forEach(slot -> byDay.computeIfAbsent(site.dayOf(slot.start()), day -> new ArrayList<>())
                            .add(slot));
            byDay.forEach((day, used) ->
                    days.addAll(rating.rate(new DayUsage(key, day, site.interval(day), used, List.of(contract())))
                            .rated()));
        }
        return days;
    }

    List<RatedUsage> month(List<RatedUsage> days) {
        List<ProjectLoad> all = new ArrayList<>();
        slots.forEach((key, used) ->
                all.add(new ProjectLoad(key.project(), key.site(), key.sku(), List.copyOf(used.values()))));
        return new MonthRating(agreement(), new Quotes(Map.of(), Map.of()))
                .rate(new MonthUsage("t", contract(), new Interval(START, END), days, all));
    }

    /** The use by series, as it was given. */
    Map<UsageKey, TreeMap<Instant, SlotUsage>> slots() {
        return slots;
    }

    private static ContractFacts contract() {
        return new ContractFacts("c", Instant.EPOCH, null, "tariff", "Europe/Oslo", "EUR");
    }

    private Agreement agreement() {
        Map<String, Site> sites = new HashMap<>();
        for (String id : List.of("glomfjord", "narvik")) {
            sites.put(id, site(id, OSLO));
        }
        sites.put("loughton", site("loughton", ZoneId.of("Europe/London")));
        Sku h100 = new Sku("h100", "H100", "H100", 80, 8, new BigDecimal("1275"), new BigDecimal("0.76"));
        Sku spot = new Sku("h100-spot", "H100", "H100", 80, 8, new BigDecimal("1275"), new BigDecimal("0.76"));
        Tariff tariff = new Tariff("tariff", "Tariff", "EUR", versions);
        return new Agreement(
                sites, Map.of("h100", h100, "h100-spot", spot), Map.of("tariff", tariff), overrides, availability);
    }

    private static Site site(String id, ZoneId zone) {
        return new Site(id, new Site.Place(id, "NO", "NO4"), zone, SiteState.LIVE, null, List.of());
    }

    static BigDecimal sum(List<RatedUsage> rated, Predicate<Charge> which) {
        return rated.stream()
                .flatMap(one -> one.charges().stream())
                .filter(which)
                .map(Charge::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    static BigDecimal sum(List<RatedUsage> rated, String component) {
        return sum(rated, charge -> charge.component().equals(component));
    }

    static String bytes(List<RatedUsage> rated) {
        StringBuilder all = new StringBuilder();
        rated.forEach(one -> all.append(new String(WireJson.write(one), StandardCharsets.UTF_8)));
        return all.toString();
    }
}
