package io.wattledger.pricing.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.energy.EnergyPrice;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.KnownRates;
import io.wattledger.pricing.energy.PricePerMwh;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.energy.StatedPrice;
import io.wattledger.pricing.energy.StatedRate;
import io.wattledger.pricing.site.PowerUsage;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.site.SiteState;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.GpuHour;
import io.wattledger.pricing.tariff.SiteIndex;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffVersion;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The engine against a naive implementation over thousands of random days, and what must hold for all days: rating twice
 * gives the same bytes, a revision and back gives the first result, and parts add up to the whole.
 */
class DifferentialTest {

    private static final int DAYS = 4000;
    private static final UsageKey KEY = new UsageKey("t", "p", "site", "sku");
    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");
    private static final BigDecimal TOLERANCE = new BigDecimal("1E-24");

    /** One random day with everything it is rated from. */
    private static final class RandomDay {
        private final Random random;
        private final LocalDate date;
        private final Site site;
        private final Sku sku;
        private final Resolution resolution;
        private final boolean exchanged;
        private final boolean divided;
        private final BigDecimal rate;
        private final BigDecimal margin;
        private final BigDecimal gpuPrice;
        private final Map<Instant, StatedPrice> prices = new HashMap<>();
        private final List<SlotUsage> slots = new ArrayList<>();

        RandomDay(long seed) {
            random = new Random(seed);
            // Days around both clock changes come up often.
            List<LocalDate> special = List.of(LocalDate.parse("2026-03-29"), LocalDate.parse("2026-10-25"));
            date = random.nextInt(4) == 0
                    ? special.get(random.nextInt(2))
                    : LocalDate.parse("2026-01-01").plusDays(random.nextInt(365));
            site = new Site(
                    "site",
                    new Site.Place("Site", "NO", "NO4"),
                    OSLO,
                    SiteState.LIVE,
                    null,
                    List.of(new PowerUsage(LocalDate.EPOCH, BigDecimal.ONE.add(decimal(500, 3)))));
            sku = new Sku("sku", "S", "G", 80, 8, decimal(2_000_000, 3), decimal(1000, 3));
            resolution = Resolution.values()[random.nextInt(3)];
            exchanged = random.nextBoolean();
            divided = exchanged && random.nextBoolean();
            rate = exchanged ? decimal(2_000_000, 5).add(BigDecimal.ONE) : BigDecimal.ONE;
            margin = decimal(10_000, 2).subtract(new BigDecimal("20"));
            gpuPrice = decimal(5000, 3);
            fill();
        }

        private BigDecimal decimal(int bound, int scale) {
            return BigDecimal.valueOf(random.nextInt(bound), scale);
        }

        private void fill() {
            Interval day = site.interval(date);
            boolean holes = random.nextInt(3) == 0;
            for (Instant at = resolution.slotStart(day.start());
                    at.isBefore(day.end());
                    at = at.plus(resolution.length())) {
                if (!holes || random.nextInt(6) > 0) {
                    EnergyUnit unit = EnergyUnit.MWH;
                    BigDecimal value = decimal(300_000, 3).subtract(new BigDecimal("50"));
                    prices.put(at, new StatedPrice(EnergyPrice.of(value, unit), "doc" + random.nextInt(3)));
                }
            }
            for (Instant at = day.start(); at.isBefore(day.end()); at = at.plusSeconds(900)) {
                if (random.nextInt(5) > 0) {
                    long used = random.nextLong(0, 2_000_000_000L);
                    long measured = random.nextBoolean() ? used : random.nextLong(0, used + 1);
                    slots.add(new SlotUsage(at, used, measured, measured * random.nextLong(0, 1500)));
                }
            }
        }

        RatedDay rate() {
            return rate(slots, prices, List.of(contract(Instant.EPOCH, null)));
        }

        RatedDay rate(List<SlotUsage> used, Map<Instant, StatedPrice> known, List<ContractFacts> contracts) {
            PriceSeries series =
                    new PriceSeries("series", "NO4", "day-ahead", resolution, "EUR", EnergyUnit.MWH, "P", OSLO);
            ExchangeRate exchange =
                    divided ? new ExchangeRate("rate", "NOK", "EUR", "P") : new ExchangeRate("rate", "EUR", "NOK", "P");
            TreeMap<LocalDate, StatedRate> rates = new TreeMap<>();
            rates.put(date.minusDays(2), new StatedRate(date.minusDays(2), rate, "rates"));
            EnergyIndex energy = new EnergyIndex(
                    "energy", "Energy", List.of(new SiteIndex("site", "series", exchanged ? "rate" : null, margin)));
            GpuHour gpu = new GpuHour("gpu", "GPU", List.of(new GpuHour.Price("sku", null, gpuPrice)));
            Tariff tariff =
                    new Tariff("tariff", "T", "NOK", List.of(new TariffVersion(LocalDate.EPOCH, List.of(gpu, energy))));
            return new DayRating(
                            new Agreement(Map.of("site", site), Map.of("sku", sku), Map.of("tariff", tariff)),
                            new Quotes(
                                    Map.of("series", new KnownPrices(series, known)),
                                    Map.of("rate", new KnownRates(exchange, rates))))
                    .rate(new DayUsage(KEY, date, site.interval(date), used, contracts));
        }

        BigDecimal factor() {
            return divided ? BigDecimal.ONE.divide(rate, new MathContext(80)) : rate;
        }
    }

