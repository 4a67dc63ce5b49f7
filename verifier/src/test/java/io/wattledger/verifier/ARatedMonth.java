package io.wattledger.verifier;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.energy.EnergyPrice;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.KnownRates;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.energy.StatedPrice;
import io.wattledger.pricing.energy.StatedRate;
import io.wattledger.pricing.evidence.Basis;
import io.wattledger.pricing.evidence.BasisWriter;
import io.wattledger.pricing.evidence.RatingInput.RatedThen;
import io.wattledger.pricing.rating.Agreement;
import io.wattledger.pricing.rating.DayRating;
import io.wattledger.pricing.rating.DayUsage;
import io.wattledger.pricing.rating.MonthRating;
import io.wattledger.pricing.rating.MonthUsage;
import io.wattledger.pricing.rating.ProjectLoad;
import io.wattledger.pricing.rating.Quotes;
import io.wattledger.pricing.rating.SlotUsage;
import io.wattledger.pricing.site.CarbonMethod;
import io.wattledger.pricing.site.PowerUsage;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.site.SiteState;
import io.wattledger.pricing.site.TaxClass;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.CapacityCharge;
import io.wattledger.pricing.tariff.CountedTime;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.EnergyLevy;
import io.wattledger.pricing.tariff.GpuHour;
import io.wattledger.pricing.tariff.SiteIndex;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffVersion;
import io.wattledger.pricing.tariff.Tiers;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Five days of October 2026, clocks set back on the last, rated as pricing rates them: GPU hours, an energy index in euros with
 * PUE, a levy, tiers and a capacity charge. Each step keeps its evidence.
 */
final class ARatedMonth {

    static final String TENANT = "havvik";
    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");
    private static final LocalDate FIRST = LocalDate.of(2026, 10, 21);
    private static final int DAYS = 5;

    private final long milliGpuSeconds;
    private final BigDecimal marginPerMegawattHour;
    private final long revision;
    private final Map<RatedUsage, String> bases = new LinkedHashMap<>();
    private final Map<String, byte[]> inputs = new HashMap<>();

    /** A month in which every slot of the first SKU has so much GPU time. */
    ARatedMonth(long milliGpuSeconds, long revision) {
        this(milliGpuSeconds, "35.00", revision);
    }

    /** The same with such a margin on a megawatt-hour. */
    ARatedMonth(long milliGpuSeconds, String marginPerMegawattHour, long revision) {
        this.milliGpuSeconds = milliGpuSeconds;
        this.marginPerMegawattHour = new BigDecimal(marginPerMegawattHour);
        this.revision = revision;
        rate();
    }

    List<RatedUsage> records() {
        return List.copyOf(bases.keySet());
    }

    Map<RatedUsage, String> bases() {
        return bases;
    }

    Map<String, byte[]> inputs() {
        return inputs;
    }

    /** This month with the evidence of another, as for a correction that rests on both. */
    ARatedMonth with(ARatedMonth other) {
        bases.putAll(other.bases);
        inputs.putAll(other.inputs);
        return this;
    }

    private void rate() {
        Agreement agreement = agreement();
        Quotes quotes = quotes();
        BasisWriter writer = new BasisWriter(agreement, quotes);
        DayRating rating = new DayRating(agreement, quotes);
        ContractFacts contract = new ContractFacts(
                "c-2026", Instant.parse("2025-12-31T23:00:00Z"), null, "tariff", "Europe/Oslo", "NOK");
        List<RatedUsage> days = new ArrayList<>();
        List<RatedThen> then = new ArrayList<>();
        List<ProjectLoad> loads = new ArrayList<>();
        for (String sku : List.of("sku", "tier-sku")) {
            List<SlotUsage> all = new ArrayList<>();
            for (int number = 0; number < DAYS; number++) {
                LocalDate day = FIRST.plusDays(number);
                Interval interval = agreement.sites().get("site").interval(day);
                List<SlotUsage> slots = slots(interval, sku);
                all.addAll(slots);
                UsageKey key = new UsageKey(TENANT, "default", "site", sku);
                DayUsage usage = new DayUsage(key, day, interval, slots, List.of(contract));
                Basis basis = keep(writer.of(usage));
                for (RatedUsage record : rating.rate(usage).rated()) {
                    RatedUsage revised = record.withRevision(revision);
                    bases.put(revised, basis.sha256());
                    days.add(revised);
                    then.add(new RatedThen(revised.recordKey(), revision, basis.sha256(), null));
                }
            }
            loads.add(new ProjectLoad("default", "site", sku, all));
        }
        MonthUsage month = new MonthUsage(
                TENANT,
                contract,
                new Interval(
                        LocalDate.of(2026, 10, 1).atStartOfDay(OSLO).toInstant(),
                        LocalDate.of(2026, 11, 1).atStartOfDay(OSLO).toInstant()),
                days,
                loads);
        Basis basis = keep(writer.of(month, then));
        new MonthRating(agreement, quotes)
                .rate(month)
                .forEach(record -> bases.put(record.withRevision(revision), basis.sha256()));
    }

