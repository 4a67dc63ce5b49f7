package io.wattledger.pricing.rating;

import io.wattledger.pricing.energy.KnownFactors;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.KnownRates;
import java.util.Map;

/**
 * Energy prices and exchange rates as known at the moment of rating.
 *
 * @param prices by id of the price series; every series of the catalog that the rating may ask for
 * @param rates by id of the exchange rate
 * @param factors by id of the carbon series
 */
public record Quotes(
        Map<String, KnownPrices> prices, Map<String, KnownRates> rates, Map<String, KnownFactors> factors) {

    /** Copies the maps. */
    public Quotes {
        prices = Map.copyOf(prices);
        rates = Map.copyOf(rates);
        factors = Map.copyOf(factors);
    }

    /** Prices and rates where carbon is not asked for. */
    public Quotes(Map<String, KnownPrices> prices, Map<String, KnownRates> rates) {
        this(prices, rates, Map.of());
    }
}
