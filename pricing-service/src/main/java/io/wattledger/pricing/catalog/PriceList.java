package io.wattledger.pricing.catalog;

import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.catalog.ListPrice.Dated;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.GpuHour;
import io.wattledger.pricing.tariff.GpuHour.Agreed;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffVersion;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The prices per GPU-hour of all tariffs, by the ids under which FOCUS exports name them. FOCUS asks that a SkuPriceId can
 * be looked up in a published price list, so other components can be looked up too, though they have no fixed price.
 */
public final class PriceList {

    private static final int PARTS = 4;

    private final Catalog catalog;

    /** Of everything that the catalog has. */
    public PriceList(Catalog catalog) {
        this.catalog = catalog;
    }

    /** All prices per GPU-hour, in the order of their ids. */
    public List<ListPrice> all() {
        List<ListPrice> prices = new ArrayList<>();
        for (Tariff tariff : catalog.tariffs().values()) {
            for (String component : gpuHourComponents(tariff)) {
                for (String site : catalog.sites().keySet()) {
                    for (String sku : catalog.skus().keySet()) {
                        priced(tariff, component, site, sku).ifPresent(prices::add);
                    }
                }
            }
        }
        prices.sort(Comparator.comparing(ListPrice::skuPriceId));
        return prices;
    }

    /**
     * The price with an id. What follows the SKU in the id, as that of an energy charge has it, says no more than its
     * component.
     */
    public Optional<ListPrice> find(String skuPriceId) {
        String[] parts = skuPriceId.split("/");
        if (parts.length < PARTS) {
            return Optional.empty();
        }
        Tariff tariff = catalog.tariffs().get(parts[0]);
        boolean isKnown = tariff != null
                && isKnown(parts[2], catalog.sites().keySet())
                && isKnown(parts[3], catalog.skus().keySet());
        if (tariff == null || !isKnown) {
            return Optional.empty();
        }
        ListPrice price = of(tariff, parts[1], parts[2], parts[3], skuPriceId);
        return price.prices().isEmpty() ? Optional.empty() : Optional.of(price);
    }

    private static boolean isKnown(String id, Set<String> ids) {
        return id.equals(RatedUsage.ALL) || ids.contains(id);
    }

    private static Set<String> gpuHourComponents(Tariff tariff) {
        Set<String> ids = new TreeSet<>();
        for (TariffVersion version : tariff.versions()) {
            version.components().stream()
                    .filter(GpuHour.class::isInstance)
                    .map(Component::id)
                    .forEach(ids::add);
        }
        return ids;
    }

    private static Optional<ListPrice> priced(Tariff tariff, String component, String site, String sku) {
        ListPrice price = of(tariff, component, site, sku, String.join("/", tariff.id(), component, site, sku));
        List<Dated> fixed = price.prices().stream()
                .filter(one -> one.pricePerGpuHour() != null)
                .toList();
        return fixed.isEmpty()
                ? Optional.empty()
                : Optional.of(new ListPrice(
                        price.skuPriceId(),
                        price.tariff(),
                        component,
                        price.description(),
                        site,
                        sku,
                        price.currency(),
                        fixed));
    }

    private static ListPrice of(Tariff tariff, String component, String site, String sku, String skuPriceId) {
        List<Dated> prices = new ArrayList<>();
        String description = "";
        for (int number = 0; number < tariff.versions().size(); number++) {
            TariffVersion version = tariff.versions().get(number);
            LocalDate end = number + 1 < tariff.versions().size()
                    ? tariff.versions().get(number + 1).validFrom()
                    : null;
            for (Component one : version.components()) {
                if (one.id().equals(component)) {
                    description = one.description();
                    Optional<Agreed> agreed = one instanceof GpuHour gpu ? gpu.priceOf(sku, site) : Optional.empty();
                    prices.add(new Dated(
                            version.validFrom(),
                            end,
                            agreed.map(Agreed::perGpuHour).orElse(null),
                            agreed.map(Agreed::term).orElse(null)));
                }
            }
        }
        return new ListPrice(skuPriceId, tariff.id(), component, description, site, sku, tariff.currency(), prices);
    }
}
