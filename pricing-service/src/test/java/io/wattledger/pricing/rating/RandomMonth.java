package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.energy.EnergyPrice;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.energy.StatedPrice;
import io.wattledger.pricing.site.CarbonMethod;
import io.wattledger.pricing.site.PowerUsage;
import io.wattledger.pricing.site.PueMethod;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.site.SiteState;
import io.wattledger.pricing.site.TaxClass;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffVersion;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A contract over a random part of a month at one site, with two projects, two SKUs, prices and a random tariff. */
final class RandomMonth {

    static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

    final Instant start;
    final Instant end;
    final long resolutionSeconds;
    final BigDecimal bigWatts;
    final BigDecimal smallWatts;
    final LocalDate classChange;
    final List<Component> components;
    final List<ProjectLoad> loads = new ArrayList<>();
    final Map<Instant, StatedPrice> prices = new HashMap<>();

    private final Map<String, Long> times = new HashMap<>();
    private final Random random;
    private final BigDecimal pueBefore;
    private final BigDecimal pueAfter;
    private final Resolution resolution;

    RandomMonth(long seed) {
        random = new Random(seed);
        // Days around both clock changes come up often.
        LocalDate first = random.nextInt(4) == 0
                ? LocalDate.parse(random.nextBoolean() ? "2026-03-28" : "2026-10-24")
                : LocalDate.parse("2026-01-01").plusDays(random.nextInt(364));
        Instant midnight = first.atStartOfDay(OSLO).toInstant();
        Instant endOfMonth =
                first.withDayOfMonth(1).plusMonths(1).atStartOfDay(OSLO).toInstant();
        start = midnight.plusSeconds(900L * random.nextInt(90));
        // Short ones come up often, so that many can be tried.
        int most = random.nextBoolean() ? 20 : 140;
        Instant until = start.plusSeconds(900L * (1 + random.nextInt(most)));
        end = until.isAfter(endOfMonth) ? endOfMonth : until;
        classChange = first.plusDays(random.nextInt(3) - 1L);
        resolution = Resolution.values()[random.nextInt(3)];
        resolutionSeconds = resolution.length().toSeconds();
        pueBefore = BigDecimal.ONE.add(decimal(600, 3));
        pueAfter = BigDecimal.ONE.add(decimal(600, 3));
        bigWatts = decimal(2_000_000, 3);
        smallWatts = decimal(900_000, 3);
        components = new RandomTariff(random).components();
        fillPrices();
        for (String project : List.of("p1", "p2")) {
            for (String sku : List.of("big", "small")) {
                if (random.nextInt(4) > 0) {
                    List<SlotUsage> slots = slots();
                    slots.forEach(slot -> times.merge(sku + slot.start(), slot.milliGpuSeconds(), Long::sum));
                    loads.add(new ProjectLoad(project, "site", sku, slots));
                }
            }
        }
    }

    private BigDecimal decimal(int bound, int scale) {
        return BigDecimal.valueOf(random.nextInt(bound), scale);
    }

    private void fillPrices() {
        int holes = random.nextInt(3) == 0 ? 3 : 1000;
        for (Instant at = resolution.slotStart(start.minusSeconds(90_000));
                at.isBefore(end);
                at = at.plusSeconds(resolutionSeconds)) {
            if (random.nextInt(holes) > 0) {
                BigDecimal value = decimal(200_000, 3).subtract(new BigDecimal("50"));
                prices.put(at, new StatedPrice(EnergyPrice.of(value, EnergyUnit.MWH), "doc" + random.nextInt(3)));
            }
        }
    }

    private List<SlotUsage> slots() {
        List<SlotUsage> slots = new ArrayList<>();
        for (Instant at = start; at.isBefore(end); at = at.plusSeconds(900)) {
            if (random.nextInt(5) > 0) {
                long used = random.nextLong(1, 40_000_000L);
                long measured = random.nextBoolean() ? used : random.nextLong(0, used + 1);
                slots.add(new SlotUsage(at, used, measured, measured * random.nextLong(0, 1500)));
            }
        }
        return slots;
    }

    BigDecimal pue(LocalDate day) {
        return day.isBefore(classChange) ? pueBefore : pueAfter;
    }

    /** Null where there is no price. */
    BigDecimal price(Instant slot) {
        StatedPrice price = prices.get(slot);
        return price == null ? null : price.price().value();
    }

