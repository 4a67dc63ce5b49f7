package io.wattledger.pricing.rating;

import io.wattledger.pricing.site.Availability;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffOverride;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The administered things that rating may need.
 *
 * @param sites by id
 * @param skus by id
 * @param tariffs by id
 * @param overrides what is negotiated with tenants
 * @param availability how available sites were in months
 */
public record Agreement(
        Map<String, Site> sites,
        Map<String, Sku> skus,
        Map<String, Tariff> tariffs,
        Collection<TariffOverride> overrides,
        Collection<Availability> availability) {

    /** Nothing negotiated and no availability reported. */
    public Agreement(Map<String, Site> sites, Map<String, Sku> skus, Map<String, Tariff> tariffs) {
        this(sites, skus, tariffs, List.of(), List.of());
    }

    /** Copies what it is given. */
    public Agreement {
        sites = Map.copyOf(sites);
        skus = Map.copyOf(skus);
        tariffs = Map.copyOf(tariffs);
        overrides = List.copyOf(overrides);
        availability = List.copyOf(availability);
    }

    /** What is negotiated with a tenant. */
    List<TariffOverride> overridesOf(String tenant) {
        return overrides.stream().filter(one -> one.tenant().equals(tenant)).toList();
    }

    /** Per cent of a month in which a site was available; empty while it is not reported. */
    Optional<BigDecimal> availability(String site, YearMonth month) {
        return availability.stream()
                .filter(one -> one.site().equals(site) && one.month().equals(month))
                .map(Availability::percent)
                .findFirst();
    }
}
