package io.wattledger.pricing.tariff;

import org.jspecify.annotations.Nullable;

/**
 * That a component reads a price series for the energy of a site.
 *
 * @param pointer JSON Pointer (RFC 6901) of the entry, relative to the component
 * @param site id of the site
 * @param series id of the price series
 * @param exchangeRate id of the exchange rate; absent where the series is in the tariff's currency
 * @param isMoney whether its values are prices, so that currencies must fit; otherwise they are a power in MW
 */
public record IndexUse(
        String pointer,
        String site,
        String series,
        @Nullable String exchangeRate,
        boolean isMoney) {

    /** The use of a series as a price. */
    public IndexUse(String pointer, String site, String series, @Nullable String exchangeRate) {
        this(pointer, site, series, exchangeRate, true);
    }

    /** The use of a series whose values are a power in MW. */
    public static IndexUse ofPower(String pointer, String site, String series) {
        return new IndexUse(pointer, site, series, null, false);
    }
}
