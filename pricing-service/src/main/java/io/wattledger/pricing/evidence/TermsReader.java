package io.wattledger.pricing.evidence;

import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.KnownFactors;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.KnownRates;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.StatedFactor;
import io.wattledger.pricing.energy.StatedPrice;
import io.wattledger.pricing.energy.StatedRate;
import io.wattledger.pricing.rating.Agreement;
import io.wattledger.pricing.rating.Quotes;
import io.wattledger.pricing.rating.RatingRules;
import io.wattledger.pricing.site.Availability;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffOverride;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts together again what holds for everybody from the inputs into which it was written. */
final class TermsReader {

    private final Map<String, Site> sites = new HashMap<>();
    private final Map<String, Sku> skus = new HashMap<>();
    private final Map<String, Tariff> tariffs = new HashMap<>();
    private final List<Availability> availability = new ArrayList<>();
    private final Map<PriceSeries, Map<Instant, StatedPrice>> prices = new HashMap<>();
    private final Map<CarbonSeries, Map<Instant, StatedFactor>> factors = new HashMap<>();
    private final Map<String, KnownRates> rates = new HashMap<>();

    /** Takes an input that terms name; those that belong elsewhere are passed over. */
    void add(RatingInput input) {
        switch (input) {
            case RatingInput.SiteThen one -> sites.put(one.site().id(), one.site());
            case RatingInput.SkuThen one -> skus.put(one.sku().id(), one.sku());
            case RatingInput.TariffThen one -> tariffs.put(one.tariff().id(), one.tariff());
            case RatingInput.Available one -> availability.addAll(one.months());
            case RatingInput.PriceDay day -> {
                Map<Instant, StatedPrice> known = prices.computeIfAbsent(day.series(), none -> new HashMap<>());
                day.prices().forEach(one -> known.put(one.start(), one.price()));
            }
            case RatingInput.FactorDay day -> {
                Map<Instant, StatedFactor> known = factors.computeIfAbsent(day.series(), none -> new HashMap<>());
                day.factors().forEach(one -> known.put(one.start(), one.factor()));
            }
            case RatingInput.RateDays one -> {
                TreeMap<LocalDate, StatedRate> known = new TreeMap<>();
                one.rates().forEach(rate -> known.put(rate.day(), rate));
                rates.put(one.exchangeRate().id(), new KnownRates(one.exchangeRate(), known));
            }
            default -> {
                // Of one tenant, so not among the terms.
            }
        }
    }

    Agreement agreement(List<TariffOverride> overrides, RatingRules rules) {
        return new Agreement(sites, skus, tariffs, overrides, availability, rules);
    }

    Quotes quotes() {
        Map<String, KnownPrices> knownPrices = new HashMap<>();
        prices.forEach((series, known) -> knownPrices.put(series.id(), new KnownPrices(series, known)));
        Map<String, KnownFactors> knownFactors = new HashMap<>();
        factors.forEach((series, known) -> knownFactors.put(series.id(), new KnownFactors(series, known)));
        return new Quotes(knownPrices, rates, knownFactors);
    }
}
