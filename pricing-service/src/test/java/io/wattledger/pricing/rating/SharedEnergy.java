package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.energy.EnergyPrice;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.energy.StatedPrice;
import io.wattledger.pricing.evidence.Basis;
import io.wattledger.pricing.evidence.BasisWriter;
import io.wattledger.pricing.site.PowerUsage;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.site.SiteState;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import io.wattledger.pricing.tariff.PpaShare;
import io.wattledger.pricing.tariff.SiteIndex;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffOverride;
import io.wattledger.pricing.tariff.TariffVersion;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** October 2026 of one contract at Glomfjord, whose energy is shared out to two components, at 50 per MWh each. */
final class SharedEnergy {

    static final ZoneId OSLO = ZoneId.of("Europe/Oslo");
    static final ContractFacts CONTRACT = new ContractFacts("c", Instant.EPOCH, null, "tariff", OSLO.getId(), "EUR");

    private final List<TariffOverride> overrides = new ArrayList<>();
    private final Set<RatingRule> rules;
    private Component[] components = {ppa("70"), index("30")};
    private String validFrom = "2026-01-01";

    SharedEnergy() {
        this(EnumSet.allOf(RatingRule.class));
    }

    /** Rated by these of the younger rules. */
    SharedEnergy(Set<RatingRule> rules) {
        this.rules = rules;
    }

    static PpaShare ppa(String percent) {
        return new PpaShare(
                "ppa",
                "PPA",
                List.of(new PpaShare.SiteShare("glomfjord", new BigDecimal(percent), new BigDecimal("50"))));
    }

    static EnergyIndexMonth index(String percent) {
        return new EnergyIndexMonth(
                "index",
                "Energy",
                List.of(new SiteIndex("glomfjord", "series", null, null, null, new BigDecimal(percent), null)));
    }

    SharedEnergy components(Component... all) {
        components = all;
        return this;
    }

    SharedEnergy validFrom(String day) {
        validFrom = day;
        return this;
    }

    SharedEnergy override(String id, String contract, String from, String to, Component... replacing) {
        overrides.add(new TariffOverride(
                id, "t", contract, "tariff", midnight(from), to == null ? null : midnight(to), List.of(replacing)));
        return this;
    }

    /** Midnight in Oslo at the beginning of a day of October 2026. */
    static Instant midnight(String day) {
        return LocalDate.parse(day).atStartOfDay(OSLO).toInstant();
    }

    Agreement agreement() {
        Site site = new Site(
                "glomfjord",
                new Site.Place("Glomfjord", "NO", "NO4"),
                OSLO,
                SiteState.LIVE,
                null,
                List.of(new PowerUsage(LocalDate.EPOCH, BigDecimal.ONE)));
        Sku sku = new Sku("sku", "S", "G", 80, 8, BigDecimal.TEN, BigDecimal.ONE);
        Tariff tariff = new Tariff(
                "tariff", "T", "EUR", List.of(new TariffVersion(LocalDate.parse(validFrom), List.of(components))));
        return new Agreement(
                Map.of("glomfjord", site), Map.of("sku", sku), Map.of("tariff", tariff), overrides, List.of());
    }

    Quotes quotes() {
        PriceSeries series =
                new PriceSeries("series", "NO4", "day-ahead", Resolution.PT60M, "EUR", EnergyUnit.MWH, "P", OSLO);
        Map<Instant, StatedPrice> prices = new HashMap<>();
        for (Instant at = midnight("2026-10-01"); at.isBefore(midnight("2026-11-01")); at = at.plusSeconds(3600)) {
            prices.put(at, new StatedPrice(EnergyPrice.of(new BigDecimal("50"), EnergyUnit.MWH), "doc"));
        }
        return new Quotes(Map.of("series", new KnownPrices(series, prices)), Map.of(), Map.of(), rules);
    }

    /** So many MWh in the first quarter-hour of a day. */
    static DayUsage day(String day, long megawattHours) {
        Instant start = midnight(day);
        SlotUsage slot = new SlotUsage(start, 900_000, 900_000, megawattHours * 3_600_000_000_000L);
        return new DayUsage(
                new UsageKey("t", "p", "glomfjord", "sku"),
                LocalDate.parse(day),
                new Interval(start, start.plusSeconds(86_400)),
                List.of(slot),
                List.of(CONTRACT));
    }

    /** The records of such a day, and of the month. */
    List<RatedUsage> rated(String day, long megawattHours) {
        DayUsage usage = day(day, megawattHours);
        List<RatedUsage> days = new DayRating(agreement(), quotes()).rate(usage).rated();
        List<RatedUsage> all = new ArrayList<>(days);
        all.addAll(new MonthRating(agreement(), quotes()).rate(month(usage, days)));
        return all;
    }

    static MonthUsage month(DayUsage usage, List<RatedUsage> days) {
        return new MonthUsage(
                "t",
                CONTRACT,
                new Interval(midnight("2026-10-01"), midnight("2026-11-01")),
                days,
                List.of(new ProjectLoad("p", "glomfjord", "sku", usage.slots())));
    }

    Basis basis(String day, long megawattHours) {
        return new BasisWriter(agreement(), quotes()).of(day(day, megawattHours));
    }

    static BigDecimal amount(List<RatedUsage> rated) {
        return rated.stream()
                .flatMap(one -> one.charges().stream())
                .map(Charge::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
