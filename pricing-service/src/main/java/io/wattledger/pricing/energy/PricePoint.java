package io.wattledger.pricing.energy;

import java.time.Instant;

/**
 * One stated price.
 *
 * @param start first instant at which it holds; it holds for the resolution of its series
 * @param price in the currency of its series
 * @param state whether the publisher stands by it
 */
public record PricePoint(Instant start, EnergyPrice price, ValueState state) {

    /** A final price. */
    public PricePoint(Instant start, EnergyPrice price) {
        this(start, price, ValueState.FINAL);
    }
}
