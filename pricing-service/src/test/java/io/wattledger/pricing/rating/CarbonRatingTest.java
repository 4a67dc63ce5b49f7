package io.wattledger.pricing.rating;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

/** Emissions beside cost, by both methods, kept apart. */
class CarbonRatingTest {

    private static final LocalDate DAY = LocalDate.parse("2026-01-12");
    private static final Instant START = Instant.parse("2026-01-12T00:00:00Z");
    private static final long KWH = 3_600_000_000L;
    private static final CarbonMethod BOTH = new CarbonMethod(
            "grid",
            List.of(new Certificates(LocalDate.EPOCH, new BigDecimal("80"))),
            List.of(new ResidualMix(LocalDate.EPOCH, new BigDecimal("400"))));

    private final Map<Instant, StatedFactor> factors = new HashMap<>();
    private final List<SlotUsage> slots = new ArrayList<>();

    private CarbonRatingTest hour(int hour, String kwh, String gramsPerKwh) {
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

    private Carbon carbon(CarbonMethod method, String pue) {
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

    @Test
    void c60CountsCarbonTwoWays() {
        Carbon carbon = hour(0, "5000", "120")
                .hour(1, "5000", "80")
                .hour(2, "5000", "200")
                .carbon(BOTH, "1");
        assertThat(carbon.locationBasedGrams()).isEqualByComparingTo("2000000");
        assertThat(carbon.marketBasedGrams()).isEqualByComparingTo("1200000");
        assertThat(carbon.facilityKwh()).isEqualByComparingTo("15000");
        assertThat(carbon.unknownKwh()).isEqualByComparingTo("0");
        assertThat(carbon.documents()).containsExactly("doc0", "doc1", "doc2");
    }

    @Test
    void aSlotWithoutAFactorIsUnknownAndNotClean() {
        Carbon carbon = hour(0, "10", "100").hour(1, "30", null).carbon(BOTH, "1.10");
        assertThat(carbon.locationBasedGrams()).isEqualByComparingTo("1100");
        assertThat(carbon.facilityKwh()).isEqualByComparingTo("11");
        assertThat(carbon.unknownKwh()).isEqualByComparingTo("33");
        // The market's way needs no factor of the hour: 44 kWh, a fifth of them at 400 g.
        assertThat(carbon.marketBasedGrams()).isEqualByComparingTo("3520");
    }

    @Test
    void eachWayStandsAloneAndNoneIsNothing() {
        Carbon location = hour(0, "10", "100").carbon(new CarbonMethod("grid", List.of(), List.of()), "1");
        assertThat(location.marketBasedGrams()).isNull();
        assertThat(location.locationBasedGrams()).isEqualByComparingTo("1000");
        CarbonMethod market = new CarbonMethod(null, BOTH.certificates(), BOTH.residualMix());
        assertThat(carbon(market, "1").locationBasedGrams()).isNull();
        assertThat(carbon(market, "1").marketBasedGrams()).isEqualByComparingTo("800");
        assertThat(carbon(CarbonMethod.none(), "1")).isNull();
    }
}
