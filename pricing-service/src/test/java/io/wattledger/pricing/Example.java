package io.wattledger.pricing;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.energy.EnergyPrice;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.KnownRates;
import io.wattledger.pricing.energy.PricePoint;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.RateDay;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.energy.StatedPrice;
import io.wattledger.pricing.energy.StatedRate;
import io.wattledger.pricing.rating.Agreement;
import io.wattledger.pricing.rating.DayRating;
import io.wattledger.pricing.rating.DayUsage;
import io.wattledger.pricing.rating.MonthExplanation;
import io.wattledger.pricing.rating.MonthRating;
import io.wattledger.pricing.rating.MonthUsage;
import io.wattledger.pricing.rating.ProjectLoad;
import io.wattledger.pricing.rating.Quotes;
import io.wattledger.pricing.rating.RatedDay;
import io.wattledger.pricing.rating.SlotUsage;
import io.wattledger.pricing.site.PueMethod;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.site.TaxClass;
import io.wattledger.pricing.tariff.Collar;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.GpuHour;
import io.wattledger.pricing.tariff.SiteIndex;
import io.wattledger.pricing.tariff.WhenMissing;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A worked example: load over time and prices over time at one site under one tariff. Load is metered, as energy measured
 * for one GPU, so that an example can speak of kilowatt-hours. Every instance may be changed until it is rated.
 */
public final class Example {

    /** Whose usage all examples are about. */
    public static final UsageKey KEY = new UsageKey("tenant", "default", "site", "sku");

    private static final long MILLIJOULES_PER_KWH = 3_600_000_000L;

    private final ExampleTerms terms = new ExampleTerms();

    private final NavigableMap<LocalDate, StatedRate> rates = new TreeMap<>();

    private final Map<Instant, StatedPrice> prices = new HashMap<>();

    private final SortedMap<Instant, SlotUsage> slots = new TreeMap<>();

    public Example zone(String name) {
        terms.zone = ZoneId.of(name);
        terms.billingZone = name;
        return this;
    }

    public Example billingZone(String name) {
        terms.billingZone = name;
        return this;
    }

    public Example currency(String code) {
        terms.currency = code;
        terms.seriesCurrency = code;
        return this;
    }

    public Example seriesCurrency(String code) {
        terms.seriesCurrency = code;
        return this;
    }

    public Example unit(EnergyUnit per) {
        terms.unit = per;
        return this;
    }

    public Example resolution(Resolution length) {
        terms.resolution = length;
        return this;
    }

    public Example pue(String value) {
        return pue(new PueMethod.Contractual(new BigDecimal(value)));
    }

    public Example pue(PueMethod method) {
        terms.pue = method;
        return this;
    }

    public Example margin(String perMwh) {
        terms.margin = perMwh;
        return this;
    }

    /** Limits of the index; null for none of a kind. */
    public Example collar(String floor, Collar.FloorScope scope, String cap, String excessPercent) {
        terms.collar = new Collar(
                ExampleTerms.decimal(floor), scope, ExampleTerms.decimal(cap), ExampleTerms.decimal(excessPercent));
        return this;
    }

    /** The part of the energy that follows the index, in per cent. */
    public Example share(String percent) {
        terms.share = percent;
        return this;
    }

    public Example whenMissing(WhenMissing rule) {
        terms.whenMissing = rule;
        return this;
    }

    public Example taxClass(String validFrom, String name) {
        terms.taxClasses.add(new TaxClass(
                LocalDate.parse(validFrom), name, new TaxClass.Evidence("decision", null, "https://tax.example")));
        return this;
    }

    /** Components of the tariff instead of the index of the other figures, from the beginning on. */
    public Example components(Component... components) {
        return version("1970-01-01", components);
    }

    /** A tariff version with components of its own. */
    public Example version(String validFrom, Component... components) {
        terms.versions.put(LocalDate.parse(validFrom), List.of(components));
        return this;
    }

    public Example exchangeRate(String base, String quote) {
        return exchangeRate(base, quote, new RateDay.DeliveryDay());
    }