    private Basis keep(Basis basis) {
        basis.inputs().forEach(input -> inputs.put(input.sha256(), input.content()));
        return basis;
    }

    private List<SlotUsage> slots(Interval day, String sku) {
        List<SlotUsage> slots = new ArrayList<>();
        for (Instant at = day.start(); at.isBefore(day.end()); at = at.plusSeconds(900)) {
            slots.add(new SlotUsage(at, sku.equals("sku") ? milliGpuSeconds : 1_800_000, 0, 0));
        }
        return slots;
    }

    private Agreement agreement() {
        Site site = new Site(
                "site",
                new Site.Place("Glomfjord", "NO", "NO4"),
                OSLO,
                SiteState.LIVE,
                null,
                List.of(new PowerUsage(LocalDate.EPOCH, new BigDecimal("1.10"))),
                new Site.Operator(null, null),
                new Site.Declared(
                        List.of(new TaxClass(
                                LocalDate.EPOCH,
                                "full",
                                new TaxClass.Evidence("decision", null, "https://example.org/decision"))),
                        CarbonMethod.none()));
        Sku h100 = new Sku("sku", "H100", "H100", 80, 8, new BigDecimal("1275"), new BigDecimal("0.76"));
        Sku a100 = new Sku("tier-sku", "A100", "A100", 80, 8, new BigDecimal("400"), new BigDecimal("0.50"));
        Tariff tariff = new Tariff(
                "tariff",
                "Nordic",
                "NOK",
                List.of(new TariffVersion(
                        LocalDate.of(2026, 1, 1),
                        List.of(
                                new GpuHour(
                                        "gpu-time",
                                        "GPU time",
                                        List.of(new GpuHour.Price("sku", null, new BigDecimal("24.90")))),
                                new EnergyIndex(
                                        "energy",
                                        "Energy",
                                        List.of(new SiteIndex(
                                                "site", "series", "rate", marginPerMegawattHour, null, null, null))),
                                new EnergyLevy(
                                        "levy",
                                        "Levy",
                                        "NO",
                                        List.of(new EnergyLevy.Rate(
                                                "full", LocalDate.EPOCH, new BigDecimal("0.0713")))),
                                new Tiers(
                                        "tiers",
                                        "Volume",
                                        new CountedTime(List.of("tier-sku"), null, null),
                                        Tiers.Mode.GRADUATED,
                                        List.of(
                                                new Tiers.Tier(new BigDecimal("100"), new BigDecimal("12.00")),
                                                new Tiers.Tier(null, new BigDecimal("9.00")))),
                                new CapacityCharge(
                                        "capacity",
                                        "Capacity",
                                        List.of(new CapacityCharge.SiteCapacity(
                                                "site", new BigDecimal("120"), new BigDecimal("480"), null)),
                                        CapacityCharge.Proration.MONTHS)))));
        return new Agreement(Map.of("site", site), Map.of("sku", h100, "tier-sku", a100), Map.of("tariff", tariff));
    }

    private static Quotes quotes() {
        PriceSeries series =
                new PriceSeries("series", "NO4", "day-ahead", Resolution.PT15M, "EUR", EnergyUnit.MWH, "ENTSO-E", OSLO);
        Map<Instant, StatedPrice> prices = new HashMap<>();
        Instant start = FIRST.minusDays(2).atStartOfDay(OSLO).toInstant();
        for (int quarter = 0; quarter < 96 * (DAYS + 3) + 4; quarter++) {
            BigDecimal price = BigDecimal.valueOf(2_000 + 37L * quarter % 1_900, 2);
            prices.put(
                    start.plusSeconds(900L * quarter),
                    new StatedPrice(EnergyPrice.of(price, EnergyUnit.MWH), "d0c" + quarter / 96));
        }
        ExchangeRate rate = new ExchangeRate("rate", "EUR", "NOK", "ECB");
        TreeMap<LocalDate, StatedRate> rates = new TreeMap<>();
        for (int day = -3; day < DAYS; day++) {
            rates.put(
                    FIRST.plusDays(day),
                    new StatedRate(FIRST.plusDays(day), BigDecimal.valueOf(1_150 + day, 2), "f00"));
        }
        return new Quotes(
                Map.of("series", new KnownPrices(series, prices)), Map.of("rate", new KnownRates(rate, rates)));
    }
}
