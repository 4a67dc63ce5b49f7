package io.wattledger.pricing;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.energy.EnergyPrice;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.KnownRates;
import io.wattledger.pricing.energy.PricePoint;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.energy.StatedPrice;
import io.wattledger.pricing.energy.StatedRate;
import io.wattledger.pricing.rating.Agreement;
import io.wattledger.pricing.rating.DayRating;
import io.wattledger.pricing.rating.DayUsage;
import io.wattledger.pricing.rating.Quotes;
import io.wattledger.pricing.rating.RatedDay;
import io.wattledger.pricing.rating.SlotUsage;
import io.wattledger.pricing.site.PowerUsage;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.site.SiteState;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.EnergyIndex.SiteIndex;
import io.wattledger.pricing.tariff.GpuHour;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffVersion;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A worked example: load over time and prices over time at one site under one tariff. Load is metered, as energy measured
 * for one GPU, so that an example can speak of kilowatt-hours. Every instance may be changed until it is rated.
 */
public final class Example {

    /** Whose usage all examples are about. */
    public static final UsageKey KEY = new UsageKey("tenant", "default", "site", "sku");

    private static final long MILLIJOULES_PER_KWH = 3_600_000_000L;

    private ZoneId zone = ZoneId.of("Europe/Oslo");
    private String currency = "EUR";
    private String seriesCurrency = "EUR";
    private EnergyUnit unit = EnergyUnit.MWH;
    private Resolution resolution = Resolution.PT15M;
    private String pue = "1";
    private String margin = "0";
    private String billingZone = "Europe/Oslo";
    private ExchangeRate exchangeRate;
    private final NavigableMap<LocalDate, StatedRate> rates = new TreeMap<>();
    private final Map<Instant, StatedPrice> prices = new HashMap<>();
    private final SortedMap<Instant, SlotUsage> slots = new TreeMap<>();
    private final List<GpuHour.Price> gpuPrices = new ArrayList<>();

    public Example zone(String name) {
        zone = ZoneId.of(name);
        billingZone = name;
        return this;
    }

    public Example billingZone(String name) {
        billingZone = name;
        return this;
    }

    public Example currency(String code) {
        currency = code;
        seriesCurrency = code;
        return this;
    }

    public Example seriesCurrency(String code) {
        seriesCurrency = code;
        return this;
    }

    public Example unit(EnergyUnit per) {
        unit = per;
        return this;
    }

    public Example resolution(Resolution length) {
        resolution = length;
        return this;
    }

    public Example pue(String value) {
        pue = value;
        return this;
    }

    public Example margin(String perMwh) {
        margin = perMwh;
        return this;
    }

    public Example exchangeRate(String base, String quote) {
        exchangeRate = new ExchangeRate("rate", base, quote, "ECB");
        return this;
    }

    public Example rate(String day, String rate) {
        LocalDate date = LocalDate.parse(day);
        rates.put(date, new StatedRate(date, new BigDecimal(rate), "rates"));
        return this;
    }

    public Example gpuHourPrice(String price) {
        gpuPrices.add(new GpuHour.Price(KEY.sku(), null, new BigDecimal(price)));
        return this;
    }

    /** States prices of consecutive price slots from an instant on. */
    public Example prices(String start, String... values) {
        Instant at = Instant.parse(start);
        for (String value : values) {
            price(at, value);
            at = at.plus(resolution.length());
        }
        return this;
    }

    public Example points(List<PricePoint> points) {
        points.forEach(point -> prices.put(point.start(), new StatedPrice(point.price(), "prices")));
        return this;
    }

    /** States one price for all price slots of a window. */
    public Example flatPrice(String start, String end, String value) {
        for (Instant at = Instant.parse(start); at.isBefore(Instant.parse(end)); at = at.plus(resolution.length())) {
            price(at, value);
        }
        return this;
    }

    private void price(Instant at, String value) {
        prices.put(at, new StatedPrice(EnergyPrice.of(new BigDecimal(value), unit), "prices"));
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
        for (Slot slot = Slot.containing(from); slot.start().isBefore(to); slot = slot.next()) {
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

    public static Charge charge(RatedUsage day, String component) {
        return day.charges().stream()
                .filter(one -> one.component().equals(component))
                .findFirst()
                .orElseThrow();
    }

    private List<RatedDay> days() {
        Site site = site();
        Map<LocalDate, List<SlotUsage>> byDay = new TreeMap<>();
        slots.values()
                .forEach(slot -> byDay.computeIfAbsent(site.dayOf(slot.start()), day -> new ArrayList<>())
                        .add(slot));
        DayRating rating = rating();
        List<RatedDay> days = new ArrayList<>();
        byDay.forEach((day, used) ->
                days.add(rating.rate(new DayUsage(KEY, day, site.interval(day), used, List.of(contract())))));
        return days;
    }

    private ContractFacts contract() {
        return new ContractFacts("contract", Instant.EPOCH, null, "tariff", billingZone, currency);
    }

    public DayRating rating() {
        PriceSeries series =
                new PriceSeries("series", "NO4", "day-ahead", resolution, seriesCurrency, unit, "ENTSO-E", zone);
        Sku sku = new Sku("sku", "H100", "H100", 80, 8, new BigDecimal("1275"), new BigDecimal("0.76"));
        Map<String, KnownRates> known =
                exchangeRate == null ? Map.of() : Map.of("rate", new KnownRates(exchangeRate, rates));
        return new DayRating(
                new Agreement(Map.of("site", site()), Map.of("sku", sku), Map.of("tariff", tariff())),
                new Quotes(Map.of("series", new KnownPrices(series, prices)), known));
    }

    private Site site() {
        return new Site(
                "site",
                new Site.Place("Site", "NO", "NO4"),
                zone,
                SiteState.LIVE,
                null,
                List.of(new PowerUsage(LocalDate.EPOCH, new BigDecimal(pue))));
    }

    private Tariff tariff() {
        List<Component> components = new ArrayList<>();
        if (!gpuPrices.isEmpty()) {
            components.add(new GpuHour("gpu-time", "GPU time", gpuPrices));
        }
        components.add(new EnergyIndex(
                "energy",
                "Energy",
                List.of(new SiteIndex(
                        "site", "series", exchangeRate == null ? null : "rate", new BigDecimal(margin)))));
        return new Tariff("tariff", "Tariff", currency, List.of(new TariffVersion(LocalDate.EPOCH, components)));
    }
}
