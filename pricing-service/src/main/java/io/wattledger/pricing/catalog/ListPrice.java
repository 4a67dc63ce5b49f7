package io.wattledger.pricing.catalog;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One price of the price list: what a component of a tariff asks for a SKU at a site, before any measure of use.
 *
 * @param skuPriceId tariff, component, site and SKU joined by slashes, as FOCUS exports name it
 * @param tariff id of the tariff
 * @param component id of the component
 * @param description words for an invoice line
 * @param site id of the site
 * @param sku id of the SKU
 * @param currency ISO 4217 code
 * @param prices one for each version that has the component, the earliest first
 */
public record ListPrice(
        String skuPriceId,
        String tariff,
        String component,
        String description,
        String site,
        String sku,
        String currency,
        List<Dated> prices) {

    /**
     * The price from a day on.
     *
     * @param validFrom first local day of the site
     * @param validTo first day on which it no longer holds; absent for the last version
     * @param pricePerGpuHour absent where the component has no fixed price, such as one that follows an index
     * @param term what the price is agreed for, for example {@code 12-months}; absent for none
     */
    public record Dated(
            LocalDate validFrom,
            @Nullable LocalDate validTo,
            @Nullable BigDecimal pricePerGpuHour,
            @Nullable String term) {}

    /** Copies the list. */
    public ListPrice {
        prices = List.copyOf(prices);
    }
}