    /** An exchange rate with a rule of its own for the day. */
    public Example exchangeRate(String base, String quote, RateDay rateDay) {
        terms.exchangeRate = new ExchangeRate("rate", base, quote, "ECB", rateDay);
        return this;
    }

    public Example rate(String day, String rate) {
        LocalDate date = LocalDate.parse(day);
        rates.put(date, new StatedRate(date, new BigDecimal(rate), "rates"));
        return this;
    }

    public Example gpuHourPrice(String price) {
        terms.gpuPrices.add(new GpuHour.Price(KEY.sku(), null, new BigDecimal(price)));
        return this;
    }

    /** States prices of consecutive price slots from an instant on. */
    public Example prices(String start, String... values) {
        Instant at = Instant.parse(start);
        for (String value : values) {
            price(at, value);
            at = at.plus(terms.resolution.length());
        }
        return this;
    }

    public Example points(List<PricePoint> points) {
        points.forEach(point -> prices.put(point.start(), new StatedPrice(point.price(), "prices", point.state())));
        return this;
    }

    /** States one price for all price slots of a window. */
    public Example flatPrice(String start, String end, String value) {
        for (Instant at = Instant.parse(start);
                at.isBefore(Instant.parse(end));
                at = at.plus(terms.resolution.length())) {
            price(at, value);
        }
        return this;
    }

    private void price(Instant at, String value) {
        prices.put(at, new StatedPrice(EnergyPrice.of(new BigDecimal(value), terms.unit), "prices"));
    }

    /** Measured IT energy, the same in every quarter-hour of a window. */
    public Example kwhPerQuarter(String start, String end, String kwh) {
        for (Instant at = Instant.parse(start); at.isBefore(Instant.parse(end)); at = at.plus(Slot.LENGTH)) {
            add(at, new BigDecimal(kwh));
        }
        return this;
    }

    /** Measured IT energy of consecutive quarter-hours. */
    public Example kwh(String start, String... kwh) {
        Instant at = Instant.parse(start);
        for (String one : kwh) {
            add(at, new BigDecimal(one));
            at = at.plus(Slot.LENGTH);
        }
        return this;
    }

    /** A load in kW that begins and ends anywhere; cut at the quarter-hours as metering does. */
    public Example kilowatts(String start, String end, String kilowatts) {
        Instant from = Instant.parse(start);
        Instant to = Instant.parse(end);
        for (Slot slot = Slot.containing(from); slot.start().isBefore(to); slot = new Slot(slot.end())) {
            Instant first = slot.start().isBefore(from) ? from : slot.start();
            Instant last = slot.end().isAfter(to) ? to : slot.end();
            BigDecimal seconds =
                    BigDecimal.valueOf(Duration.between(first, last).toSeconds());
            add(
                    slot.start(),
                    new BigDecimal(kilowatts)
                            .multiply(seconds)
                            .divide(BigDecimal.valueOf(3600), 12, RoundingMode.UNNECESSARY));
        }
        return this;
    }

    private void add(Instant at, BigDecimal kwh) {
        long millijoules = kwh.multiply(BigDecimal.valueOf(MILLIJOULES_PER_KWH)).longValueExact();
        slots.put(at, new SlotUsage(at, 900_000, 900_000, millijoules));
    }

    public Example slot(SlotUsage slot) {
        slots.put(slot.start(), slot);
        return this;
    }

    /** Rates all local days that have slots, in order. */
    public List<RatedUsage> rated() {
        List<RatedUsage> rated = new ArrayList<>();
        for (RatedDay day : days()) {
            rated.addAll(day.rated());
        }
        return rated;
    }

    /** The records of a billing month, for example {@code 2026-01}. */
    public List<RatedUsage> month(String month) {
        return new MonthRating(terms.agreement(), quotes()).rate(usage(month));
    }

    /** How the charge of a component of the month comes about. */
    public Optional<MonthExplanation> explained(String month, String project, String component) {
        MonthUsage usage = usage(month);
        return new MonthRating(terms.agreement(), quotes())
                .explain(usage, usage.interval().start(), project, component);
    }

