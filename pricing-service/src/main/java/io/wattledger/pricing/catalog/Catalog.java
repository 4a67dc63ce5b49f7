package io.wattledger.pricing.catalog;

import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.EnergySeries;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.PriceFeed;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.rating.Agreement;
import io.wattledger.pricing.site.Availability;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffOverride;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
 * @param overrides what is negotiated with tenants, by tenant and id joined by a slash
 * @param availability how available sites were, by site and month joined by a slash
 */
public record Catalog(
        Map<String, Site> sites,
        Map<String, Sku> skus,
        Map<String, PriceSeries> priceSeries,
        Map<String, ExchangeRate> exchangeRates,
        Map<String, CarbonSeries> carbonSeries,
        Map<String, PriceFeed> priceFeeds,
        Map<String, Tariff> tariffs,
        Map<String, TariffOverride> overrides,
        Map<String, Availability> availability) {

    /** Copies the maps. */
    public Catalog {
        sites = Map.copyOf(sites);
        skus = Map.copyOf(skus);
        priceSeries = Map.copyOf(priceSeries);
        exchangeRates = Map.copyOf(exchangeRates);
        carbonSeries = Map.copyOf(carbonSeries);
        priceFeeds = Map.copyOf(priceFeeds);
        tariffs = Map.copyOf(tariffs);
        overrides = Map.copyOf(overrides);
        availability = Map.copyOf(availability);
    }

    /** A catalog of nothing. */
    public static Catalog empty() {
        return new Catalog(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
    }

    /** A catalog of one tariff and nothing else. */
    public static Catalog ofTariff(Tariff tariff) {
        return new Catalog(
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(tariff.id(), tariff),
                Map.of(),
                Map.of());
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
                merged(tariffs, other.tariffs),
                merged(overrides, other.overrides),
                merged(availability, other.availability));
    }

    /** The name of an override here. */
    public static String nameOf(TariffOverride override) {
        return override.tenant() + "/" + override.id();
    }

    /** The name of an availability here. */
    public static String nameOf(Availability one) {
        return one.site() + "/" + one.month();
    }

    /** What of it matters for rating. */
    public Agreement agreement() {
        return new Agreement(sites, skus, tariffs, overrides.values(), availability.values());
    }

    /** The series that documents read so are for; null where they are of rates, or the series is not here. */
    public @Nullable EnergySeries seriesOf(Reading reading) {
        return switch (reading) {
            case Reading.OfPrices of -> priceSeries.get(of.series());
            case Reading.OfFactors of -> carbonSeries.get(of.series());
            case Reading.OfRates of -> null;
        };
    }

    /** What is negotiated with a tenant. */
    public List<TariffOverride> overridesOf(String tenant) {
        return overrides.values().stream()
                .filter(one -> one.tenant().equals(tenant))
                .toList();
    }

    private static <T> Map<String, T> merged(Map<String, T> mine, Map<String, T> others) {
        Map<String, T> all = new LinkedHashMap<>(mine);
        all.putAll(others);
        return all;
    }
}
