package io.wattledger.pricing.rating;

import io.wattledger.pricing.energy.KnownFactors;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.KnownRates;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Energy prices and exchange rates as known at the moment of rating.
 *
 * @param prices by id of the price series; every series of the catalog that the rating may ask for
 * @param rates by id of the exchange rate
 * @param factors by id of the carbon series
 * @param rules by which of the younger rules they are used
 */
public record Quotes(
        Map<String, KnownPrices> prices,
        Map<String, KnownRates> rates,
        Map<String, KnownFactors> factors,
        Set<RatingRule> rules) {

    /** Copies the maps. */
    public Quotes {
        prices = Map.copyOf(prices);
        rates = Map.copyOf(rates);
        factors = Map.copyOf(factors);
        rules = Set.copyOf(rules);
    }

    /** Prices, rates and factors for what is rated today, by all rules. */
    public Quotes(Map<String, KnownPrices> prices, Map<String, KnownRates> rates, Map<String, KnownFactors> factors) {
        this(prices, rates, factors, EnumSet.allOf(RatingRule.class));
    }

    /** Prices and rates where carbon is not asked for. */
    public Quotes(Map<String, KnownPrices> prices, Map<String, KnownRates> rates) {
        this(prices, rates, Map.of());
    }

    /** The same, used by other rules. */
    public Quotes by(Set<RatingRule> others) {
        return new Quotes(prices, rates, factors, others);
    }

    /** Whether a rule holds for what is rated. */
    boolean holds(RatingRule rule) {
        return rules.contains(rule);
    }
}