    private MonthUsage usage(String month) {
        ZoneId billing = ZoneId.of(terms.billingZone);
        LocalDate first = LocalDate.parse(month + "-01");
        Interval interval = new Interval(
                first.atStartOfDay(billing).toInstant(),
                first.plusMonths(1).atStartOfDay(billing).toInstant());
        List<RatedUsage> days = rated().stream()
                .filter(day -> interval.contains(day.periodStart()))
                .toList();
        List<SlotUsage> used = slots.values().stream()
                .filter(slot -> interval.contains(slot.start()))
                .toList();
        List<ProjectLoad> loads =
                used.isEmpty() ? List.of() : List.of(new ProjectLoad(KEY.project(), KEY.site(), KEY.sku(), used));
        return new MonthUsage(KEY.tenant(), terms.contract(), interval, days, loads);
    }

    /** Months in a row. */
    public static String[] monthsOf(String first, int count) {
        YearMonth month = YearMonth.parse(first);
        return IntStream.range(0, count)
                .mapToObj(number -> month.plusMonths(number).toString())
                .toArray(String[]::new);
    }

    /** What a component comes to in the days of all slots and in the records of some months, unrounded. */
    public BigDecimal amountOf(String component, String... months) {
        return records(months).stream()
                .flatMap(record -> record.charges().stream())
                .filter(charge -> charge.component().equals(component))
                .map(Charge::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private List<RatedUsage> records(String... months) {
        List<RatedUsage> records = new ArrayList<>(rated());
        for (String month : months) {
            records.addAll(month(month));
        }
        return records;
    }

    /** The sum of all energy charges, unrounded. */
    public BigDecimal energyAmount() {
        return sum(rated());
    }

    /** The sum of the energy charges of some days, unrounded. */
    public static BigDecimal sum(List<RatedUsage> days) {
        return days.stream().map(day -> charge(day, "energy").amount()).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What billing makes of an amount: one rounding per line. */
    public static String line(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    public String energyLine() {
        return line(energyAmount());
    }

    /** The line of the energy charge with the currency of the records, for example {@code 4.50 EUR}. */
    public String billed() {
        return billed("energy");
    }

    /** The line of a component with the currency of the records; months as with {@link #amountOf}. */
    public String billed(String component, String... months) {
        return line(amountOf(component, months)) + " "
                + records(months).getFirst().currency();
    }

    /** The quantity of the energy charge of the first day, in kWh at the facility meter. */
    public String facilityKwh() {
        return kwh(charge(rated().getFirst(), "energy").quantity());
    }

    /** Kilowatt-hours without trailing zeros. */
    public static String kwh(BigDecimal quantity) {
        return quantity.stripTrailingZeros().toPlainString() + " kWh";
    }

    public static Charge charge(RatedUsage day, String component) {
        return day.charges().stream()
                .filter(one -> one.component().equals(component))
                .findFirst()
                .orElseThrow();
    }

    private List<RatedDay> days() {
        Site site = terms.site();
        Map<LocalDate, List<SlotUsage>> byDay = new TreeMap<>();
        slots.values()
                .forEach(slot -> byDay.computeIfAbsent(site.dayOf(slot.start()), day -> new ArrayList<>())
                        .add(slot));
        DayRating rating = rating();
        List<RatedDay> days = new ArrayList<>();
        byDay.forEach((day, used) ->
                days.add(rating.rate(new DayUsage(KEY, day, site.interval(day), used, List.of(terms.contract())))));
        return days;
    }

    public DayRating rating() {
        return new DayRating(terms.agreement(), quotes());
    }

    /** All prices and rates that were said. */
    public Quotes quotes() {
        PriceSeries series = terms.series();
        Map<String, KnownRates> known =
                terms.exchangeRate == null ? Map.of() : Map.of("rate", new KnownRates(terms.exchangeRate, rates));
        return new Quotes(Map.of("series", new KnownPrices(series, prices)), known);
    }

    /** Under what all use is. */
    public Agreement agreement() {
        return terms.agreement();
    }

    /** The site that all examples are about. */
    public Site site() {
        return terms.site();
    }

    /** The index of the site with all that was said about it. */
    public SiteIndex siteIndex() {
        return terms.siteIndex();
    }
}