    /** Local days of the contract. */
    int localDays() {
        LocalDate first = start.atZone(OSLO).toLocalDate();
        LocalDate last = end.minusNanos(1).atZone(OSLO).toLocalDate();
        return (int) (last.toEpochDay() - first.toEpochDay() + 1);
    }

    /** GPU-hours of a SKU in a slot, over all projects. */
    BigDecimal hoursOf(String sku, Instant slot) {
        long time = times.getOrDefault(sku + slot, 0L);
        return new BigDecimal(time).divide(new BigDecimal("3600000"), new MathContext(70));
    }

    /** All records: of the days, and of the month. */
    List<RatedUsage> rate() {
        return rate(List.of(contract(start, end)));
    }

    /** The same where the contract is cut in two that say the same. */
    List<RatedUsage> rateCutAt(Instant cut) {
        return rate(List.of(contract(start, cut), contract(cut, end)));
    }

    private static ContractFacts contract(Instant from, Instant until) {
        return new ContractFacts("c" + from, from, until, "tariff", "Europe/Oslo", "NOK");
    }

    private List<RatedUsage> rate(List<ContractFacts> contracts) {
        Site site = new Site(
                "site",
                new Site.Place("Site", "NO", "NO4"),
                OSLO,
                SiteState.LIVE,
                null,
                List.of(
                        new PowerUsage(LocalDate.EPOCH, new PueMethod.Contractual(pueBefore)),
                        new PowerUsage(classChange, new PueMethod.Contractual(pueAfter))),
                new Site.Operator(null, null),
                new Site.Declared(
                        List.of(taxClass(LocalDate.EPOCH, "ordinary"), taxClass(classChange, "reduced")),
                        CarbonMethod.none()));
        PriceSeries series =
                new PriceSeries("series", "NO4", "day-ahead", resolution, "NOK", EnergyUnit.MWH, "P", OSLO);
        Agreement agreement = new Agreement(
                Map.of("site", site),
                Map.of("big", sku("big", bigWatts), "small", sku("small", smallWatts)),
                Map.of(
                        "tariff",
                        new Tariff("tariff", "T", "NOK", List.of(new TariffVersion(LocalDate.EPOCH, components)))));
        Quotes quotes = new Quotes(Map.of("series", new KnownPrices(series, prices)), Map.of());
        List<RatedUsage> days = days(site, new DayRating(agreement, quotes), contracts);
        List<RatedUsage> all = new ArrayList<>(days);
        for (ContractFacts contract : contracts) {
            Interval interval = new Interval(contract.start(), contract.end());
            all.addAll(new MonthRating(agreement, quotes)
                    .rate(new MonthUsage(
                            "t",
                            contract,
                            interval,
                            days.stream()
                                    .filter(day -> day.contract().equals(contract.contract()))
                                    .toList(),
                            inside(interval))));
        }
        return all;
    }

    private List<ProjectLoad> inside(Interval interval) {
        List<ProjectLoad> inside = new ArrayList<>();
        for (ProjectLoad load : loads) {
            List<SlotUsage> slots = load.slots().stream()
                    .filter(slot -> interval.contains(slot.start()))
                    .toList();
            if (!slots.isEmpty()) {
                inside.add(new ProjectLoad(load.project(), load.site(), load.sku(), slots));
            }
        }
        return inside;
    }

    private List<RatedUsage> days(Site site, DayRating rating, List<ContractFacts> contracts) {
        List<RatedUsage> rated = new ArrayList<>();
        for (ProjectLoad load : loads) {
            TreeMap<LocalDate, List<SlotUsage>> days = new TreeMap<>();
            load.slots()
                    .forEach(slot -> days.computeIfAbsent(site.dayOf(slot.start()), day -> new ArrayList<>())
                            .add(slot));
            UsageKey key = new UsageKey("t", load.project(), "site", load.sku());
            days.forEach((day, slots) ->
                    rated.addAll(rating.rate(new DayUsage(key, day, site.interval(day), slots, contracts))
                            .rated()));
        }
        return rated;
    }

    private static TaxClass taxClass(LocalDate from, String name) {
        return new TaxClass(from, name, new TaxClass.Evidence("decision", null, "https://tax.example"));
    }

    private static Sku sku(String id, BigDecimal watts) {
        return new Sku(id, id, "G", 80, 8, watts, BigDecimal.ONE);
    }
}
