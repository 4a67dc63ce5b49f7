package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.Carbon;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.KnownFactors;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.energy.StatedFactor;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.site.CarbonMethod;
import io.wattledger.pricing.site.CarbonMethod.Certificates;
import io.wattledger.pricing.site.CarbonMethod.ResidualMix;
import io.wattledger.pricing.site.PowerUsage;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.site.SiteState;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.GpuHour;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffVersion;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A site's hours of energy with the carbon factors that are known of them. */
final class CarbonExample {

    /** A factor by the hour; four fifths covered by certificates, the rest at 400 g/kWh. */
    static final CarbonMethod BOTH = new CarbonMethod(
            "grid",
            List.of(new Certificates(LocalDate.EPOCH, new BigDecimal("80"))),
            List.of(new ResidualMix(LocalDate.EPOCH, new BigDecimal("400"))));

    private static final LocalDate DAY = LocalDate.parse("2026-01-12");
    private static final Instant START = Instant.parse("2026-01-12T00:00:00Z");
    private static final long KWH = 3_600_000_000L;

    private final Map<Instant, StatedFactor> factors = new HashMap<>();
    private final List<SlotUsage> slots = new ArrayList<>();

    CarbonExample hour(int hour, String kwh, String gramsPerKwh) {
        Instant at = START.plusSeconds(3600L * hour);
        slots.add(new SlotUsage(
                at,
                900_000,
                900_000,
                new BigDecimal(kwh).multiply(BigDecimal.valueOf(KWH)).longValueExact()));
        if (gramsPerKwh != null) {
            factors.put(at, new StatedFactor(new BigDecimal(gramsPerKwh), "doc" + hour, ValueState.FINAL));
        }
        return this;
    }

    Carbon carbon(CarbonMethod method, String pue) {
        Site site = new Site(
                "site",
                new Site.Place("Site", "NO", "NO4"),
                ZoneOffset.UTC,
                SiteState.LIVE,
                null,
                List.of(new PowerUsage(LocalDate.EPOCH, new BigDecimal(pue))),
                new Site.Operator(null, null),
                new Site.Declared(List.of(), method));
        Sku sku = new Sku("sku", "S", "G", 80, 8, BigDecimal.TEN, BigDecimal.ONE);
        Tariff tariff = new Tariff(
                "tariff",
                "T",
                "EUR",
                List.of(new TariffVersion(
                        LocalDate.EPOCH,
                        List.of(new GpuHour("gpu", "GPU", List.of(new GpuHour.Price("sku", null, BigDecimal.ONE)))))));
        CarbonSeries series = new CarbonSeries("grid", "NO4", Resolution.PT60M, "P", ZoneOffset.UTC);
        List<RatedUsage> rated = new DayRating(
                        new Agreement(Map.of("site", site), Map.of("sku", sku), Map.of("tariff", tariff)),
                        new Quotes(Map.of(), Map.of(), Map.of("grid", new KnownFactors(series, factors))))
                .rate(new DayUsage(
                        new UsageKey("t", "p", "site", "sku"),
                        DAY,
                        site.interval(DAY),
                        slots,
                        List.of(new ContractFacts("c", Instant.EPOCH, null, "tariff", "UTC", "EUR"))))
                .rated();
        return rated.getFirst().carbon();
    }
}