    private static ContractFacts contract(Instant start, Instant end) {
        return new ContractFacts("c" + start, start, end, "tariff", "Europe/Oslo", "NOK");
    }

    @Test
    void agreesWithTheDefinitionsOnEveryRandomDay() {
        for (int seed = 0; seed < DAYS; seed++) {
            RandomDay day = new RandomDay(seed);
            RatedDay rated = day.rate();
            NaiveRating.Energy energy = NaiveRating.energy(
                    day.slots,
                    day.prices,
                    day.resolution.length().toSeconds(),
                    day.sku.assumedWatts(),
                    day.site.pueOn(day.date).orElseThrow(),
                    day.factor(),
                    day.margin);
            BigDecimal hours = NaiveRating.gpuHours(day.slots);
            assertClose(sum(rated, "gpu", Charge::quantity), hours, seed);
            assertClose(sum(rated, "gpu", Charge::amount), hours.multiply(day.gpuPrice), seed);
            assertClose(sum(rated, "energy", Charge::quantity), energy.kwh(), seed);
            assertClose(sum(rated, "energy", Charge::amount), energy.amount(), seed);
            long gaps = rated.rated().stream()
                    .flatMap(one -> one.gaps().stream())
                    .mapToLong(Gap::facilityMillijoules)
                    .sum();
            BigDecimal unpriced = energy.unpricedKwh().multiply(new BigDecimal("3600000000"));
            int stretches =
                    rated.rated().stream().mapToInt(one -> one.gaps().size()).sum();
            // Each stretch is rounded up to a whole millijoule.
            assertThat(BigDecimal.valueOf(gaps).subtract(unpriced))
                    .as("seed %s", seed)
                    .isBetween(new BigDecimal("-0.000001"), BigDecimal.valueOf(stretches));
        }
    }

    @Test
    void ratingTwiceGivesTheSameBytesWhateverTheOrderOfThePrices() {
        for (int seed = 0; seed < 300; seed++) {
            RandomDay day = new RandomDay(seed);
            assertThat(bytes(new RandomDay(seed).rate())).isEqualTo(bytes(day.rate()));
            // Equal numbers written with other zeros are equal prices.
            Map<Instant, StatedPrice> rewritten = new TreeMap<>();
            day.prices.forEach((start, price) -> rewritten.put(
                    start, new StatedPrice(new PricePerMwh(price.price().value().setScale(9)), price.document())));
            assertThat(bytes(day.rate(day.slots, rewritten, List.of(contract(Instant.EPOCH, null)))))
                    .isEqualTo(bytes(day.rate()));
        }
    }

    @Test
    void aRevisionAndBackGivesTheFirstResult() {
        for (int seed = 0; seed < 300; seed++) {
            RandomDay day = new RandomDay(seed);
            if (day.slots.isEmpty() || day.prices.isEmpty()) {
                continue;
            }
            List<ContractFacts> contracts = List.of(contract(Instant.EPOCH, null));
            String first = bytes(day.rate());
            Map<Instant, StatedPrice> revised = new HashMap<>(day.prices);
            revised.replaceAll((start, price) ->
                    new StatedPrice(new PricePerMwh(price.price().value().add(BigDecimal.ONE)), price.document()));
            if (day.rate().rated().stream().anyMatch(one -> one.charges().get(1).itMillijoules() > 0)) {
                assertThat(bytes(day.rate(day.slots, revised, contracts))).isNotEqualTo(first);
            }
            assertThat(bytes(day.rate(day.slots, day.prices, contracts))).isEqualTo(first);
        }
    }

    @Test
    void cuttingTheDayAnywhereChangesNoSum() {
        for (int seed = 0; seed < 500; seed++) {
            RandomDay day = new RandomDay(seed);
            Interval span = day.site.interval(day.date);
            Instant cut = span.start().plusSeconds(900L * (1 + day.random.nextInt(90)));
            RatedDay whole = day.rate();
            RatedDay parts =
                    day.rate(day.slots, day.prices, List.of(contract(Instant.EPOCH, cut), contract(cut, null)));
            assertThat(parts.rated().size()).isBetween(whole.rated().size(), 2);
            for (String component : List.of("gpu", "energy")) {
                assertClose(sum(parts, component, Charge::amount), sum(whole, component, Charge::amount), seed);
                assertClose(sum(parts, component, Charge::quantity), sum(whole, component, Charge::quantity), seed);
            }
            assertThat(parts.rated().stream()
                            .mapToLong(RatedUsage::milliGpuSeconds)
                            .sum())
                    .isEqualTo(whole.rated().stream()
                            .mapToLong(RatedUsage::milliGpuSeconds)
                            .sum());
        }
    }

    private static String bytes(RatedDay day) {
        StringBuilder all = new StringBuilder();
        day.rated().forEach(one -> all.append(new String(WireJson.write(one), StandardCharsets.UTF_8)));
        return all.toString();
    }

    private static BigDecimal sum(RatedDay day, String component, Function<Charge, BigDecimal> figure) {
        return day.rated().stream()
                .flatMap(one -> one.charges().stream())
                .filter(charge -> charge.component().equals(component))
                .map(figure)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static void assertClose(BigDecimal actual, BigDecimal expected, int seed) {
        assertThat(actual.subtract(expected).abs())
                .as("seed %s: %s and %s", seed, actual, expected)
                .isLessThan(TOLERANCE.multiply(expected.abs().add(BigDecimal.ONE)));
    }
}
