package io.wattledger.pricing.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.energy.EnergyPrice;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.energy.StatedPrice;
import io.wattledger.pricing.rating.Commitment.Comparison;
import io.wattledger.pricing.rating.PlanPricing.Plan;
import io.wattledger.pricing.rating.PlanPricing.Priced;
import io.wattledger.pricing.site.PowerUsage;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.site.SiteState;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.CapacityCharge;
import io.wattledger.pricing.tariff.CapacityCharge.Proration;
import io.wattledger.pricing.tariff.CapacityCharge.SiteCapacity;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import io.wattledger.pricing.tariff.GpuHour;
import io.wattledger.pricing.tariff.SiteIndex;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffVersion;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Prices of use that is only planned: the bill of the same use, the cheapest window, and where a commitment pays. */
class PlanPricingTest {

    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");
    private static final Plan PLAN = new Plan("on-demand", "site", "sku", 8);

    /** Midnight in Oslo. */
    private static final Instant START = Instant.parse("2026-01-11T23:00:00Z");

    private final Map<Instant, StatedPrice> prices = new HashMap<>();

    private void price(String start, String end, String perMwh) {
        for (Instant at = Instant.parse(start); at.isBefore(Instant.parse(end)); at = at.plusSeconds(900)) {
            prices.put(at, new StatedPrice(EnergyPrice.of(new BigDecimal(perMwh), EnergyUnit.MWH), "doc"));
        }
    }

    private PlanPricing pricing() {
        Site site = new Site(
                "site",
                new Site.Place("Site", "NO", "NO4"),
                OSLO,
                SiteState.LIVE,
                null,
                List.of(new PowerUsage(LocalDate.EPOCH, new BigDecimal("1.10"))));
        Sku sku = new Sku("sku", "S", "G", 80, 8, new BigDecimal("1000"), BigDecimal.ONE);
        EnergyIndex energy = new EnergyIndex("energy", "Energy", List.of(new SiteIndex("site", "series", null, null)));
        PriceSeries series =
                new PriceSeries("series", "NO4", "day-ahead", Resolution.PT15M, "EUR", EnergyUnit.MWH, "P", OSLO);
        return new PlanPricing(
                new Agreement(
                        Map.of("site", site),
                        Map.of("sku", sku),
                        Map.of(
                                "on-demand", tariff("on-demand", gpuHour("2.00"), energy),
                                "committed", tariff("committed", gpuHour("0.50"), fixed("7000")),
                                "never", tariff("never", gpuHour("2.00"), fixed("10")),
                                "average", tariff("average", gpuHour("2.00"), average("site")),
                                "elsewhere", tariff("elsewhere", gpuHour("2.00"), energy, average("other")))),
                new Quotes(Map.of("series", new KnownPrices(series, prices)), Map.of()));
    }

    private static Tariff tariff(String id, Component... components) {
        return new Tariff(id, id, "EUR", List.of(new TariffVersion(LocalDate.EPOCH, List.of(components))));
    }

    private static GpuHour gpuHour(String price) {
        return new GpuHour("gpu", "GPU time", List.of(new GpuHour.Price("sku", null, new BigDecimal(price))));
    }

    /** So much for each month, used or not. */
    private static CapacityCharge fixed(String perMonth) {
        return new CapacityCharge(
                "fixed",
                "Fixed",
                List.of(new SiteCapacity("site", new BigDecimal("12"), new BigDecimal(perMonth), null)),
                Proration.MONTHS);
    }

    @Test
    void quotesWhatTheUseWouldBeBilled() {
        price("2026-01-11T23:00:00Z", "2026-01-12T23:00:00Z", "50");
        // 8 GPUs for 3 hours at 2.00, and 8 kW x 1.10 x 3 h at 0.05 per kWh.
        Priced priced = pricing().price(PLAN, new Interval(START, START.plus(Duration.ofHours(3))));
        assertThat(priced.gpuHours()).isEqualByComparingTo("24");
        assertThat(priced.amount()).isEqualByComparingTo("49.32");
        assertThat(priced.components())
                .extracting(PlanPricing.ComponentAmount::component)
                .containsExactly("energy", "gpu");
        assertThat(priced.gaps()).isEmpty();
    }

