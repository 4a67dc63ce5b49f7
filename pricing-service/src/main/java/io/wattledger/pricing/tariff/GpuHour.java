package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A price per GPU-hour, by SKU and, where it differs, by site.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param prices no two for the same SKU and site
 */
public record GpuHour(String id, String description, List<Price> prices) implements Component {

    /**
     * One entry of the price list.
     *
     * @param sku what is rented
     * @param site where; absent means at every site that has no entry of its own
     * @param pricePerGpuHour in the currency of the tariff
     */
    public record Price(String sku, @Nullable String site, BigDecimal pricePerGpuHour) {}

    /** Copies the list. */
    public GpuHour {
        prices = List.copyOf(prices);
    }

    /** The price of a SKU at a site: the entry that names the site wins over the one that does not. */
    public Optional<BigDecimal> priceOf(String sku, String site) {
        return prices.stream()
                .filter(price -> price.sku().equals(sku))
                .filter(price -> price.site() == null || price.site().equals(site))
                .max(Comparator.comparing(price -> price.site() != null))
                .map(Price::pricePerGpuHour);
    }
}
