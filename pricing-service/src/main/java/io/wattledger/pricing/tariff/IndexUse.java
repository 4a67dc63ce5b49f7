package io.wattledger.pricing.tariff;

import org.jspecify.annotations.Nullable;

/**
 * That a component reads a price series for the energy of a site.
 *
 * @param pointer JSON Pointer (RFC 6901) of the entry, relative to the component
 * @param site id of the site
 * @param series id of the price series
 * @param exchangeRate id of the exchange rate; absent where the series is in the tariff's currency
 */
public record IndexUse(
        String pointer,
        String site,
        String series,
        @Nullable String exchangeRate) {}
