package io.wattledger.pricing;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.rating.Agreement;
import io.wattledger.pricing.site.CarbonMethod;
import io.wattledger.pricing.site.PowerUsage;
import io.wattledger.pricing.site.PueMethod;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.site.SiteState;
import io.wattledger.pricing.site.TaxClass;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Collar;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.GpuHour;
import io.wattledger.pricing.tariff.SiteIndex;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffVersion;
import io.wattledger.pricing.tariff.WhenMissing;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The agreement of an {@link Example}, as the example says it bit by bit. */
final class ExampleTerms {

    ZoneId zone = ZoneId.of("Europe/Oslo");
    String currency = "EUR";
    String seriesCurrency = "EUR";
    EnergyUnit unit = EnergyUnit.MWH;
    Resolution resolution = Resolution.PT15M;
    PueMethod pue = new PueMethod.Contractual(BigDecimal.ONE);
    String margin = "0";
    String billingZone = "Europe/Oslo";
    Collar collar;
    String share;
    WhenMissing whenMissing;
    ExchangeRate exchangeRate;
    final List<TaxClass> taxClasses = new ArrayList<>();
    final NavigableMap<LocalDate, List<Component>> versions = new TreeMap<>();
    final List<GpuHour.Price> gpuPrices = new ArrayList<>();

    /** The contract under which all use is. */
    ContractFacts contract() {
        return new ContractFacts("contract", Instant.EPOCH, null, "tariff", billingZone, currency);
    }

    Agreement agreement() {
        Sku sku = new Sku("sku", "H100", "H100", 80, 8, new BigDecimal("1275"), new BigDecimal("0.76"));
        return new Agreement(Map.of("site", site()), Map.of("sku", sku), Map.of("tariff", tariff()));
    }

    /** The series of prices. */
    PriceSeries series() {
        return new PriceSeries("series", "NO4", "day-ahead", resolution, seriesCurrency, unit, "ENTSO-E", zone);
    }

    /** The site that all examples are about. */
    Site site() {
        return new Site(
                "site",
                new Site.Place("Site", "NO", "NO4"),
                zone,
                SiteState.LIVE,
                null,
                List.of(new PowerUsage(LocalDate.EPOCH, pue)),
                new Site.Operator(null, null),
                new Site.Declared(taxClasses, CarbonMethod.none()));
    }

    private Tariff tariff() {
        if (versions.isEmpty()) {
            versions.put(LocalDate.EPOCH, indexed());
        }
        return new Tariff(
                "tariff",
                "Tariff",
                currency,
                versions.entrySet().stream()
                        .map(version -> new TariffVersion(version.getKey(), version.getValue()))
                        .toList());
    }

    /** The index with all that was said about it, and GPU time where it has a price. */
    private List<Component> indexed() {
        List<Component> components = new ArrayList<>();
        if (!gpuPrices.isEmpty()) {
            components.add(new GpuHour("gpu-time", "GPU time", gpuPrices));
        }
        components.add(new EnergyIndex("energy", "Energy", List.of(siteIndex())));
        return components;
    }

    /** The index of the site with all that was said about it. */
    SiteIndex siteIndex() {
        return new SiteIndex(
                "site",
                "series",
                exchangeRate == null ? null : "rate",
                new BigDecimal(margin),
                collar,
                decimal(share),
                whenMissing);
    }

    static BigDecimal decimal(String text) {
        return text == null ? null : new BigDecimal(text);
    }
}