    @Test
    void namesWhatHasNoPriceYetAndLeavesItOut() {
        price("2026-01-11T23:00:00Z", "2026-01-12T00:00:00Z", "50");
        Priced priced = pricing().price(PLAN, new Interval(START, START.plus(Duration.ofHours(2))));
        assertThat(priced.amount()).isEqualByComparingTo("32.44");
        assertThat(priced.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.missing()).isEqualTo("series");
            assertThat(gap.start()).isEqualTo("2026-01-12T00:00:00Z");
            assertThat(gap.end()).isEqualTo("2026-01-12T01:00:00Z");
        });
    }

    @Test
    void findsTheCheapestWindowAndOfEqualOnesTheFirst() {
        price("2026-01-11T23:00:00Z", "2026-01-12T05:00:00Z", "50");
        price("2026-01-12T02:15:00Z", "2026-01-12T03:30:00Z", "10");
        price("2026-01-12T04:00:00Z", "2026-01-12T05:00:00Z", "10");
        Interval horizon = new Interval(START, Instant.parse("2026-01-12T05:00:00Z"));
        Priced best = pricing().cheapest(PLAN, horizon, Duration.ofHours(1)).orElseThrow();
        assertThat(best.window().start()).isEqualTo("2026-01-12T02:15:00Z");
        assertThat(best.amount()).isEqualByComparingTo("16.088");
    }

    /** Two hours at 100, then two at 10: the day has no price for energy, so no window may pass for the cheapest. */
    @Test
    void namesNoCheapestWindowWhereTheMonthFollowsThePrices() {
        price("2026-01-11T23:00:00Z", "2026-01-12T01:00:00Z", "100");
        price("2026-01-12T01:00:00Z", "2026-01-12T03:00:00Z", "10");
        Interval horizon = new Interval(START, Instant.parse("2026-01-12T03:00:00Z"));
        Plan average = new Plan("average", "site", "sku", 8);
        assertThat(pricing().price(average, horizon).amount()).isEqualByComparingTo("65.936");
        assertThat(pricing().cheapest(average, horizon, Duration.ofHours(2))).isEmpty();
        assertThat(pricing().notCompared(average, horizon)).containsExactly("average");

        Plan elsewhere = new Plan("elsewhere", "site", "sku", 8);
        assertThat(pricing()
                        .cheapest(elsewhere, horizon, Duration.ofHours(2))
                        .orElseThrow()
                        .window()
                        .start())
                .isEqualTo("2026-01-12T01:00:00Z");
        assertThat(pricing().notCompared(elsewhere, horizon)).containsExactly("average");
        assertThat(pricing().notCompared(PLAN, horizon)).isEmpty();
    }

    private static EnergyIndexMonth average(String site) {
        return new EnergyIndexMonth("average", "Energy", List.of(new SiteIndex(site, "series", null, null)));
    }

    @Test
    void takesNoWindowInWhichAPriceIsMissing() {
        price("2026-01-11T23:00:00Z", "2026-01-12T00:00:00Z", "50");
        price("2026-01-12T00:15:00Z", "2026-01-12T01:00:00Z", "1");
        Interval horizon = new Interval(START, Instant.parse("2026-01-12T01:00:00Z"));
        Priced best = pricing().cheapest(PLAN, horizon, Duration.ofHours(1)).orElseThrow();
        assertThat(best.window().start()).isEqualTo(START);
        assertThat(pricing().cheapest(PLAN, horizon, Duration.ofMinutes(75))).isEmpty();
    }

    @Test
    void tellsFromHowMuchUseACommitmentPays() {
        // No energy price is known, so only GPU time counts: 2.00 h against 7000 + 0.50 h; equal at 4666.67 GPU-hours.
        Interval month = new Interval(Instant.parse("2025-12-31T23:00:00Z"), Instant.parse("2026-01-31T23:00:00Z"));
        Comparison comparison =
                new Commitment(pricing()).compare(PLAN, new Plan("committed", "site", "sku", 8), month, 10);
        assertThat(comparison.steps()).hasSize(11);
        assertThat(comparison.steps().getFirst().second()).isEqualByComparingTo("7000");
        assertThat(comparison.breakEven()).isNotNull();
        // The next quarter-hour of 8 GPUs, that is 2 GPU-hours, after it.
        assertThat(comparison.breakEven().gpuHours()).isEqualByComparingTo("4668");
        assertThat(comparison.breakEven().second())
                .isLessThanOrEqualTo(comparison.breakEven().first());
        Comparison never = new Commitment(pricing()).compare(PLAN, new Plan("never", "site", "sku", 8), month, 4);
        assertThat(never.breakEven()).isNull();
    }
}
