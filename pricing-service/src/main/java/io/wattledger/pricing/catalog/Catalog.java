package io.wattledger.pricing.catalog;

import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.PriceFeed;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Tariff;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that people administer in pricing, each thing by its id.
 *
 * @param sites where GPUs stand
 * @param skus what is rented
 * @param priceSeries energy price indices
 * @param exchangeRates exchange rate series
 * @param carbonSeries carbon factors of grid electricity
 * @param priceFeeds answers of publishers that are fetched
 * @param tariffs price agreements
 */
public record Catalog(
        Map<String, Site> sites,
        Map<String, Sku> skus,
        Map<String, PriceSeries> priceSeries,
        Map<String, ExchangeRate> exchangeRates,
        Map<String, CarbonSeries> carbonSeries,
        Map<String, PriceFeed> priceFeeds,
        Map<String, Tariff> tariffs) {

    /** Copies the maps. */
    public Catalog {
        sites = Map.copyOf(sites);
        skus = Map.copyOf(skus);
        priceSeries = Map.copyOf(priceSeries);
        exchangeRates = Map.copyOf(exchangeRates);
        carbonSeries = Map.copyOf(carbonSeries);
        priceFeeds = Map.copyOf(priceFeeds);
        tariffs = Map.copyOf(tariffs);
    }

    /** A catalog of nothing. */
    public static Catalog empty() {
        return new Catalog(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
    }

    /** This catalog with the things of {@code other} added; where both have one of the same id, that of the other. */
    public Catalog with(Catalog other) {
        return new Catalog(
                merged(sites, other.sites),
                merged(skus, other.skus),
                merged(priceSeries, other.priceSeries),
                merged(exchangeRates, other.exchangeRates),
                merged(carbonSeries, other.carbonSeries),
                merged(priceFeeds, other.priceFeeds),
                merged(tariffs, other.tariffs));
    }

    private static <T> Map<String, T> merged(Map<String, T> mine, Map<String, T> others) {
        Map<String, T> all = new LinkedHashMap<>(mine);
        all.putAll(others);
        return all;
    }
}
