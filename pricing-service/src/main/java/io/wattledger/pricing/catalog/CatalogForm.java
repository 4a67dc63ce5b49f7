package io.wattledger.pricing.catalog;

import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.RateDay;
import io.wattledger.pricing.site.CarbonMethod;
import io.wattledger.pricing.site.PueMethod;
import io.wattledger.pricing.site.TaxClass;
import io.wattledger.pricing.tariff.Component;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of a catalog that pricing owns, as they are written; docs/catalog.md explains each. A list that is absent
 * is empty: a catalog adds and changes, it never removes.
 *
 * @param catalog version of the form
 * @param sites where GPUs stand
 * @param skus what is rented
 * @param priceSeries energy price indices
 * @param exchangeRates exchange rate series
 * @param carbonSeries carbon factors of grid electricity
 * @param priceFeeds answers of publishers that are fetched
 * @param tariffs price agreements
 * @param tariffOverrides what is negotiated with tenants
 * @param availability how available sites were in months
 */
public record CatalogForm(
        @Nullable Integer catalog,
        @Nullable List<SiteForm> sites,
        @Nullable List<SkuForm> skus,
        @Nullable List<SeriesForm> priceSeries,
        @Nullable List<ExchangeRateForm> exchangeRates,
        @Nullable List<CarbonSeriesForm> carbonSeries,
        @Nullable List<PriceFeedForm> priceFeeds,
        @Nullable List<TariffForm> tariffs,
        @Nullable List<OverrideForm> tariffOverrides,
        @Nullable List<AvailabilityForm> availability) {

    /** A catalog of some tariffs and nothing else. */
    public static CatalogForm ofTariffs(List<TariffForm> tariffs) {
        return new CatalogForm(null, null, null, null, null, null, null, tariffs, null, null);
    }

    /** A site. */
    public record SiteForm(
            String id,
            String name,
            String country,
            String biddingZone,
            String timeZone,
            @Nullable String currency,
            @Nullable String legalEntity,
            String state,
            @Nullable BigDecimal capacityKilowatts,
            List<PueForm> pue,
            @Nullable List<TaxClass> taxClasses,
            @Nullable CarbonForm carbon) {}

    /** Power usage effectiveness from a day on: a plain value, which is a contractual one, or a method; not both. */
    public record PueForm(
            LocalDate validFrom,
            @Nullable BigDecimal value,
            @Nullable PueMethod method) {}

    /** How carbon is counted. */
    public record CarbonForm(
            @Nullable String locationSeries,
            @Nullable List<CarbonMethod.Certificates> certificates,
            @Nullable List<CarbonMethod.ResidualMix> residualMix) {}

    /** A SKU. */
    public record SkuForm(
            String id,
            String name,
            String gpuModel,
            int memoryGib,
            @Nullable String interconnect,
            @Nullable Integer gpusPerNode,
            BigDecimal nominalWattsPerGpu,
            @Nullable BigDecimal idleWattsPerGpu,
            BigDecimal loadFactor) {}

    /** A price series. */
    public record SeriesForm(
            String id,
            String zone,
            String auction,
            @Nullable String resolution,
            String currency,
            String unit,
            String publisher,
            String timeZone) {}

    /** An exchange rate series. */
    public record ExchangeRateForm(
            String id,
            String base,
            String quote,
            String publisher,
            @Nullable RateDay rateDay) {

        /** The wire form of an exchange rate. */
        public static ExchangeRateForm of(ExchangeRate rate) {
            return new ExchangeRateForm(rate.id(), rate.base(), rate.quote(), rate.publisher(), rate.rateDay());
        }
    }

    /** A carbon series; its factors are grams per kWh. */
    public record CarbonSeriesForm(String id, String zone, String resolution, String publisher, String timeZone) {}

    /** A price feed; {@code reading} is an entry of {@code priceFiles}. */
    public record PriceFeedForm(String id, ReadingForm reading, String baseUrl, String path, ScheduleForm schedule) {}

    /** When a price feed is fetched. */
    public record ScheduleForm(
            String at,
            String timeZone,
            @Nullable Integer daysAhead,
            @Nullable Integer retries,
            @Nullable String backOff) {}

    /** A tariff with its versions. */
    public record TariffForm(String id, String name, String currency, List<VersionForm> versions) {}

    /**
     * A tariff version; a component is written as it is in the domain. It holds until the next one begins; where it says
     * {@code validTo}, the first day on which it no longer holds, that must be just then.
     */
    public record VersionForm(LocalDate validFrom, @Nullable LocalDate validTo, List<Component> components) {}

    /** What is negotiated with a tenant; a component is written as it is in the domain. */
    public record OverrideForm(
            String id,
            String tenant,
            @Nullable String contract,
            String tariff,
            Instant validFrom,
            @Nullable Instant validTo,
            List<Component> components) {}

    /** How available a site was in a month, written {@code 2026-03}. */
    public record AvailabilityForm(String site, String month, BigDecimal percent) {}
}
